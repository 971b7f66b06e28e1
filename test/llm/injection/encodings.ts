const MORSE: Readonly<Record<string, string>> = Object.fromEntries(
  "a.- b-... c-.-. d-.. e. f..-. g--. h.... i.. j.--- k-.- l.-.. m-- n-. o--- p.--. q--.- r.-. s... t- u..- v...- w.-- x-..- y-.-- z--.."
    .split(" ")
    .map((entry) => [entry[0]!, entry.slice(1)]),
);
const LOOKALIKES: Readonly<Record<string, string>> = { a: "а", c: "с", e: "е", i: "і", o: "о", p: "р", s: "ѕ", x: "х" };
const LEET: Readonly<Record<string, string>> = { a: "4", e: "3", i: "1", o: "0", s: "5", t: "7" };

const each = (text: string, change: (character: string) => string) => [...text].map(change).join("");
const code = (character: string) => character.codePointAt(0)!;
const shifted = (character: string, from: string, to: number) =>
  String.fromCodePoint(to + code(character) - code(from));

/** Ways to send a text so that it looks like something else to whoever filters it. */
export const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  base64: (text) => Buffer.from(text).toString("base64"),
  hex: (text) => Buffer.from(text).toString("hex"),
  binary: (text) => each(text, (character) => `${code(character).toString(2).padStart(8, "0")} `),
  morse: (text) => each(text, (character) => `${MORSE[character] ?? "/"} `),
  rot13: (text) =>
    text.replace(/[a-z]/giu, (letter) => {
      const base = letter < "a" ? 65 : 97;
      return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
    }),
  leet: (text) => each(text, (character) => LEET[character] ?? character),
  reversed: (text) => [...text].reverse().join(""),
  spaced: (text) => [...text].join(" "),
  url: (text) => encodeURIComponent(text),
  entities: (text) => each(text, (character) => `&#${code(character)};`),
  "zero-width": (text) => [...text].join("\u200b"),
  homoglyphs: (text) => each(text, (character) => LOOKALIKES[character] ?? character),
  "right-to-left": (text) => `\u202e${text}\u202c`,
  /** Letters of the block that no screen shows, behind a greeting. */
  tags: (text) => `hola${each(text, (character) => String.fromCodePoint(0xe0000 + code(character)))}`,
  "full-width": (text) =>
    each(text, (character) => (/[!-~]/u.test(character) ? shifted(character, "!", 0xff01) : character)),
  zalgo: (text) => each(text, (character) => `${character}\u0336\u0353\u0310`),
  mathematical: (text) =>
    each(text, (character) => (/[a-z]/u.test(character) ? shifted(character, "a", 0x1d41a) : character)),
};
