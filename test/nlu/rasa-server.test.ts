import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { isAlive } from "../../src/nlu/child-process.ts";
import { type ModelChoice, prepareRasa, trainModel } from "../../src/nlu/index.ts";
import { eventually, isGone, isReady, MACHINE_TIMEOUT_MS, type Machine, machine } from "./rasa-machine.ts";

/** Another process of the app that prepared Rasa, with each of these models, and was then killed: it could not sign off. */
async function killedProcess(on: Machine, models: (string | undefined)[] = [undefined]): Promise<void> {
  const source = `
    import { prepareRasa } from ${JSON.stringify(`${process.cwd()}/src/nlu/index.ts`)};
    for (const model of ${JSON.stringify(models)}) {
      await prepareRasa({ ...${JSON.stringify(on.deps)}, model: model ?? undefined, say: () => undefined });
    }
    process.stdout.write("ready");
    setInterval(() => undefined, 1000);`;
  const args = ["--import", "tsx", "--input-type=module", "-e", source];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "close");
}

describe("a server shared by the processes of one folder", { timeout: MACHINE_TIMEOUT_MS }, () => {
  it("is started once, outlives the first that stops, and ends with the last", async () => {
    const on = machine({ isInstalled: true });
    const [first, second] = [on.start(), on.start()];
    for (const { nlu } of [first, second]) await isReady(nlu);
    const { pid, users } = on.record();
    expect(users).toEqual([process.pid, process.pid]);
    expect(on.calls().filter((call) => call === "run")).toHaveLength(1);

    await first.runtime.stop();
    expect((await second.nlu.parse("studio", "hola")).engine).toBe("rasa");
    expect(isAlive(pid)).toBe(true);
    await second.runtime.stop();
    await isGone(pid);
    expect(on.records()).toEqual([]);
  });

  it("is taken over from a killed process, which holds it no longer", async () => {
    const on = machine({ isInstalled: true });
    await killedProcess(on);
    const { pid } = on.record();
    const { nlu, runtime } = on.start();
    await isReady(nlu);
    expect(on.record()).toMatchObject({ pid, users: [process.pid] });
    expect(on.calls().filter((call) => call === "run")).toHaveLength(1);
    await runtime.stop();
    await isGone(pid);
  });

  it.each(["was promoted before", "was never promoted"])(
    "both of a promotion that a kill cut off are taken over by the next start; the one in service %s",
    async (how) => {
      const on = machine({ isInstalled: true });
      const names: string[] = [];
      for (const lines of [["tiene garantía", "cuánto dura la garantía"], []]) {
        on.edit("garantia", lines);
        const trained = await trainModel(on.deps);
        if ("impossible" in trained) throw new Error(trained.impossible);
        names.push(trained.model);
      }
      const [candidate = "", files = ""] = names;
      await killedProcess(on, [files, candidate]);
      const pidOf = (name: string) => on.records().find(({ model }) => model === name)?.pid;
      const before = [pidOf(files), pidOf(candidate)];
      const choice: ModelChoice = { candidate: { id: "1", name: candidate, urls: [] } };
      if (how === "was promoted before") choice.active = { name: files, urls: [] };
      let judged = 0;
      const judge = async () => void judged++;
      const { nlu } = on.start({ choices: { read: async () => choice, judge, refuse: async () => undefined } });
      await isReady(nlu, files);
      await eventually(() => expect(judged).toBe(1));
      expect([pidOf(files), pidOf(candidate)]).toEqual(before);
      expect(on.calls().filter((call) => call === "run")).toHaveLength(2);
    },
  );

  it("that nobody uses any more is ended by the next start with another model, but not another profile's", async () => {
    const on = machine({ isInstalled: true });
    await killedProcess(on);
    const { pid } = on.record();
    const shop = await prepareRasa({ ...on.deps, profile: "ferreteria" });
    if ("impossible" in shop) throw new Error(shop.impossible);
    expect(isAlive(pid)).toBe(true);
    on.edit("garantia", ["tiene garantía", "cuánto dura la garantía"]);
    const studio = await prepareRasa(on.deps);
    if ("impossible" in studio) throw new Error(studio.impossible);
    await isGone(pid);
    expect(on.records().map(({ model }) => model)).toEqual([shop.model, studio.model]);
    await shop.stop();
    expect(on.record().model).toBe(studio.model);
    await studio.stop();
  });
});
