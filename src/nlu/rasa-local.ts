import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { backoffMs, type Logger } from "../shared/index.ts";
import type { EmbeddedClassifier } from "./embedded-classifier.ts";
import type { HostState, ModelHost } from "./model-host.ts";
import type { Progress } from "./progress.ts";
import type { Impossible } from "./rasa-environment.ts";
import type { Prepared } from "./rasa-prepare.ts";
import { type LocalServer, openServer } from "./rasa-server.ts";
import { readStatus } from "./rasa-status.ts";

export interface LocalHostDeps {
  profile: string;
  dataDirectory: string;
  token?: string | undefined;
  /** Finds, and where it must be trains, what is served. */
  prepare(signal: AbortSignal): Promise<Prepared | Impossible>;
  embeddedOf(model: string): Promise<EmbeddedClassifier>;
  /** Another model answers customers while this one is loaded. */
  isBesideAnother(): boolean;
  /** A server of this model is not ended for having no living user: this process is about to take it over. */
  spares(model: string): boolean;
  watchMs: number;
  startTimeoutMs?: number | undefined;
  progress: Progress;
  logger: Logger;
  onChange(): void;
}

/** After this long a server that ends has not failed to start. */
const HELD_MS = 60_000;

/** A model served on this machine: prepared, started, watched, and started again with backoff. */
export function createLocalHost(deps: LocalHostDeps): ModelHost {
  const { token, watchMs, progress, logger } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  const pause = (ms: number) => sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
  let state: HostState = { kind: "opening", detail: "se está preparando" };
  let server: LocalServer | undefined;

  function become(next: HostState): void {
    if (signal.aborted) return;
    state = next;
    deps.onChange();
  }

  const running = run()
    // Whatever ended it, a server of ours is given up.
    .finally(() => server?.stop())
    .catch((error: Error) => {
      if (signal.aborted) return;
      logger.error({ code: (error as { code?: string }).code, reason: error.message }, "Rasa could not be prepared");
      become({ kind: "impossible", reason: error.message });
    });

  async function run(): Promise<void> {
    let prepared: Prepared | undefined;
    let embedded: EmbeddedClassifier | undefined;
    for (let attempt = 1; !signal.aborted; attempt++) {
      // A server has its model in memory: that the file is gone meanwhile is found when another one is to be started.
      if (!prepared || !embedded || !existsSync(prepared.file)) {
        prepared = await prepareUntilPossible();
        if (!prepared) return;
        embedded = await deps.embeddedOf(prepared.model);
      }
      const servedMs = await serveOnce(prepared, embedded);
      if (signal.aborted) return;
      if (servedMs > HELD_MS) attempt = 1;
      const waitMs = backoffMs(attempt);
      logger.warn({ attempt, waitMs, model: prepared.model }, "Rasa's server ended");
      progress.say(
        `Rasa: el servidor de ${prepared.model} terminó. Arranca otra vez en ${Math.ceil(waitMs / 1000)} s.`,
      );
      await pause(waitMs);
    }
  }

  /** A network that is away for a minute must not cost a restart; a missing Python does not come by waiting. */
  async function prepareUntilPossible(): Promise<Prepared | undefined> {
    for (let attempt = 1; !signal.aborted; attempt++) {
      const prepared = await deps.prepare(signal);
      if (signal.aborted) return undefined;
      if (!("impossible" in prepared)) return prepared;
      const { impossible: reason, isTemporary } = prepared;
      if (!isTemporary) {
        become({ kind: "impossible", reason });
        return undefined;
      }
      const waitMs = backoffMs(attempt, { baseMs: 60_000, maxMs: 1_800_000 });
      become({ kind: "opening", detail: reason });
      progress.say(`Rasa: todavía no está: ${reason}. Se intenta otra vez en ${Math.ceil(waitMs / 60_000)} min.`);
      await pause(waitMs);
    }
    return undefined;
  }

  /** Starts or joins a server, and comes back when it is of no more use. @returns how long it was of use */
  async function serveOnce({ tool, file, model }: Prepared, embedded: EmbeddedClassifier): Promise<number> {
    const opening = openServer({
      tool,
      profile: deps.profile,
      modelFile: file,
      dataDirectory: resolve(deps.dataDirectory),
      token,
      signal,
      isLowPriority: deps.isBesideAnother(),
      spares: deps.spares,
      startTimeoutMs: deps.startTimeoutMs,
    });
    server = await progress.during(`arrancando un servidor de ${model}`, opening);
    if (!server) {
      become({ kind: "down", reason: "su servidor no arranca; mira rasa/server.log en la carpeta de datos" });
      return 0;
    }
    const readyAt = Date.now();
    const note = server.isAdopted ? "already running" : undefined;
    become({ kind: "ready", serving: { model, urls: [server.url], embedded, ...(note ? { note } : {}) } });
    await untilGone(server);
    if (signal.aborted) return 0;
    become({ kind: "down", reason: "su servidor terminó" });
    await server.end();
    server = undefined;
    return Date.now() - readyAt;
  }

  /** Until its process ended, or it lives without answering three times in a row. */
  async function untilGone(of: LocalServer): Promise<void> {
    for (let silent = 0; silent < 3 && !signal.aborted; ) {
      await pause(silent > 0 ? watchMs : Math.min(watchMs, 1000));
      if (signal.aborted || !(await of.isRunning())) return;
      silent = (await readStatus(of.url, token, watchMs)) ? 0 : silent + 1;
    }
  }

  return {
    state: () => state,
    takeService: () => server?.takeService(),
    async close() {
      stopping.abort();
      await running;
    },
  };
}
