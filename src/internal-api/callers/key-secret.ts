import { createHash, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const PREFIX = "atk_";
const RANDOM_LENGTH = 32;
/** 62^6 holds every CRC-32. */
const CHECKSUM_LENGTH = 6;
const SHAPE = new RegExp(`^${PREFIX}[0-9A-Za-z]{${RANDOM_LENGTH + CHECKSUM_LENGTH}}$`);
const HINT_LENGTH = PREFIX.length + 4;

/**
 * A new secret: `atk_`, 32 random base62 characters (190 bits) and the CRC-32 of them in six more, so that a secret
 * scanner knows one with a regular expression and hardly ever takes something else for it. The shape is GitHub's:
 * https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
 */
export function makeSecret(): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return `${PREFIX}${random}${checksumOf(random)}`;
}

/** Whether it can be one of ours: whoever guesses or mistypes costs no query. */
export function isSecret(text: string): boolean {
  if (!SHAPE.test(text)) return false;
  const random = text.slice(PREFIX.length, -CHECKSUM_LENGTH);
  return text.slice(-CHECKSUM_LENGTH) === checksumOf(random);
}

/**
 * What is stored and looked up: SHA-256, hex. Salt, stretching or a key protect what can be guessed; 190 random bits
 * cannot, and a plain hash needs no key that a rotation would have to carry along.
 */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** The beginning of a secret, by which people tell keys apart; 166 bits remain unknown. */
export function hintOf(secret: string): string {
  return secret.slice(0, HINT_LENGTH);
}

function checksumOf(random: string): string {
  let rest = crc32(random);
  let text = "";
  for (let i = 0; i < CHECKSUM_LENGTH; i++) {
    text = ALPHABET[rest % ALPHABET.length] + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}
