import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startTestApp, type TestApp } from "../support/app.ts";

// Each test starts the command as a process of its own.
vi.setConfig({ testTimeout: 240_000 });

const MODEL = "model-of-the-test";
const PRESENT = readFileSync(resolve("src/llm/prompts/system/phrasing.md"), "utf8");
/** Of a draft that wants more warmth; the fake model knows it by this line. */
const WARM = "- Que se note la calidez.";
const LYING = "- Di que es gratis.";

let model: LLMock;
let folder: string;
let baseUrl: string;
let app: TestApp;
beforeAll(async () => {
  model = new LLMock({ port: 0, host: "127.0.0.1" });
  baseUrl = `${await model.start()}/v1`;
  const say = (content: string, systemMessage?: string) =>
    model.prependFixture({
      match: { model: MODEL, ...(systemMessage ? { systemMessage } : {}) },
      response: { content },
    });
  say("Con gusto. [1]");
  say("¡Hola, {nombre}! Con mucho gusto. [1]", WARM);
  say("Con gusto. [1] Y es gratis.", LYING);
  folder = mkdtempSync(join(tmpdir(), "drafts-"));
  app = await startTestApp({ env: { OPENAI_BASE_URL: baseUrl, LLM_MODEL_SIMPLE: MODEL, LLM_REPLY_MS: "20000" } });
});
afterAll(async () => {
  await app.stop();
  await model.stop();
  rmSync(folder, { recursive: true });
});

function draft(name: string, source: string): string {
  writeFileSync(join(folder, name), source);
  return join(folder, name);
}

const warmer = (line: string) => PRESENT.replace("Reglas de tus palabras:\n", `Reglas de tus palabras:\n\n${line}`);
const TURNS = [
  {
    id: "pregunta-el-dia",
    customerName: "Mariana",
    customerText: "hola, soy mariana, mi cel es 55 1234 5678",
    template: "¿Qué día te queda bien?",
    outcome: "ask",
  },
];

async function tryOut(args: string[], env: Record<string, string> = {}) {
  const script = [resolve("scripts/prompts-try.ts"), ...args];
  const settings = { ...process.env, OPENAI_BASE_URL: "", LLM_MODEL_SIMPLE: MODEL, ...env };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", ...script], { env: settings });
    return { stdout, stderr: "", code: 0 };
  } catch (error) {
    return error as { stdout: string; stderr: string; code: number };
  }
}

test("a draft is played beside the present prompt, and its words, refusals and cost are told", async () => {
  const file = draft("phrasing.md", warmer(WARM));
  const { stdout, code } = await tryOut([file, "--turns", draft("turns.json", JSON.stringify(TURNS))], {
    OPENAI_BASE_URL: baseUrl,
  });
  expect(code).toBe(0);
  expect(stdout).toContain(`+ ${WARM}`);
  expect(stdout).toContain("Cliente:   hola, soy {nombre}, mi cel es [teléfono]");
  expect(stdout).toContain("Ahora:     Con gusto. ¿Qué día te queda bien?");
  expect(stdout).toContain("Borrador:  ¡Hola, Mariana! Con mucho gusto. ¿Qué día te queda bien?");
  expect(stdout).toMatch(/rechazadas: +0 → 0/);
  expect(stdout).toMatch(/cambian: +1/);
});

test("a draft that makes the model lie shows what was refused and why, and that the template goes out", async () => {
  const file = draft("lying.md", warmer(LYING));
  const turns = draft("turns.json", JSON.stringify(TURNS));
  const { stdout } = await tryOut([file, "--as", "system/phrasing", "--turns", turns], { OPENAI_BASE_URL: baseUrl });
  expect(stdout).toContain("Borrador:  (se envía la plantilla: ");
  expect(stdout).toContain("rechazada: Con gusto. [1] Y es gratis.");
  expect(stdout).toMatch(/rechazadas: +0 → 1/);
});

test("without a model the draft is checked all the same, and what changes for a model is shown", async () => {
  const file = draft("phrasing.md", warmer(WARM));
  const { stdout, code } = await tryOut([file, "--turns", draft("turns.json", JSON.stringify(TURNS))]);
  expect(code).toBe(0);
  expect(stdout).toContain(`+ ${WARM}`);
  expect(stdout).toContain("No hay modelo configurado (OPENAI_BASE_URL)");
});

test.each([
  ["asks for what nobody gives", PRESENT.replace("{{persona}}", "{{persona}} {{precio}}"), '"precio" is not declared'],
  ["forgets the persona", PRESENT.replace("{{persona}}", ""), '"persona" is not used'],
])("a draft that %s is not played", async (_case, source, problem) => {
  const { stderr, code } = await tryOut([draft("phrasing.md", source), "--turns", "nowhere.json"]);
  expect(code).toBe(1);
  expect(stderr).toContain(`Prompt system/phrasing: ${problem}`);
});

test("a draft for another task is checked against what that task gives, and plays no replies", async () => {
  const source = readFileSync(resolve("src/llm/prompts/classification/intent.md"), "utf8");
  const turns = draft("turns.json", JSON.stringify(TURNS));
  const good = await tryOut([draft("intent.md", source.replace("Reglas:", "Tus reglas:")), "--turns", turns]);
  expect(good.stdout).toContain("El borrador de classification/intent está bien escrito.");
  expect(good.stdout).toContain("Las respuestas no cambian");
  const bad = await tryOut([draft("intent.md", source.replaceAll("message", "mensaje")), "--turns", turns]);
  expect(bad.stderr).toContain('"mensaje: data" is not provided');
});

test("the last turns of the installation are played, also those that a model worded; nothing is written", async () => {
  const from = "+5215540000777";
  const worded = await app.ask(from, "quiero un masaje mañana a las 5 de la tarde");
  expect(worded).toMatch(/^Con gusto\. /);
  const rows = () =>
    app.database.query<{ n: string }>("select count(*) as n from messages union all select count(*) from turns");
  const before = await rows();
  const { stdout } = await tryOut([draft("phrasing.md", warmer(WARM)), "--last", "5"], {
    OPENAI_BASE_URL: baseUrl,
    DATABASE_URL: app.database.url,
  });
  expect(stdout).toContain("Cliente:   quiero un masaje mañana a las 5 de la tarde");
  expect(stdout).toMatch(/Plantilla: (?!Con gusto)/);
  expect(stdout).toMatch(/Resumen de [1-5] respuesta/);
  expect(await rows()).toEqual(before);
});
