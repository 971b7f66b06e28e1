import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OpenApiDocument } from "../../src/contract/index.ts";
import { createApiKey } from "../../src/internal-api/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { PATIENCE_MS, WEDNESDAY_MORNING } from "../support/clock.ts";

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
// A browser is no part of a fresh clone's set-up; where CI asks for one, its lack is a failure and no skip.
if (!executablePath && process.env.REQUIRE_BROWSER) throw new Error("no Chromium: apt-get install chromium");
if (!executablePath) console.warn("No Chromium on this machine: the documentation's page is not tested.");

let app: TestApp;
let browser: Browser | undefined;
let page: Page;
const errors: string[] = [];
const elsewhere: string[] = [];

beforeAll(async () => {
  app = await startTestApp();
  if (!executablePath) return;
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== app.url) elsewhere.push(request.url());
  });
  page.setDefaultTimeout(PATIENCE_MS);
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

test("the contract is for everybody, with an ETag, and says what a developer reads first", async () => {
  const answer = await fetch(`${app.url}/api/openapi.json`);
  expect(answer.status).toBe(200);
  const etag = answer.headers.get("ETag") ?? "";
  const { info, openapi } = (await answer.json()) as OpenApiDocument & { info: { description: string } };
  expect(openapi).toBe("3.1.0");
  expect(info.description).toContain("## Idempotency");
  const again = await fetch(`${app.url}/api/openapi.json`, { headers: { "If-None-Match": etag } });
  expect(again.status).toBe(304);
});

test.skipIf(!executablePath)("a developer reads the page, pastes a key and tries an operation", async () => {
  const key = await createApiKey(app.database, {
    profileId: "studio",
    name: "a reader",
    scopes: ["catalogue:read"],
    expiresAt: undefined,
    createdBy: "test",
    now: new Date(WEDNESDAY_MORNING),
  });
  await page.goto(`${app.url}/docs`);
  await page.getByRole("heading", { name: "The first program" }).waitFor();
  await page.getByPlaceholder("Token").first().fill(key);
  await page.goto(`${app.url}/docs#tag/catalogue/GET/services`);
  await page
    .getByRole("button", { name: /Test Request/ })
    .first()
    .click();
  const answered = page.waitForResponse((response) => response.url() === `${app.url}/api/services`);
  await page.getByRole("button", { name: /^Send get request/ }).click();
  expect((await answered).status()).toBe(200);
  expect(elsewhere).toEqual([]);
  expect(errors).toEqual([]);
});
