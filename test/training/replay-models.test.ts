import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { buildTrainingSet } from "../../src/nlu/index.ts";
import { chooseReplayModels } from "../../src/training/index.ts";
import { RASA_DIRECTORY, studio } from "../nlu/studio.ts";
import { temporaryFolder } from "../nlu/temporary.ts";

const OF_FILES = buildTrainingSet(RASA_DIRECTORY, "studio", studio).model;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

test("a model that nobody trained is refused by name, and those that are there are named", async () => {
  store("studio-old", 1);
  const problem = "studio-new no está entre los modelos entrenados de studio (studio-old).";
  expect(await choose({ model: "studio-new" })).toEqual({ problem });
  expect(await choose({ model: "studio-old", against: "studio-new" })).toEqual({ problem });
  expect(await choose({})).toEqual({
    problem: `${OF_FILES} es el de los archivos como están, sin entrenar: npm run nlu:train`,
  });
});

test("while none was promoted, the newest one beside the candidate stands in for the model in service", async () => {
  store(OF_FILES, 1);
  expect(await choose({})).toEqual({ after: OF_FILES, unpromoted: undefined });
  store("studio-older", 2);
  store("studio-newer", 3);
  expect(await choose({})).toEqual({ after: OF_FILES, unpromoted: "studio-newer" });
});

test("a candidate by name is put beside the model of the files, which is what is served without a promotion", async () => {
  store(OF_FILES, 1);
  store("studio-new", 2);
  expect(await choose({ model: "studio-new" })).toEqual({ after: "studio-new", unpromoted: OF_FILES });
});

function choose(flags: { model?: string; against?: string }) {
  const deps = { profile: "studio", rasaDirectory: RASA_DIRECTORY, catalogue: studio };
  return chooseReplayModels({ ...deps, env: { XDG_CACHE_HOME: folder } }, flags);
}

/** A trained model of the store, as far as its name and its age are concerned. */
function store(name: string, trainedAtS: number): void {
  const models = join(folder, "atiende", "models");
  mkdirSync(join(models, name), { recursive: true });
  const file = join(models, `${name}.tar.gz`);
  writeFileSync(file, "");
  utimesSync(file, trainedAtS, trainedAtS);
  writeFileSync(join(models, name, "catalogue.json"), JSON.stringify(studio));
  const info = { name, profile: "studio", trainedAt: "2026-11-21T00:00:00Z", trainedMs: 1 };
  writeFileSync(
    join(models, name, "model.json"),
    JSON.stringify({ ...info, examples: 1, intents: 1, rasaVersion: "3" }),
  );
}
