import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { NluDataError, openLastEmbedded } from "../../src/nlu/index.ts";
import { silentLogger } from "../../src/shared/index.ts";

const CATALOGUE = { services: [], professionals: [], packages: [] };
const example = (intent: string, text: string) =>
  `version: "3.1"\nnlu:\n  - intent: ${intent}\n    examples: |\n      - ${text}\n`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "atiende-last-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

const open = () =>
  openLastEmbedded(
    {
      profile: "studio",
      rasaDirectory: join(folder, "rasa"),
      catalogue: CATALOGUE,
      directory: join(folder, "kept"),
      logger: silentLogger,
    },
    { XDG_CACHE_HOME: folder },
  );

test("while a file is half edited what was trained last answers, and what to mend is said", async () => {
  write("rasa/core/nlu/saludo.yml", example("saludo", "hola [roto](fecha"));
  const model = "studio-0123456789ab";
  write(`atiende/models/${model}.tar.gz`, "a trained model");
  write(`atiende/models/${model}/rasa/core/nlu/saludo.yml`, example("saludo", "hola"));
  write(`atiende/models/${model}/rasa/core/nlu/despedida.yml`, example("despedida", "adiós"));
  write(`atiende/models/${model}/catalogue.json`, JSON.stringify(CATALOGUE));
  write(
    `atiende/models/${model}/model.json`,
    JSON.stringify({
      name: model,
      profile: "studio",
      trainedAt: "2026-11-21T10:00:00.000Z",
      trainedMs: 1000,
      examples: 2,
      intents: 2,
      rasaVersion: "3.6.21",
    }),
  );
  const { embedded, fault } = await open();
  expect(embedded.parse("adiós").intent.name).toBe("despedida");
  expect(fault).toContain("rasa/core/nlu/saludo.yml:5: a mark that is not closed");
  expect(fault).toContain(model);

  write("rasa/core/nlu/saludo.yml", example("saludo", "hola"));
  expect((await open()).fault).toBeUndefined();
});

test("where nothing was trained yet the file has to be mended first", async () => {
  write("rasa/core/nlu/saludo.yml", example("saludo", "hola [roto](fecha"));
  await expect(open()).rejects.toThrow(NluDataError);
});
