import { spawnSync } from "node:child_process";
import { expect, test, vi } from "vitest";

// A process of its own in each test, as slow as the machine is busy.
vi.setConfig({ testTimeout: 240_000 });

const parse = (input: string, ...args: string[]) =>
  spawnSync(process.execPath, ["--import", "tsx", "scripts/nlu-parse.ts", ...args], { input, encoding: "utf8" });

test("each line comes back as one of Rasa's answers, with places that count as Python counts", () => {
  const { stdout, status } = parse("😀 quiero yoga mañana\n\ncancela mi cita\n");
  expect(status).toBe(0);
  const [first, second, ...more] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(more).toEqual([]);
  expect(first).toMatchObject({ text: "😀 quiero yoga mañana", intent: { name: "agendar_cita" }, engine: "embedded" });
  expect(first.intent_ranking[0]).toEqual(first.intent);
  expect(first.entities).toMatchObject([
    { entity: "servicio", start: 9, end: 13, value: "Yoga" },
    { entity: "fecha", start: 14, end: 20, value: "mañana" },
  ]);
  expect(second.intent.name).toBe("cancelar_cita");
});

test("an engine that there is not is answered with the usage", () => {
  const { stderr, status } = parse("", "--engine", "gpt");
  expect(status).toBe(2);
  expect(stderr).toContain("Uso: npm run -s nlu:parse");
});
