import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apiScopes, createOpenApi, EXAMPLE_CODE, EXAMPLE_ID } from "../../src/contract/index.ts";
import { type Harness, startHarness, tokens } from "../internal-api/harness.ts";

const folders = [resolve(".data/ci-tools/bin"), ...(process.env.PATH ?? "").split(delimiter)];
const program = folders.map((folder) => join(folder, "schemathesis")).find(existsSync);
// It is no part of a fresh clone's set-up; where CI asks for it, its lack is a failure and no skip.
if (!program && process.env.REQUIRE_SCHEMATHESIS) throw new Error("no schemathesis: pip install schemathesis");
if (!program) console.warn("No schemathesis on this machine: no answers to random requests are looked at.");

const SEED = "20300304";
const SECONDS = 30;
const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_schema_conformance",
].join(",");

let harness: Harness;
let folder: string;
let customerId: string;

beforeAll(async () => {
  const callerLimits = { key: 1_000_000, customer: 1_000_000 };
  harness = await startHarness(undefined, { payUrl: (token) => `http://localhost/pay/${token}`, callerLimits });
  folder = await mkdtemp(join(tmpdir(), "atiende-schemathesis-"));
  customerId = await harness.addCustomer();
  const { id: serviceId } = await harness.service("yoga");
  const booked = await harness.book(customerId, { serviceId, startsAt: "2030-03-05T10:00:00-06:00" });
  expect(booked.status).toBe(201);
  // The examples name what there is, so that not everything ends at 404.
  const document = JSON.stringify(createOpenApi())
    .replaceAll(EXAMPLE_ID, serviceId)
    .replaceAll(EXAMPLE_CODE, booked.body.code);
  await writeFile(join(folder, "openapi.json"), document);
});
afterAll(async () => {
  await harness?.close();
  if (folder) await rm(folder, { recursive: true });
});

/** The report of a run that found something; empty otherwise. */
async function findings(bearer: string, ...more: string[]): Promise<string> {
  const args = [
    ...[
      "run",
      "openapi.json",
      "--url",
      `${harness.url}/api`,
      "--checks",
      CHECKS,
      "--phases",
      "examples,coverage,fuzzing",
    ],
    ...["--seed", SEED, "--generation-database", "none", "--no-shrink"],
    ...["--max-examples", "15", "--max-time", String(SECONDS), "--continue-on-failure", "--no-color"],
    ...["--suppress-health-check", "all", "--header", `Authorization: Bearer ${bearer}`, ...more],
  ];
  const child = spawn(program ?? "", args, { cwd: folder, env: { PATH: process.env.PATH, PYTHONUTF8: "1" } });
  const output: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => output.push(part));
  child.stderr.on("data", (part: Buffer) => output.push(part));
  const code = await new Promise((done) => child.on("close", done));
  return code === 0 ? "" : `seed ${SEED}\n${Buffer.concat(output)}`.replaceAll(bearer, "…");
}

test.skipIf(!program)(
  "to whatever an administrator sends, the answer is what the contract says",
  { timeout: 300_000 },
  async () => {
    expect(await findings(await tokens.sign({ role: "admin" }))).toBe("");
  },
);

test.skipIf(!program)(
  "to whatever a key sends for a customer, the answer is what the contract says",
  { timeout: 300_000 },
  async () => {
    const key = await harness.addKey(apiScopes);
    const forCustomer = ["--header", `On-Behalf-Of: ${customerId}`, "--exclude-path-regex", "^/(admin|clients)"];
    expect(await findings(key, ...forCustomer)).toBe("");
  },
);
