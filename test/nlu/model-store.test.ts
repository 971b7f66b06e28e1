import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { acquireFileLock } from "../../src/nlu/file-lock.ts";
import {
  buildTrainingSet,
  listModels,
  prepareRasa,
  pruneModels,
  readSnapshot,
  trainModel,
} from "../../src/nlu/index.ts";
import { draftSnapshot, modelFile } from "../../src/nlu/model-store.ts";
import { MACHINE_TIMEOUT_MS, type Machine, machine } from "./rasa-machine.ts";

async function train(on: Machine, inUse: string[] = []) {
  const trained = await trainModel({ ...on.deps, inUse });
  if ("impossible" in trained) throw new Error(trained.impossible);
  return trained;
}

describe("the store of trained models", { timeout: MACHINE_TIMEOUT_MS }, () => {
  it("keeps beside each model all that it was made from: the same data gives the same name, after later edits too", async () => {
    const on = machine({ isInstalled: true });
    const { model, file, isNew } = await train(on);
    expect(isNew).toBe(true);
    expect(existsSync(file)).toBe(true);
    on.edit("garantia", ["tiene garantía", "cuánto dura la garantía"]);
    const snapshot = (await readSnapshot(on.deps.env, model))!;
    expect(snapshot.catalogue).toEqual(on.deps.catalogue);
    expect(buildTrainingSet(snapshot.rasaDirectory, "studio", snapshot.catalogue).model).toBe(model);
    expect(readFileSync(join(snapshot.rasaDirectory, "core", "policy.yml"), "utf8")).toContain("confidence");
    expect(existsSync(join(snapshot.rasaDirectory, "ferreteria"))).toBe(false);
    expect(snapshot.info).toMatchObject({ name: model, profile: "studio", examples: 11, intents: 3 });
    expect(snapshot.info.rasaVersion).toBe("3.6.21");
  });

  it("the same content is never trained twice, and a model of earlier days gets its snapshot", async () => {
    const on = machine({ isInstalled: true });
    const { model } = await train(on);
    expect(await train(on)).toMatchObject({ model, isNew: false, trainedMs: 0 });
    rmSync(join(on.home, ".cache", "atiende", "models", model), { recursive: true });
    expect(await train(on)).toMatchObject({ model, isNew: false });
    expect((await readSnapshot(on.deps.env, model))?.info).toMatchObject({ trainedMs: null });
    expect(on.calls().filter((call) => call === "train")).toHaveLength(1);
  });

  it("what is half, or has lost its model, does not count", async () => {
    const on = machine({ isInstalled: true });
    const { model, file } = await train(on);
    const folder = join(on.home, ".cache", "atiende", "models", model);
    writeFileSync(join(folder, "catalogue.json"), "{");
    expect(await readSnapshot(on.deps.env, model)).toBeUndefined();
    expect(await listModels(on.deps.env, "studio")).toEqual([]);
    // It is made anew with the next training of this content.
    await train(on);
    expect(await listModels(on.deps.env, "studio")).toHaveLength(1);
    rmSync(file);
    expect(await listModels(on.deps.env, "studio")).toEqual([]);
  });

  it("a trainer who edits while the training begins gets no model of data that is in no file", async () => {
    const on = machine({ isInstalled: true });
    const from = { ...on.deps, model: buildTrainingSet(on.deps.rasaDirectory, "studio", on.deps.catalogue).model };
    on.edit("garantia", ["tiene garantía", "cuánto dura la garantía"]);
    expect(await draftSnapshot(join(on.home, "draft"), from)).toBe(false);
  });

  it("a trainer who leaves while another start trains the same gets an answer, and the other one its model", async () => {
    const on = machine({ isInstalled: true });
    const { model } = buildTrainingSet(on.deps.rasaDirectory, "studio", on.deps.catalogue);
    const folder = join(on.home, ".cache", "atiende", "models", `training-${model}`);
    const lock = await acquireFileLock(`${folder}.lock`, { mark: folder });
    const leaving = new AbortController();
    const say = (line: string) => line.includes("otro arranque está entrenando") && leaving.abort();
    expect(await trainModel({ ...on.deps, say, signal: leaving.signal })).toEqual({ impossible: "stopped" });
    await lock.release();
    expect((await train(on)).isNew).toBe(true);
  });

  it("holds the eight models that were used last, and those in service however old they are", async () => {
    const on = machine({ isInstalled: true });
    const names: string[] = [];
    for (let index = 0; index < 10; index++) {
      on.edit("garantia", ["tiene garantía", `la garantía de ${index} días`]);
      const { model, file } = await train(on, names.slice(0, 1));
      // So that the order does not hang on the clock's steps.
      utimesSync(file, new Date(2026, 1, index + 1), new Date(2026, 1, index + 1));
      names.push(model);
    }
    const left = (await listModels(on.deps.env, "studio")).map(({ name }) => name);
    expect(left).toEqual([...names.slice(2).reverse(), names[0]]);
    expect(readdirSync(join(on.home, ".cache", "atiende", "models"))).not.toContain(names[1]);
    expect(await pruneModels(on.deps.env, "ferreteria", [])).toEqual([]);
    expect(await pruneModels(on.deps.env, "studio", [])).toEqual([names[0]]);
  });

  it("a model can be served later by its name, and a name that is none leads nowhere", async () => {
    const on = machine({ isInstalled: true });
    const { model } = await train(on);
    on.edit("garantia", ["tiene garantía", "cuánto dura la garantía"]);
    const rasa = await prepareRasa({ ...on.deps, model });
    if ("impossible" in rasa) throw new Error(rasa.impossible);
    expect(rasa.model).toBe(model);
    await rasa.stop();
    for (const name of ["studio-0123456789ab", `../models/${model}`]) {
      expect(await prepareRasa({ ...on.deps, model: name })).toMatchObject({
        impossible: expect.stringContaining("no está entre los modelos guardados"),
      });
    }
    expect(modelFile(on.deps.env, model)).toContain(on.home);
  });
});
