import { setTimeout as sleep } from "node:timers/promises";
import type { EmbeddedClassifier } from "./embedded-classifier.ts";
import type { HostState, ModelHost } from "./model-host.ts";
import { readStatus, warmUp } from "./rasa-status.ts";

export interface RemoteHostDeps {
  urls: string[];
  token?: string | undefined;
  watchMs: number;
  /** The classifier that goes with what the servers turn out to have. */
  embeddedOf(model: string): Promise<EmbeddedClassifier>;
  onChange(): void;
}

/** Servers of somebody else's: looked at, warmed, never started and never stopped. */
export function createRemoteHost(deps: RemoteHostDeps): ModelHost {
  const { urls, token, watchMs, embeddedOf } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  const silent =
    urls.length === 1 ? "su servidor todavía no contesta" : `sus ${urls.length} servidores todavía no contestan`;
  let state: HostState = { kind: "opening", detail: silent };
  const running = watch();

  async function watch(): Promise<void> {
    while (!signal.aborted) {
      const model = await modelOf();
      if (signal.aborted) return;
      const known = state.kind === "ready" ? state.serving.model : undefined;
      if (model && model !== known) {
        const embedded = await embeddedOf(model);
        if (signal.aborted) return;
        state = { kind: "ready", serving: { model, urls, embedded, note: `${urls.length} server(s) elsewhere` } };
        deps.onChange();
      }
      // One that went away again is the breaker's affair; here only another model is of interest.
      const waitMs = state.kind === "ready" ? watchMs * 3 : watchMs;
      await sleep(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** What the first that answers has loaded, once all that answer are warm. */
  async function modelOf(): Promise<string | undefined> {
    const models = await Promise.all(urls.map((url) => readStatus(url, token)));
    const found = models.find(Boolean);
    if (state.kind === "ready") return found;
    const warm = await Promise.all(urls.map((url, index) => models[index] !== undefined && warmUp(url, token)));
    return warm.includes(true) ? found : undefined;
  }

  return {
    state: () => state,
    takeService: () => undefined,
    async close() {
      stopping.abort();
      await running;
    },
  };
}
