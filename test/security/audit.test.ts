import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";

// A process of its own in each test, as slow as the machine is busy.
vi.setConfig({ testTimeout: 240_000 });

let registry: Server | undefined;
let cache = "";
afterEach(async () => {
  await new Promise((done) => (registry ? registry.close(done) : done(undefined)));
  await rm(cache, { recursive: true, force: true });
});

interface Advice {
  severity: string;
  vulnerable_versions: string;
}

/** The audit at a registry that gives this answer to the question for advisories. */
async function auditAt(status: number, advice: Record<string, Advice[]>): Promise<{ code: number; output: string }> {
  registry = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      const isQuestion = request.url?.includes("advisories") || request.url?.includes("audits");
      response.writeHead(isQuestion ? status : 200, { "content-type": "application/json", connection: "close" });
      // npm reads the pages of the package and of those that need it, to say how far the finding reaches.
      const name = decodeURIComponent(request.url?.slice(1) ?? "");
      response.end(JSON.stringify(isQuestion ? advice : { name, "dist-tags": {}, versions: {} }));
    });
  });
  await new Promise<void>((done) => registry?.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`;
  // npm keeps what a registry has advised.
  cache = await mkdtemp(join(tmpdir(), "atiende-npm-"));
  return new Promise((done) => {
    const env = {
      ...process.env,
      npm_config_registry: url,
      npm_config_fetch_retries: "0",
      npm_config_cache: cache,
    };
    execFile(process.execPath, ["scripts/audit.mjs"], { env }, (error, stdout, stderr) =>
      done({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    );
  });
}

const of = (severity: string) => ({
  koa: [
    {
      id: 1,
      url: "https://advisories.example/1",
      title: "Something bad",
      severity,
      vulnerable_versions: ">=3.0.0",
      cwe: [],
      cvss: { score: 0, vectorString: null },
    },
  ],
});

test("a registry that knows of nothing passes", async () => {
  expect(await auditAt(200, {})).toEqual({
    code: 0,
    output: "packages audited: 0 critical, 0 high, 0 moderate, 0 low\n",
  });
});

test.each(["high", "critical"])("a %s finding fails and is named", async (severity) => {
  const { code, output } = await auditAt(200, of(severity));
  expect(code).toBe(1);
  expect(output).toContain(`${severity}: koa`);
  expect(output).toContain("Something bad https://advisories.example/1");
});

test("a moderate finding is counted and passes", async () => {
  expect(await auditAt(200, of("moderate"))).toMatchObject({
    code: 0,
    output: expect.stringMatching(/0 high, [1-9]\d* moderate/),
  });
});

test("a registry without an advisory service passes, loudly and in one line", async () => {
  const { code, output } = await auditAt(405, {});
  expect(code).toBe(0);
  expect(output).toMatch(/^!! PACKAGES NOT AUDITED: [^\n]*405[^\n]*\n$/);
});

test("a service that fails is no passed audit", async () => {
  expect((await auditAt(500, {})).code).toBe(1);
});
