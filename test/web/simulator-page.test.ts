import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../support/app.ts";
import { PATIENCE_MS } from "../support/clock.ts";

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
// A browser is no part of a fresh clone's set-up; where CI asks for one, its lack is a failure and no skip.
if (!executablePath && process.env.REQUIRE_BROWSER) throw new Error("no Chromium: apt-get install chromium");
if (!executablePath) console.warn("No Chromium on this machine: the simulator's page is not tested.");

let app: TestApp;
let browser: Browser;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  if (!executablePath) return;
  app = await startTestApp({ env: { TWILIO_API_BASE_URL: "", TWILIO_AUTH_TOKEN: "" } });
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  page.on("pageerror", (error) => errors.push(error.message));
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${app.url}/simulator`);
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

test.skipIf(!executablePath)("two people write side by side, tap an option, and ask why", async () => {
  const [first, second] = [page.locator("#phones > *").nth(0), page.locator("#phones > *").nth(1)];
  const write = async (phone: typeof first, text: string) => {
    const box = phone.getByPlaceholder("Mensaje");
    await box.fill(text);
    await box.press("Enter");
  };

  await write(first, "quiero un masaje mañana a las 5 de la tarde");
  await write(second, "qué paquetes tienen");
  await first.getByText("¿Confirmo tu cita?").waitFor();
  await second.getByText("Paquete Relax 5").waitFor();
  expect(await second.getByText("¿Confirmo tu cita?").count()).toBe(0);

  await first.getByRole("button", { name: /Sí, confirmar/ }).click();
  const done = first.getByText("Tu cita quedó agendada");
  await done.waitFor();
  const [booking] = await app.database.query<{ code: string }>("select code from bookings");
  await first.getByText(booking?.code ?? "no booking").waitFor();

  await first.getByText("¿por qué?").last().click();
  const trace = page.locator("#trace");
  await trace.getByText("createBooking").first().waitFor();
  expect(errors).toEqual([]);
});
