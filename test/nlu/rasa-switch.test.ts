import { renameSync, writeFileSync } from "node:fs";
import { constants, getPriority } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { isAlive } from "../../src/nlu/child-process.ts";
import {
  type CandidateModel,
  type ModelChoice,
  type ModelChoices,
  type NluControl,
  type NluParse,
  trainModel,
} from "../../src/nlu/index.ts";
import { modelFile } from "../../src/nlu/model-store.ts";
import { eventually, isGone, isReady, MACHINE_TIMEOUT_MS, type Machine, machine } from "./rasa-machine.ts";

/** What the workers of a profile are told; here a candidate is good when `judge` says so. */
class Choices implements ModelChoices {
  choice: ModelChoice = {};
  refused: string[] = [];
  judged: CandidateModel[] = [];
  isAway = false;
  wishes = 0;
  isGood: (parse: (text: string) => Promise<NluParse>) => Promise<boolean> = async () => true;

  async read(): Promise<ModelChoice> {
    if (this.isAway) throw new Error("the database is away");
    return { ...this.choice };
  }
  async judge(candidate: CandidateModel, parse: (text: string) => Promise<NluParse>): Promise<void> {
    this.judged.push(candidate);
    const isGood = await this.isGood(parse);
    this.choice = isGood ? { active: candidate } : { ...(this.choice.active ? { active: this.choice.active } : {}) };
  }
  async refuse(_: CandidateModel, reason: string): Promise<void> {
    this.refused.push(reason);
    delete this.choice.candidate;
  }
  wish(name: string, urls: string[] = []): void {
    this.choice.candidate = { id: String(++this.wishes), name, urls };
  }
}

/** Trains what the files say and gives its name. */
async function train(on: Machine): Promise<string> {
  const trained = await trainModel(on.deps);
  if ("impossible" in trained) throw new Error(trained.impossible);
  return trained.model;
}

/** A client that parses without pause until it is told to end; gives what answered, each change of it once. */
function client(nlu: NluControl) {
  let isOver = false;
  let count = 0;
  const answered: string[] = [];
  const work = (async () => {
    while (!isOver) {
      const { engine, model } = await nlu.parse("studio", "quiero una cita");
      count += 1;
      if (answered.at(-1) !== `${engine} ${model}`) answered.push(`${engine} ${model}`);
    }
  })();
  const end = async () => {
    isOver = true;
    await work;
    return { answered, count };
  };
  onTestFinished(() => void end());
  return { end };
}

