import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildTrainingSet, prepareRasa } from "../../src/nlu/index.ts";
import { startFakeRasa } from "./fake-rasa.ts";
import { eventually, isGone, isReady, MACHINE_TIMEOUT_MS, machine } from "./rasa-machine.ts";

describe("preparing Rasa in the background", { timeout: MACHINE_TIMEOUT_MS }, () => {
  it("makes the environment, trains, serves and takes over; what it costs is said first", async () => {
    const on = machine();
    const { nlu, runtime } = on.start();
    expect((await nlu.parse("studio", "hola")).engine).toBe("embedded");
    await isReady(nlu);
    expect(await nlu.parse("studio", "hola")).toMatchObject({ engine: "rasa", model: on.record().model });
    expect(on.calls()).toEqual(["venv", "pip", "train", "run"]);
    expect(on.said[0]).toContain("unos 2.7 GB");
    expect(on.said[0]).toContain("RASA=off");
    expect(on.said.at(-1)).toContain("Rasa contesta desde ahora");

    const { pid } = on.record();
    await runtime.stop();
    await isGone(pid);
    expect(on.records()).toEqual([]);
  });

  it("a second start makes nothing anew", async () => {
    const on = machine();
    const first = on.start();
    await isReady(first.nlu);
    await first.runtime.stop();
    await isReady(on.start().nlu);
    expect(on.calls()).toEqual(["venv", "pip", "train", "run", "run"]);
  });

  it("two clones that start at once install and train once", async () => {
    const on = machine();
    const both = ["one", "two"].map((data) => on.start({ dataDirectory: join(on.home, data) }));
    for (const { nlu } of both) await isReady(nlu);
    expect(on.calls().sort()).toEqual(["pip", "run", "run", "train", "venv"]);
  });

  it("a server that crashes is started again, and the embedded classifier answers meanwhile", async () => {
    const on = machine();
    const { nlu } = on.start();
    await isReady(nlu);
    const { pid } = on.record();
    process.kill(pid, "SIGKILL");
    await eventually(() => expect(nlu.status().rasa.state).toBe("down"));
    expect((await nlu.parse("studio", "hola")).engine).toBe("embedded");
    await isReady(nlu);
    expect(on.record().pid).not.toBe(pid);
    expect(on.said.join("\n")).toContain("Arranca otra vez");
  });

  it("a record whose process id belongs to someone else ends nobody", async () => {
    const on = machine();
    const { model } = buildTrainingSet(on.deps.rasaDirectory, "studio", on.deps.catalogue);
    for (const name of [model, "studio-of-another-day"]) {
      const record = { pid: process.pid, port: 1, model: name, profile: "studio", users: [] };
      writeFileSync(join(on.home, "data", "rasa", `server-${name}.json`), JSON.stringify(record));
    }
    const { nlu } = on.start();
    await isReady(nlu);
    expect(on.record().pid).not.toBe(process.pid);
  });

  it("half an environment is not taken for a whole one", async () => {
    const on = machine();
    writeFileSync(join(on.home, "pip-fails"), "");
    expect(await prepareRasa(on.deps)).toMatchObject({ impossible: expect.stringContaining("install.log") });
    const cache = join(on.home, ".cache", "atiende");
    expect(readdirSync(cache).filter((name) => name.startsWith("rasa-"))).toEqual([]);
  });

  it("says plainly why it is impossible and what to do, and stays embedded", async () => {
    const on = machine({ hasPython: false });
    const { nlu } = on.start();
    await eventually(() => expect(on.said.join("\n")).toContain("clasificador incorporado sigue"));
    expect(on.said[0]).toContain("no hay un Python 3.8, 3.9 o 3.10");
    expect(on.said[0]).toContain("RASA_URL");
    expect(nlu.status()).toMatchObject({ engine: "embedded", rasa: { state: "off" } });
  });

  it("stopping in the middle of the installation ends it", async () => {
    const on = machine();
    const { runtime } = on.start();
    await eventually(() => expect(on.calls()).toContain("pip"));
    await runtime.stop();
    expect(on.calls()).not.toContain("run");
    expect(readdirSync(join(on.home, ".cache", "atiende")).filter((name) => name.endsWith(".lock"))).toEqual([]);
  });

  it("RASA=off touches nothing", async () => {
    const on = machine();
    const { nlu, runtime } = on.start({ mode: "off" });
    expect(nlu.status().rasa).toEqual({ state: "off", detail: "RASA=off" });
    await runtime.stop();
    expect(on.calls()).toEqual([]);
  });

  it("with RASA_URL it waits for that server and starts none", async () => {
    const rasa = await startFakeRasa();
    rasa.answer = "error";
    const on = machine();
    const { nlu, runtime } = on.start({ urls: [rasa.url] });
    await eventually(() => expect(rasa.asked.length).toBeGreaterThan(1));
    expect(nlu.status().rasa.state).toBe("preparing");
    rasa.answer = "well";
    await isReady(nlu, "studio-fake");
    expect(on.calls()).toEqual([]);
    await runtime.stop();
    await rasa.stop();
  });
});
