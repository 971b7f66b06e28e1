import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { ConfigError, parseConfig, secretValues } from "../../src/config/index.ts";

const GOOD = {
  NODE_ENV: "production",
  DATABASE_URL: "postgres://atiende:8Fq2-vXz0pLmT7@db.internal:5432/atiende",
  PUBLIC_BASE_URL: "https://estudio.example",
  SERVICE_TOKEN_SECRET: "9f2b7c41d0e85a36bb17fe0c93d84a52",
  DATA_ENCRYPTION_KEY: "c3a1906e5fd84b27a0de71f8425b96ec",
  TWILIO_ACCOUNT_SID: "ACaaaabbbbccccddddeeeeffff00001111",
  TWILIO_AUTH_TOKEN: "5d41402abc4b2a76b9719d911017c592",
  TWILIO_WHATSAPP_FROM: "whatsapp:+5215512345678",
};

function problemsOf(changes: Record<string, string | undefined>): string[] {
  try {
    parseConfig({ ...GOOD, ...changes });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const values = Object.values(changes).filter(
      (value) => value !== undefined && value.length > 3 && value !== "production",
    );
    for (const value of values) expect(error.message).not.toContain(value);
    return error.problems;
  }
}

test("production starts with good secrets, also in the middle of a rotation", () => {
  expect(problemsOf({})).toEqual([]);
  expect(
    problemsOf({
      SERVICE_TOKEN_SECRET_PREVIOUS: "00c1d2e3f4a5968778695a4b3c2d1e0f",
      DATA_ENCRYPTION_KEY_PREVIOUS: "7b52009b64fd0a2a49e6d8a939753077",
      TWILIO_AUTH_TOKEN_PREVIOUS: "e4d909c290d0fb1ca068ffaddf22cbd0",
      RASA_TOKEN: "rasa-7c1f",
    }),
  ).toEqual([]);
});

const refused: [string, Record<string, string | undefined>, string[]][] = [
  [
    "all that is missing, in one list with what is malformed",
    { ...Object.fromEntries(Object.keys(GOOD).map((name) => [name, undefined])), NODE_ENV: "production", PORT: "many" },
    [
      ...["PORT", "DATABASE_URL", "PUBLIC_BASE_URL", "SERVICE_TOKEN_SECRET", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"],
      ...["TWILIO_WHATSAPP_FROM", "DATA_ENCRYPTION_KEY"],
    ],
  ],
  [
    "the secrets of development, which everybody knows",
    {
      SERVICE_TOKEN_SECRET: "development-service-token-secret-not-for-production",
      TWILIO_AUTH_TOKEN: "development-twilio-auth-token",
      DATA_ENCRYPTION_KEY: "development-data-encryption-key",
      TWILIO_ACCOUNT_SID: "AC00000000000000000000000000000000",
      TWILIO_WHATSAPP_FROM: "whatsapp:+5215500000000",
    },
    ["SERVICE_TOKEN_SECRET", "DATA_ENCRYPTION_KEY", "TWILIO_AUTH_TOKEN", "TWILIO_ACCOUNT_SID", "TWILIO_WHATSAPP_FROM"],
  ],
  [
    "a secret of development that is only accepted, not used",
    { SERVICE_TOKEN_SECRET_PREVIOUS: "development-service-token-secret-not-for-production" },
    ["SERVICE_TOKEN_SECRET_PREVIOUS"],
  ],
  ["31 characters", { SERVICE_TOKEN_SECRET: "9f2b7c41d0e85a36bb17fe0c93d84a5" }, ["SERVICE_TOKEN_SECRET"]],
  ["a short data key", { DATA_ENCRYPTION_KEY: "c3a1906e5fd8" }, ["DATA_ENCRYPTION_KEY"]],
  ["a short former secret", { SERVICE_TOKEN_SECRET_PREVIOUS: "short-one" }, ["SERVICE_TOKEN_SECRET_PREVIOUS"]],
  ["many characters that are one", { SERVICE_TOKEN_SECRET: "ab".repeat(20) }, ["SERVICE_TOKEN_SECRET"]],
  ["what a template left", { TWILIO_AUTH_TOKEN: "your_auth_token" }, ["TWILIO_AUTH_TOKEN"]],
  ["what a template left in capitals", { RASA_TOKEN: "<CHANGE-ME>" }, ["RASA_TOKEN"]],
  ["one secret for two purposes", { DATA_ENCRYPTION_KEY: GOOD.SERVICE_TOKEN_SECRET }, ["DATA_ENCRYPTION_KEY"]],
  [
    "a former secret that serves another purpose",
    { TWILIO_AUTH_TOKEN_PREVIOUS: GOOD.DATA_ENCRYPTION_KEY },
    ["TWILIO_AUTH_TOKEN_PREVIOUS"],
  ],
  ["a database password that is another secret", { RASA_TOKEN: "8Fq2-vXz0pLmT7" }, ["DATABASE_URL's password"]],
  ["a default password", { DATABASE_URL: "postgres://atiende:postgres@db/atiende" }, ["DATABASE_URL"]],
  ["a password that is the user's name", { DATABASE_URL: "postgres://service:service@db/atiende" }, ["DATABASE_URL"]],
  ["a default password of Redis", { REDIS_URL: "redis://:changeme@redis:6379" }, ["REDIS_URL"]],
  ["an address that everybody on the way can read", { PUBLIC_BASE_URL: "http://estudio.example" }, ["PUBLIC_BASE_URL"]],
  ["fail points", { FAIL_POINTS: "inbox.committed" }, ["FAIL_POINTS"]],
  ["an address that is none", { DATABASE_URL: "postgres://u:pa/ss@db/x:y" }, ["DATABASE_URL"]],
];

test.each(refused)("production refuses %s, by name and without a value", (_, changes, names) => {
  const problems = problemsOf(changes);
  expect(problems.map((problem) => problem.split(": ")[0]).sort()).toEqual([...names].sort());
});

test("a copy of .env.example with nothing filled in does not start in production", () => {
  const example = parseEnv(readFileSync(".env.example", "utf8")) as Record<string, string>;
  expect(() => parseConfig({ ...example, NODE_ENV: "production" })).toThrow(ConfigError);
});

test("development and tests need none of it", () => {
  expect(parseConfig({ SERVICE_TOKEN_SECRET: "short" }).serviceTokenSecrets).toEqual(["short"]);
});

test("the values that no line may show are found in the environment by the names of their variables", () => {
  const values = secretValues({
    ...GOOD,
    ...{ ALERT_WEBHOOK_URL: "https://hooks.example/T0/B0/x", REDIS_URL: "redis://:pa%20ss-word@r", PORT: "3000" },
    RASA_URL: "http://ana:first-pass@rasa-1:5005, https://ana:second%20pass@rasa-2:5005",
    ...{ STRIPE_WEBHOOK_SECRET: "whsec_12345", META_ACCESS_TOKEN: "EAAG12345", OPENAI_API_KEY: "none" },
  });
  for (const value of [
    ...[GOOD.SERVICE_TOKEN_SECRET, GOOD.DATA_ENCRYPTION_KEY, GOOD.TWILIO_AUTH_TOKEN, "8Fq2-vXz0pLmT7"],
    ...["https://hooks.example/T0/B0/x", "pa ss-word", "pa%20ss-word", "whsec_12345", "EAAG12345"],
    ...["first-pass", "second pass", "second%20pass"],
  ]) {
    expect(values).toContain(value);
  }
  expect(values).not.toContain("none");
  expect(values).not.toContain(GOOD.PUBLIC_BASE_URL);
});