describe("another model takes over", { timeout: MACHINE_TIMEOUT_MS }, () => {
  it("and back again, and a client that parses without pause gets every answer from Rasa", async () => {
    const on = machine({ isInstalled: true });
    const choices = new Choices();
    const { nlu } = on.start({ choices });
    await isReady(nlu);
    const before = on.record();
    on.edit("garantia", ["tiene garantía", "cuánto dura la garantía", "me lo cambian si falla"]);
    const next = await train(on);
    expect(nlu.intents()).not.toContain("garantia");

    const busy = client(nlu);
    // The candidate is heard as it would be with both of its engines, before anybody else hears it.
    choices.isGood = async (parse) => {
      const { engine, model, ranking } = await parse("tiene garantía");
      expect(nlu.status().model).toBe(before.model);
      return engine === "rasa" && model === next && ranking.some(({ name }) => name === "garantia");
    };
    choices.wish(next);
    await isReady(nlu, next);
    await isGone(before.pid);
    const promoted = await on.onlyRecord();
    expect(nlu.intents()).toContain("garantia");

    choices.isGood = async () => true;
    choices.wish(before.model);
    await isReady(nlu, before.model);
    await isGone(promoted.pid);
    const { answered, count } = await busy.end();
    expect(answered).toEqual([`rasa ${before.model}`, `rasa ${next}`, `rasa ${before.model}`]);
    expect(count).toBeGreaterThan(100);
    expect(choices.judged.map(({ name }) => name)).toEqual([next, before.model]);
    expect(on.calls().filter((call) => call === "train")).toHaveLength(2);
  });

  it("is loaded politely and answers with the priority of the one before it", async () => {
    const on = machine({ isInstalled: true });
    const choices = new Choices();
    let priority: number | undefined;
    choices.isGood = async () => {
      priority = getPriority(on.records().find(({ model }) => model === next)!.pid);
      return true;
    };
    const { nlu } = on.start({ choices });
    await isReady(nlu);
    on.edit("garantia", ["tiene garantía", "cuánto dura la garantía"]);
    const next = await train(on);
    choices.wish(next);
    await isReady(nlu, next);
    const { PRIORITY_BELOW_NORMAL: low, PRIORITY_NORMAL: normal } = constants.priority;
    // Only root may raise a priority again.
    expect(priority).toBe(process.getuid?.() === 0 ? low : normal);
    expect(getPriority(on.records().find(({ model }) => model === next)!.pid)).toBe(normal);
  });

  it("but not one whose golden messages fail: its server ends, and nobody noticed it", async () => {
    const on = machine({ isInstalled: true });
    const choices = new Choices();
    const { nlu } = on.start({ choices });
    await isReady(nlu);
    const { model } = on.record();
    on.edit("garantia", ["tiene garantía", "cuánto dura la garantía"]);
    const busy = client(nlu);
    let candidate = 0;
    choices.isGood = async () => {
      candidate = on.records().find((record) => record.model !== model)!.pid;
      return false;
    };
    choices.wish(await train(on));
    await eventually(() => expect(candidate).toBeGreaterThan(0));
    await isGone(candidate);
    expect((await busy.end()).answered).toEqual([`rasa ${model}`]);
    expect((await on.onlyRecord()).model).toBe(model);
  });

  it("but not one that cannot be served here, and the one who wished for it reads why", async () => {
    const on = machine({ isInstalled: true });
    const choices = new Choices();
    const { nlu } = on.start({ choices });
    await isReady(nlu);
    const { model } = on.record();
    choices.wish("studio-0123456789ab");
    await eventually(() => expect(choices.refused).toHaveLength(1));
    expect(choices.refused[0]).toContain("studio-0123456789ab no está entre los modelos guardados");

    on.edit("garantia", ["tiene garantía", "cuánto dura la garantía"]);
    const next = await train(on);
    writeFileSync(join(on.home, "run-fails"), "");
    choices.wish(next);
    await eventually(() => expect(choices.refused).toHaveLength(2));
    expect(choices.refused[1]).toContain("no arranca");
    expect(nlu.status()).toMatchObject({ engine: "rasa", model });
  });

  it("stands when the choice cannot be read for a while", async () => {
    const on = machine({ isInstalled: true });
    const choices = new Choices();
    choices.isAway = true;
    const { nlu } = on.start({ choices });
    on.edit("garantia", ["tiene garantía", "cuánto dura la garantía"]);
    const chosen = await train(on);
    on.edit("garantia");
    choices.choice = { active: { name: chosen, urls: [] } };
    expect(on.calls()).not.toContain("run");
    choices.isAway = false;
    await isReady(nlu, chosen);
    choices.isAway = true;
    process.kill(on.record().pid, "SIGKILL");
    await eventually(() => expect(nlu.status().engine).toBe("embedded"));
    await isReady(nlu, chosen);
    expect(on.calls().filter((call) => call === "train")).toHaveLength(1);
  });

  it("whose file is gone is spoken of once, and the files are served", async () => {
    const on = machine({ isInstalled: true });
    const choices = new Choices();
    const files = await train(on);
    choices.choice = { active: { name: "studio-0123456789ab", urls: [] } };
    const { nlu } = on.start({ choices });
    await isReady(nlu, files);
    expect(on.said.filter((line) => line.includes("studio-0123456789ab"))).toHaveLength(1);
  });

  it("whose file goes while it answers is served until its server ends, and again when it is back and wished for", async () => {
    const on = machine({ isInstalled: true });
    const choices = new Choices();
    const files = await train(on);
    on.edit("garantia", ["tiene garantía", "cuánto dura la garantía"]);
    const chosen = await train(on);
    on.edit("garantia");
    choices.choice = { active: { name: chosen, urls: [] } };
    const { nlu } = on.start({ choices });
    await isReady(nlu, chosen);
    const file = modelFile(on.deps.env, chosen);
    renameSync(file, `${file}.away`);
    process.kill(on.record().pid, "SIGKILL");
    await isReady(nlu, files);
    choices.wish(chosen);
    await eventually(() => expect(choices.refused).toHaveLength(1));
    renameSync(`${file}.away`, file);
    choices.wish(chosen);
    await isReady(nlu, chosen);
  });

  it("in both workers of a folder, on one server and with one verdict each", async () => {
    const on = machine({ isInstalled: true });
    const choices = new Choices();
    const workers = [on.start({ choices }), on.start({ choices })];
    for (const { nlu } of workers) await isReady(nlu);
    const before = on.record();
    on.edit("garantia", ["tiene garantía", "cuánto dura la garantía"]);
    const next = await train(on);
    choices.wish(next);
    for (const { nlu } of workers) await isReady(nlu, next);
    await isGone(before.pid);
    expect(await on.onlyRecord()).toMatchObject({ model: next, users: [process.pid, process.pid] });
    expect(on.calls().filter((call) => call === "run")).toHaveLength(2);
    expect(choices.refused).toEqual([]);
  });

  it("but not one whose server dies while it is judged", async () => {
    const on = machine({ isInstalled: true });
    const choices = new Choices();
    const { nlu } = on.start({ choices });
    await isReady(nlu);
    const { model } = on.record();
    on.edit("garantia", ["tiene garantía", "cuánto dura la garantía"]);
    const next = await train(on);
    choices.isGood = async (parse) => {
      const pid = on.records().find((record) => record.model === next)?.pid;
      if (pid && isAlive(pid)) process.kill(pid, "SIGKILL");
      await parse("hola");
      return true;
    };
    choices.wish(next);
    await eventually(() => expect(choices.refused).toHaveLength(1));
    expect(choices.refused[0]).toContain("su servidor terminó");
    expect(nlu.status()).toMatchObject({ engine: "rasa", model });
    expect((await on.onlyRecord()).model).toBe(model);
  });

  it("at the next start when the process is stopped while the golden messages are asked", async () => {
    const on = machine({ isInstalled: true });
    const choices = new Choices();
    const first = on.start({ choices });
    await isReady(first.nlu);
    on.edit("garantia", ["tiene garantía", "cuánto dura la garantía"]);
    const next = await train(on);
    choices.isGood = () => new Promise(() => undefined);
    choices.wish(next);
    await eventually(() => expect(choices.judged).toHaveLength(1));
    const pids = on.records().map(({ pid }) => pid);
    expect(pids).toHaveLength(2);
    await first.runtime.stop();
    for (const pid of pids) await isGone(pid);
    expect(on.records()).toEqual([]);

    choices.isGood = async () => true;
    await isReady(on.start({ choices }).nlu, next);
    expect(choices.refused).toEqual([]);
  });
});
