import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describeFault, type Logger } from "../shared/index.ts";
import type { EmbeddedClassifier } from "./embedded-classifier.ts";
import { openEmbedded } from "./embedded-store.ts";
import type { ChosenModel } from "./model-choice.ts";
import type { ModelHost } from "./model-host.ts";
import { readSnapshot } from "./model-store.ts";
import type { Progress } from "./progress.ts";
import { createLocalHost } from "./rasa-local.ts";
import { type PrepareDeps, prepareFiles, prepareStored } from "./rasa-prepare.ts";
import { createRemoteHost } from "./rasa-remote.ts";

export interface RasaHostsDeps extends PrepareDeps {
  /** RASA_URL: servers of someone else's; when there are some, what the files say is not served here but there. */
  urls: string[];
  token?: string | undefined;
  ownEmbedded: EmbeddedClassifier;
  watchMs: number;
  startTimeoutMs: number;
  /** Some model answers customers already. */
  isServing(): boolean;
  progress: Progress;
  logger: Logger;
  onChange(): void;
}

/** The models that this process has open, each under its key. */
export interface RasaHosts {
  /** A chosen model that is served elsewhere is known by where, another by its name; undefined: what is served unchosen. */
  keyOf(chosen: ChosenModel | undefined): string;
  /**
   * The one under its key, opened if it was not.
   *
   * @param wish a new one opens anew what could not be served before: the model may be there by now
   */
  open(chosen: ChosenModel | undefined, wish?: string): ModelHost;
  get(key: string | undefined): ModelHost | undefined;
  ageMs(key: string): number;
  /** Gives up all others, as soon as their last calls are over. */
  keepOnly(keys: (string | undefined)[], drained: Promise<void>): void;
  /** Comes back when all servers that are ours alone are gone. */
  close(): Promise<void>;
}

/** What is served when nobody chose a model: the one of the files, or what RASA_URL has. */
const DEFAULT = "default";
const DRAIN_MS = 5000;

export function createRasaHosts(deps: RasaHostsDeps): RasaHosts {
  const { profile, urls, progress, logger } = deps;
  const hosts = new Map<string, { host: ModelHost; openedAt: number; wish: string | undefined }>();
  const closing = new Set<Promise<void>>();
  const stopping = new AbortController();

  function keyOf(chosen: ChosenModel | undefined): string {
    if (chosen?.urls.length) return chosen.urls.join(",");
    return chosen && urls.length === 0 ? chosen.name : DEFAULT;
  }

  function start(chosen: ChosenModel | undefined): ModelHost {
    const { token, watchMs, onChange } = deps;
    const elsewhere = chosen?.urls.length ? chosen.urls : urls;
    if (elsewhere.length > 0) return createRemoteHost({ urls: elsewhere, token, watchMs, embeddedOf, onChange });
    return createLocalHost({
      profile,
      token,
      watchMs,
      onChange,
      progress,
      logger,
      dataDirectory: deps.dataDirectory,
      startTimeoutMs: deps.startTimeoutMs,
      prepare: (signal) =>
        chosen ? prepareStored(chosen.name, deps, progress, signal) : prepareFiles(deps, progress, signal),
      embeddedOf: chosen ? embeddedOf : async () => deps.ownEmbedded,
      isBesideAnother: deps.isServing,
      // After a kill in the middle of a promotion both are there to be taken over, also the one of the files, whose name only
      // its own host finds out.
      spares: (model) => hosts.has(model) || (chosen !== undefined && hosts.has(DEFAULT) && !deps.isServing()),
    });
  }

  /** From the model's own snapshot; the names are the owner's of today, which wait for no training. */
  async function embeddedOf(model: string): Promise<EmbeddedClassifier> {
    try {
      const snapshot = await readSnapshot(deps.env ?? process.env, model);
      if (!snapshot) return deps.ownEmbedded;
      const { rasaDirectory } = snapshot;
      const directory = join(deps.dataDirectory, "models");
      return await openEmbedded({ profile, rasaDirectory, catalogue: deps.catalogue, directory, logger });
    } catch (error) {
      logger.warn({ ...describeFault(error), model }, "a model's own embedded classifier could not be opened");
      return deps.ownEmbedded;
    }
  }

  function giveUp(key: string, drained: Promise<void>): void {
    const { host } = hosts.get(key)!;
    hosts.delete(key);
    const patience = sleep(DRAIN_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    const closed = Promise.race([drained, patience])
      .then(() => host.close())
      .finally(() => closing.delete(closed));
    closing.add(closed);
  }

  return {
    keyOf,
    open(chosen, wish) {
      const key = keyOf(chosen);
      const known = hosts.get(key);
      if (known && wish && known.wish !== wish && known.host.state().kind === "impossible")
        giveUp(key, Promise.resolve());
      if (!hosts.has(key)) hosts.set(key, { host: start(chosen), openedAt: Date.now(), wish });
      return hosts.get(key)!.host;
    },
    get: (key) => (key === undefined ? undefined : hosts.get(key)?.host),
    ageMs: (key) => Date.now() - (hosts.get(key)?.openedAt ?? Date.now()),
    keepOnly(keys, drained) {
      for (const key of [...hosts.keys()]) if (!keys.includes(key)) giveUp(key, drained);
    },
    async close() {
      stopping.abort();
      await Promise.all([...closing, ...[...hosts.values()].map(({ host }) => host.close())]);
    },
  };
}
