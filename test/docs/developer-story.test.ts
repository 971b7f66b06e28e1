import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apiScopes } from "../../src/contract/index.ts";
import { createApiKey } from "../../src/internal-api/index.ts";
import { systemClock } from "../../src/shared/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { restartablePort } from "../support/process.ts";

const run = promisify(execFile);
const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const program = resolve("test/docs/first-program.ts");

let app: TestApp;
let folder: string;

beforeAll(async () => {
  // The program asks its own clock for a day to come.
  app = await startTestApp({ clock: systemClock });
  folder = await mkdtemp(join(tmpdir(), "atiende-developer-"));
});
afterAll(async () => {
  await app?.stop();
  if (folder) await rm(folder, { recursive: true });
});

test("a developer with a key and the package books, moves, pays and is told, in under 20 lines", async () => {
  const lines = (await readFile(program, "utf8")).split("\n").filter((line) => line.trim() !== "");
  expect(lines.length).toBeLessThan(20);

  await run(npm, ["run", "-s", "sdk:build"]);
  const { stdout: packed } = await run(npm, ["pack", "--silent", "--pack-destination", folder, resolve("sdk")]);
  await writeFile(join(folder, "package.json"), '{ "name": "mine", "type": "module" }');
  await run(npm, ["install", "--offline", "--no-audit", "--no-fund", `./${packed.trim()}`], { cwd: folder });
  // The port of the documentation may be somebody else's on this machine, another run of the tests for one.
  const source = (await readFile(program, "utf8")).replaceAll("4321", String(await restartablePort()));
  await writeFile(join(folder, "program.ts"), source);

  const key = await createApiKey(app.database, {
    profileId: "studio",
    name: "a developer",
    scopes: apiScopes,
    expiresAt: undefined,
    createdBy: "test",
    now: new Date(),
  });
  const { stdout } = await run(process.execPath, ["--import", import.meta.resolve("tsx"), "program.ts"], {
    cwd: folder,
    env: { PATH: process.env.PATH, ATIENDE_URL: app.url, ATIENDE_API_KEY: key },
    timeout: 120_000,
  });

  const [purchase] = await app.database.query<{ code: string; status: string }>("select code, status from purchases");
  expect(purchase?.status).toBe("paid");
  expect(stdout.trim()).toBe(`purchase.paid ${purchase?.code}`);
  const [booking] = await app.database.query<{ status: string }>("select status from bookings");
  expect(booking?.status).toBe("confirmed");
  const changes = await app.database.query<{ kind: string }>(
    "select kind from domain_events where kind like 'booking.%'",
  );
  expect(changes.map(({ kind }) => kind).sort()).toEqual(["booking.created", "booking.rescheduled"]);
}, 300_000);

test("the program that the documentation shows is the one that runs", async () => {
  const introduction = await readFile("src/web/docs/docs-page/introduction.md", "utf8");
  expect(introduction).toContain(await readFile(program, "utf8"));
});
