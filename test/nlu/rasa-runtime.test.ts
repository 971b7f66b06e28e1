import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { isAlive } from "../../src/nlu/child-process.ts";
import { createNlu, createRasaRuntime, type NluControl, prepareRasa, type RasaRuntime } from "../../src/nlu/index.ts";
import { silentLogger } from "../../src/shared/index.ts";
import { startFakeRasa } from "./fake-rasa.ts";
import { RASA_DIRECTORY, studio } from "./studio.ts";
import { temporaryFolder } from "./temporary.ts";

interface Machine {
  home: string;
  env: NodeJS.ProcessEnv;
  said: string[];
  calls(): string[];
  record(): { pid: number; port: number; model: string };
}

/** A machine without Docker whose only Python is ours. */
function machine({ hasPython = true } = {}): Machine {
  const home = temporaryFolder();
  mkdirSync(join(home, "bin"));
  if (hasPython) {
    const source = readFileSync(join(import.meta.dirname, "fake-python.cjs"), "utf8");
    writeFileSync(join(home, "bin", "python3.10"), `#!${process.execPath}\n${source}`);
    chmodSync(join(home, "bin", "python3.10"), 0o755);
  }
  return {
    home,
    env: { PATH: join(home, "bin"), HOME: home },
    said: [],
    calls: () => (existsSync(join(home, "calls")) ? readFileSync(join(home, "calls"), "utf8").trim().split("\n") : []),
    record: () => JSON.parse(readFileSync(join(home, "data", "rasa", "server.json"), "utf8")),
  };
}

/** Ended is not yet reaped: its number lives on until Node has heard of it. */
const isGone = (pid: number) => vi.waitFor(() => expect(isAlive(pid)).toBe(false));

