import { resolve } from "node:path";
import { expect, test } from "vitest";
import { startApp } from "../../src/app.ts";
import { parseConfig } from "../../src/config/index.ts";
import { silentLogger } from "../../src/shared/index.ts";
import { createTestDatabase } from "../support/database.ts";

const PRODUCTION = {
  NODE_ENV: "production",
  RASA: "off",
  PORT: "0",
  PUBLIC_BASE_URL: "https://atiende.example",
  SERVICE_TOKEN_SECRET: "a-production-secret-of-at-least-32-characters",
  TWILIO_ACCOUNT_SID: "AC11111111111111111111111111111111",
  TWILIO_AUTH_TOKEN: "a-production-token-of-at-least-32-characters",
  TWILIO_WHATSAPP_FROM: "whatsapp:+5215511112222",
  DATA_ENCRYPTION_KEY: "a-production-key-of-at-least-32-characters-x",
  // Nobody of the world outside is asked for anything.
  TWILIO_API_BASE_URL: "http://127.0.0.1:9",
  RECOVER: "off",
  DRAIN_MS: "0",
};

/** What the console shows while the application starts. */
async function linesOfStart(env: Record<string, string>): Promise<string[]> {
  const database = await createTestDatabase();
  const lines: string[] = [];
  const app = await startApp({
    config: parseConfig({ ...PRODUCTION, DATABASE_URL: database.url, ...env }),
    databaseUrl: database.url,
    services: ["worker"],
    rootDirectory: resolve("."),
    dataDirectory: resolve(".data/test"),
    logger: silentLogger,
    say: (line) => lines.push(line),
  });
  await app.stop();
  await database.drop();
  return lines.filter((line) => line.includes("ALERT_WEBHOOK_URL"));
}

test("a production start without somebody to tell says so once, and not with somebody", async () => {
  expect(await linesOfStart({})).toHaveLength(1);
  expect(await linesOfStart({ ALERT_WEBHOOK_URL: "http://127.0.0.1:9/alerts" })).toEqual([]);
});
