import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { backoffMs, type Logger } from "../shared/index.ts";
import type { NluControl } from "./nlu.ts";
import { createProgress, type Progress } from "./progress.ts";
import { findTool, type Impossible } from "./rasa-environment.ts";
import { ensureModel } from "./rasa-model.ts";
import { type LocalServer, openServer, readStatus } from "./rasa-server.ts";
import { buildTrainingSet } from "./training-folder.ts";
import type { CatalogueNames } from "./types.ts";

/** Real Rasa, prepared and kept alive in the background; the embedded classifier answers until it is there. */
export interface RasaRuntime {
  /** Returns at once and never throws. */
  start(): void;
  /** Ends installing, training and the server, and comes back when they are gone. */
  stop(): Promise<void>;
}

export interface RasaRuntimeDeps {
  nlu: NluControl;
  profile: string;
  rasaDirectory: string;
  catalogue: CatalogueNames;
  mode: "auto" | "off";
  /** Servers of someone else's; when there are some, nothing is started here. */
  urls: string[];
  token?: string | undefined;
  /** Logs and the server's record go into its folder `rasa`. */
  dataDirectory: string;
  logger: Logger;
  say(line: string): void;
  env?: NodeJS.ProcessEnv;
  watchMs?: number;
}

export function createRasaRuntime(deps: RasaRuntimeDeps): RasaRuntime {
  const { nlu, profile, urls, logger, watchMs = 5000 } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  const progress = createProgress((line) => {
    if (!signal.aborted) deps.say(line);
  });
  let running: Promise<void> | undefined;
  const pause = (ms: number) => sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);

  async function watchRemote(): Promise<void> {
    let model = "";
    for (;;) {
      const found = (await Promise.all(urls.map((url) => readStatus(url, deps.token)))).find(Boolean);
      if (signal.aborted) return;
      if (found && found !== model) {
        model = found;
        nlu.use(profile, urls, model);
        progress.say(`Rasa answers from now on (${urls.length} server(s), model ${model}).`);
      } else if (!model) nlu.reportRasa("preparing", "RASA_URL does not answer yet");
      await pause(model ? watchMs * 3 : watchMs);
      if (signal.aborted) return;
    }
  }

  /** A network that is away for a minute must not cost a restart; a missing Python does not come by waiting. */
  async function prepareUntilPossible(): Promise<Prepared | undefined> {
    for (let attempt = 1; !signal.aborted; attempt++) {
      const prepared = await prepare(deps, progress, signal);
      if (signal.aborted) return undefined;
      if (!("impossible" in prepared)) return prepared;
      nlu.reportRasa(prepared.isTemporary ? "preparing" : "off", prepared.impossible);
      progress.say(`Rasa is not used: ${prepared.impossible}`);
      progress.say("The embedded classifier goes on answering; nothing else changes.");
      if (!prepared.isTemporary) return undefined;
      const waitMs = backoffMs(attempt, { baseMs: 60_000, maxMs: 1_800_000 });
      progress.say(`Rasa: trying again in ${Math.ceil(waitMs / 60_000)} min.`);
      await pause(waitMs);
    }
    return undefined;
  }

  async function runLocal(): Promise<void> {
    nlu.reportRasa("preparing", "being prepared");
    const prepared = await prepareUntilPossible();
    if (!prepared) return;
    for (let attempt = 0; !signal.aborted; ) {
      const opening = openServer({ ...deps, ...prepared, signal });
      const server = await progress.during("starting its server", opening);
      if (server) {
        if (signal.aborted) return server.stop();
        nlu.use(profile, [server.url], prepared.model);
        progress.say(
          `Rasa answers from now on (model ${prepared.model}${server.isAdopted ? ", already running" : ""}).`,
        );
        const startedAt = Date.now();
        await untilGone(server);
        if (signal.aborted) return server.stop();
        await server.stop();
        nlu.use(profile, [], "");
        if (Date.now() - startedAt > 60_000) attempt = 0;
      }
      if (signal.aborted) return;
      attempt++;
      const waitMs = backoffMs(attempt);
      nlu.reportRasa("down", `starting again, attempt ${attempt}`);
      logger.warn({ attempt, waitMs }, "Rasa's server ended");
      progress.say(
        `Rasa stopped; the embedded classifier answers. Starting it again in ${Math.ceil(waitMs / 1000)} s.`,
      );
      await pause(waitMs);
    }
  }

  /** Until its process ended, or it lives without answering three times in a row. */
  async function untilGone(server: LocalServer): Promise<void> {
    for (let silent = 0; silent < 3 && !signal.aborted; ) {
      await pause(silent > 0 ? watchMs : Math.min(watchMs, 1000));
      if (signal.aborted || !(await server.isRunning())) return;
      silent = (await readStatus(server.url, deps.token, watchMs)) ? 0 : silent + 1;
    }
  }

  return {
    start() {
      if (running) return;
      if (deps.mode === "off") {
        nlu.reportRasa("off", "RASA=off");
        return;
      }
      running = (urls.length > 0 ? watchRemote() : runLocal()).catch((error: Error) => {
        if (signal.aborted) return;
        nlu.reportRasa("down", error.message);
        logger.error({ code: (error as { code?: string }).code, reason: error.message }, "Rasa could not be prepared");
        deps.say(`Rasa could not be prepared: ${error.message}. The embedded classifier goes on answering.`);
      });
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

interface Prepared {
  tool: Parameters<typeof openServer>[0]["tool"];
  modelFile: string;
  model: string;
}

type PrepareDeps = Pick<RasaRuntimeDeps, "profile" | "rasaDirectory" | "catalogue" | "dataDirectory" | "env">;

async function prepare(deps: PrepareDeps, progress: Progress, signal: AbortSignal): Promise<Prepared | Impossible> {
  const dataDirectory = resolve(deps.dataDirectory);
  await mkdir(join(dataDirectory, "rasa"), { recursive: true });
  const options = {
    rasaDirectory: resolve(deps.rasaDirectory),
    dataDirectory,
    env: deps.env ?? process.env,
    progress,
    signal,
  };
  const set = buildTrainingSet(deps.rasaDirectory, deps.profile, deps.catalogue);
  const tool = await findTool(options);
  if ("impossible" in tool) return tool;
  const model = await ensureModel(tool, set, options);
  if ("impossible" in model) return model;
  return { tool, modelFile: model.file, model: set.model };
}

/** The same, awaited: what the tests' set-up and the trainers' commands need. Stop it, and the server ends. */
export async function prepareRasa(
  deps: PrepareDeps & { token?: string | undefined; say(line: string): void; signal?: AbortSignal },
): Promise<{ url: string; model: string; stop(): Promise<void> } | Impossible> {
  const signal = deps.signal ?? new AbortController().signal;
  const progress = createProgress(deps.say);
  const prepared = await prepare(deps, progress, signal);
  if ("impossible" in prepared) return prepared;
  const dataDirectory = resolve(deps.dataDirectory);
  const opening = openServer({ ...prepared, dataDirectory, token: deps.token, signal });
  const server = await progress.during("starting its server", opening);
  if (!server) return { impossible: `its server does not start; see ${join(dataDirectory, "rasa", "server.log")}` };
  return { url: server.url, model: prepared.model, stop: () => server.stop() };
}