describe("preparing Rasa in the background", () => {
  const open: { nlu: NluControl; runtime: RasaRuntime }[] = [];
  afterEach(async () => {
    for (const { nlu, runtime } of open.splice(0)) {
      await runtime.stop();
      await nlu.close();
    }
  });

  function start(on: Machine, options: { urls?: string[]; mode?: "auto" | "off"; data?: string } = {}) {
    const shared = { profile: "studio", rasaDirectory: RASA_DIRECTORY, catalogue: studio, logger: silentLogger };
    const nlu = createNlu(shared);
    const runtime = createRasaRuntime({
      ...shared,
      nlu,
      mode: options.mode ?? "auto",
      urls: options.urls ?? [],
      dataDirectory: join(on.home, options.data ?? "data"),
      env: on.env,
      say: (line) => on.said.push(line),
      watchMs: 100,
    });
    const one = { nlu, runtime };
    open.push(one);
    runtime.start();
    return one;
  }
  const isReady = (nlu: NluControl) =>
    vi.waitFor(() => expect(nlu.status().rasa.state).toBe("ready"), { timeout: 15_000 });

  it("makes the environment, trains, serves and takes over; what it costs is said first", async () => {
    const on = machine();
    const { nlu, runtime } = start(on);
    expect((await nlu.parse("studio", "hola")).engine).toBe("embedded");
    await isReady(nlu);
    expect(await nlu.parse("studio", "hola")).toMatchObject({ engine: "rasa", model: on.record().model });
    expect(on.calls()).toEqual(["venv", "pip", "train", "run"]);
    expect(on.said[0]).toContain("about 2.7 GB");
    expect(on.said[0]).toContain("RASA=off");
    expect(on.said.at(-1)).toContain("Rasa answers from now on");

    const { pid } = on.record();
    await runtime.stop();
    await isGone(pid);
    expect(existsSync(join(on.home, "data", "rasa", "server.json"))).toBe(false);
  });

  it("a second start makes nothing anew", async () => {
    const on = machine();
    const first = start(on);
    await isReady(first.nlu);
    await first.runtime.stop();
    await isReady(start(on).nlu);
    expect(on.calls()).toEqual(["venv", "pip", "train", "run", "run"]);
  });

  it("two clones that start at once install and train once", async () => {
    const on = machine();
    const both = [start(on, { data: "one" }), start(on, { data: "two" })];
    for (const { nlu } of both) await isReady(nlu);
    expect(on.calls().sort()).toEqual(["pip", "run", "run", "train", "venv"]);
  });

  it("a server that crashes is started again, and the embedded classifier answers meanwhile", async () => {
    const on = machine();
    const { nlu } = start(on);
    await isReady(nlu);
    const { pid } = on.record();
    process.kill(pid, "SIGKILL");
    await vi.waitFor(() => expect(nlu.status().rasa.state).toBe("down"), { timeout: 5000 });
    expect((await nlu.parse("studio", "hola")).engine).toBe("embedded");
    await isReady(nlu);
    expect(on.record().pid).not.toBe(pid);
    expect(on.said.join("\n")).toContain("Starting it again");
  });

  it("a server left behind by a killed start is taken over, not started twice", async () => {
    const on = machine();
    // Prepared and never stopped: what `kill -9` of the app leaves.
    const left = await prepareRasa({ ...common(on), say: () => undefined });
    if ("impossible" in left) throw new Error(left.impossible);
    const { pid } = on.record();
    const { nlu, runtime } = start(on);
    await isReady(nlu);
    expect(on.record().pid).toBe(pid);
    expect(on.calls().filter((call) => call === "run")).toHaveLength(1);
    await runtime.stop();
    await isGone(pid);
  });

  it("a record whose process id belongs to someone else ends nobody", async () => {
    const on = machine();
    mkdirSync(join(on.home, "data", "rasa"), { recursive: true });
    const record = { pid: process.pid, port: 1, model: "studio-of-another-day" };
    writeFileSync(join(on.home, "data", "rasa", "server.json"), JSON.stringify(record));
    const { nlu } = start(on);
    await isReady(nlu);
    expect(on.record().pid).not.toBe(process.pid);
  });

  it("half an environment is not taken for a whole one", async () => {
    const on = machine();
    writeFileSync(join(on.home, "pip-fails"), "");
    const failed = await prepareRasa({ ...common(on), say: () => undefined });
    expect(failed).toMatchObject({ impossible: expect.stringContaining("install.log") });
    const cache = join(on.home, ".cache", "atiende");
    expect(readdirSync(cache).filter((name) => name.startsWith("rasa-"))).toEqual([]);
  });

  it("says plainly why it is impossible and what to do, and stays embedded", async () => {
    const on = machine({ hasPython: false });
    const { nlu } = start(on);
    await vi.waitFor(() => expect(on.said.join("\n")).toContain("embedded classifier goes on"));
    expect(on.said[0]).toContain("no Python 3.8, 3.9 or 3.10");
    expect(on.said[0]).toContain("RASA_URL");
    expect(nlu.status()).toMatchObject({ engine: "embedded", rasa: { state: "off" } });
  });

  it("stopping in the middle of the installation ends it", async () => {
    const on = machine();
    const { runtime } = start(on);
    await vi.waitFor(() => expect(on.calls()).toContain("pip"));
    await runtime.stop();
    expect(on.calls()).not.toContain("run");
    expect(readdirSync(join(on.home, ".cache", "atiende")).filter((name) => name.endsWith(".lock"))).toEqual([]);
  });

  it("RASA=off touches nothing", async () => {
    const on = machine();
    const { nlu, runtime } = start(on, { mode: "off" });
    expect(nlu.status().rasa).toEqual({ state: "off", detail: "RASA=off" });
    await runtime.stop();
    expect(on.calls()).toEqual([]);
  });

  it("with RASA_URL it waits for that server and starts none", async () => {
    const rasa = await startFakeRasa();
    rasa.answer = "error";
    const on = machine();
    const { nlu, runtime } = start(on, { urls: [rasa.url] });
    await vi.waitFor(() => expect(rasa.asked.length).toBeGreaterThan(1));
    expect(nlu.status().rasa.state).toBe("preparing");
    rasa.answer = "well";
    await isReady(nlu);
    expect(nlu.status().model).toBe("studio-fake");
    expect(on.calls()).toEqual([]);
    await runtime.stop();
    await rasa.stop();
  });

  function common(on: Machine) {
    return {
      profile: "studio",
      rasaDirectory: RASA_DIRECTORY,
      catalogue: studio,
      dataDirectory: join(on.home, "data"),
      env: on.env,
    };
  }
});
