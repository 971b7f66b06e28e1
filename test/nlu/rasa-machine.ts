import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, onTestFinished, vi } from "vitest";
import { commandLine, isAlive } from "../../src/nlu/child-process.ts";
import {
  type CatalogueNames,
  createNlu,
  createRasaRuntime,
  type NluControl,
  type PrepareDeps,
  type RasaRuntime,
  type RasaRuntimeDeps,
  readTrainingData,
  trainEmbedded,
} from "../../src/nlu/index.ts";
import { silentLogger } from "../../src/shared/index.ts";
import { PATIENCE_MS } from "../support/clock.ts";
import { temporaryFolder } from "./temporary.ts";

export interface ServerFile {
  pid: number;
  port: number;
  model: string;
  users: number[];
}

export interface Machine {
  home: string;
  said: string[];
  /** What a command of it would be given. */
  deps: PrepareDeps & { env: NodeJS.ProcessEnv; say(line: string): void };
  /** What its Python was asked to do: "venv", "pip", "train", "run". */
  calls(): string[];
  /** The servers of its folder `data`. */
  records(): ServerFile[];
  /** The only one of them. */
  record(): ServerFile;
  /** The only one that is left when others have ended. */
  onlyRecord(): Promise<ServerFile>;
  /** A process of the app; it is stopped after the test. */
  start(options?: Partial<RasaRuntimeDeps>): { nlu: NluControl; runtime: RasaRuntime };
  /** The trainer writes an intent of its own; without lines it is as it was before. */
  edit(intent: string, lines?: string[]): void;
}

const catalogue: CatalogueNames = { services: ["Yoga"], professionals: ["Ana Torres"], packages: ["Relax 5"] };
const yml = (intent: string, lines: string[]) =>
  `version: "3.1"\nnlu:\n  - intent: ${intent}\n    examples: |\n${lines.map((line) => `      - ${line}\n`).join("")}`;

/** A few examples: what is tested is how models are served, not what they have learned. */
const FILES = {
  "rasa/config.yml": "recipe: default.v1\n",
  "rasa/requirements.lock": "rasa==3.6.21\n",
  "rasa/core/policy.yml": "confidence: 0.6\n",
  "rasa/core/nlu/saludo.yml": yml("saludo", ["hola", "buenas tardes", "qué tal", "hola buen día"]),
  "rasa/core/nlu/despedida.yml": yml("despedida", ["adiós", "hasta luego", "nos vemos", "bye"]),
  "rasa/studio/nlu/agendar_cita.yml": yml("agendar_cita", ["quiero una cita", "agendar yoga", "apártame un lugar"]),
  "rasa/ferreteria/nlu/precio.yml": yml("precio", ["cuánto cuesta", "qué precio tiene", "en cuánto sale"]),
};

/** A machine without Docker whose only Python is ours. @param isInstalled the environment was made on another day */
export function machine({ hasPython = true, isInstalled = false } = {}): Machine {
  const home = temporaryFolder(FILES);
  const folder = join(home, "data", "rasa");
  mkdirSync(join(home, "bin"));
  mkdirSync(folder, { recursive: true });
  const python = `#!${process.execPath}\n${readFileSync(join(import.meta.dirname, "fake-python.cjs"), "utf8")}`;
  if (hasPython) writeFileSync(join(home, "bin", "python3.10"), python, { mode: 0o755 });
  if (isInstalled) {
    const lock = createHash("sha256").update(FILES["rasa/requirements.lock"]).digest("hex").slice(0, 12);
    const environment = join(home, ".cache", "atiende", `rasa-${lock}`);
    mkdirSync(join(environment, "bin"), { recursive: true });
    writeFileSync(join(environment, "bin", "python"), python, { mode: 0o755 });
    writeFileSync(join(environment, "complete"), "3.10.13\n");
  }
  const said: string[] = [];
  const deps = {
    profile: "studio",
    rasaDirectory: join(home, "rasa"),
    catalogue,
    dataDirectory: join(home, "data"),
    env: { PATH: join(home, "bin"), HOME: home },
    say: (line: string) => void said.push(line),
  };
  const records = () =>
    readdirSync(folder)
      .filter((name) => /^server-.*\.json$/.test(name))
      .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as ServerFile);
  const record = () => {
    expect(records()).toHaveLength(1);
    return records()[0]!;
  };
  return {
    home,
    said,
    deps,
    calls: () => (existsSync(join(home, "calls")) ? readFileSync(join(home, "calls"), "utf8").trim().split("\n") : []),
    records,
    record,
    onlyRecord: () => eventually(record),
    start(options = {}) {
      const own = { ...deps, logger: silentLogger, ...options };
      const embedded = trainEmbedded(readTrainingData(own.rasaDirectory, own.profile), catalogue);
      const nlu = createNlu({ ...own, embedded });
      const runtime = createRasaRuntime({ nlu, mode: "auto", urls: [], watchMs: 100, choiceMs: 50, ...own });
      onTestFinished(async () => {
        await runtime.stop();
        await nlu.close();
      });
      runtime.start();
      return { nlu, runtime };
    },
    edit(intent, lines = []) {
      const path = join(home, "rasa", "studio", "nlu", `${intent}.yml`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, lines.length > 0 ? yml(intent, lines) : 'version: "3.1"\nnlu: []\n');
    },
  };
}

/** Processes start and end here, and the machine may be busy with another test file's. */
export const eventually = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: PATIENCE_MS });
export const MACHINE_TIMEOUT_MS = 240_000;

export const isReady = (nlu: NluControl, model: unknown = expect.any(String)) =>
  eventually(() => expect(nlu.status()).toMatchObject({ engine: "rasa", model, rasa: { state: "ready" } }));

/** Ended; a process whose parent was killed may wait long to be reaped. */
export const isGone = (pid: number) =>
  eventually(async () => expect(isAlive(pid) && (await commandLine(pid)) !== "").toBe(false));
