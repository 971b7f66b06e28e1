import { setTimeout as sleep } from "node:timers/promises";
import { describeFault, type Logger } from "../shared/index.ts";
import type { ModelChoice, ModelChoices } from "./model-choice.ts";
import type { Serving } from "./model-host.ts";
import type { NluControl } from "./nlu.ts";
import { createProgress } from "./progress.ts";
import { createCandidateTrial } from "./rasa-candidate.ts";
import { createRasaHosts } from "./rasa-hosts.ts";
import type { PrepareDeps } from "./rasa-prepare.ts";

/** Real Rasa, prepared and kept alive in the background; the embedded classifier answers until it is there. */
export interface RasaRuntime {
  /** Returns at once and never throws. */
  start(): void;
  /** Ends installing, training and the servers that nobody else uses, and comes back when they are gone. */
  stop(): Promise<void>;
}

export interface RasaRuntimeDeps extends PrepareDeps {
  nlu: NluControl;
  mode: "auto" | "off";
  /** RASA_URL: servers of someone else's; when there are some, none is started here. */
  urls: string[];
  token?: string | undefined;
  logger: Logger;
  say(line: string): void;
  /** Which model should be in service; without it, the one of the files is, or what RASA_URL has. */
  choices?: ModelChoices | undefined;
  /** How often servers and the choice are looked at. For tests, like the two below. */
  watchMs?: number;
  choiceMs?: number;
  /** A server that is not ready by then does not start. */
  startTimeoutMs?: number;
  /** Chosen servers elsewhere that are silent for so long from the start are passed by. */
  patienceMs?: number;
}

/**
 * Keeps what is served equal to what was chosen. The model in service answers until its successor is ready, and is given
 * up when no call is under way on it.
 */
export function createRasaRuntime(deps: RasaRuntimeDeps): RasaRuntime {
  const { nlu, profile, logger, choices, choiceMs = 1000, startTimeoutMs = 180_000, patienceMs = 10_000 } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  const progress = createProgress((line) => {
    if (!signal.aborted) deps.say(line);
  });
  let inService: { key: string; serving: Serving } | undefined;
  let drained: Promise<void> = Promise.resolve();
  let running: Promise<void> | undefined;
  let wake = () => {};
  const onChange = () => wake();
  const { ownEmbedded } = nlu;
  const { watchMs = 5000 } = deps;
  const isServing = () => inService !== undefined;
  const hosts = createRasaHosts({ ...deps, ownEmbedded, watchMs, startTimeoutMs, isServing, progress, onChange });
  const trial =
    choices &&
    createCandidateTrial({
      ...deps,
      choices,
      startTimeoutMs,
      say: progress.say,
      againMs: choiceMs,
      onSettled: onChange,
    });
  const told = new Set<string>();

  async function run(): Promise<void> {
    nlu.reportRasa("preparing", "se está preparando");
    let choice: ModelChoice | undefined;
    while (!signal.aborted) {
      const changed = new Promise<void>((done) => {
        wake = done;
      });
      choice = (await readChoice()) ?? choice;
      if (choice && !signal.aborted) reconcile(choice);
      await Promise.race([changed, sleep(choiceMs, undefined, { signal, ref: false }).catch(() => undefined)]);
    }
  }

  /** Undefined: the database is away, and the last choice stands. */
  async function readChoice(): Promise<ModelChoice | undefined> {
    try {
      return choices ? await choices.read() : {};
    } catch (error) {
      logger.warn(describeFault(error), "the chosen model could not be read");
      return undefined;
    }
  }

  function reconcile(choice: ModelChoice): void {
    const wanted = wantedOf(choice);
    serve(wanted);
    const kept = [wanted, hosts.keyOf(choice.active), inService?.key];
    const candidate = trial?.follow(choice.candidate);
    if (candidate) {
      const key = hosts.keyOf(candidate);
      trial?.attend(candidate, hosts.open(candidate, candidate.id).state(), hosts.ageMs(key));
      kept.push(key);
    }
    hosts.keepOnly(kept, drained);
  }

  /** The key of what should answer customers: the chosen model, or what there is without it when it cannot. */
  function wantedOf({ active }: ModelChoice): string {
    const key = hosts.keyOf(active);
    const state = hosts.open(active).state();
    if (!active || state.kind === "ready" || key === hosts.keyOf(undefined)) return key;
    const isSilent = active.urls.length > 0 && hosts.ageMs(key) > patienceMs;
    if (state.kind !== "impossible" && !isSilent) return key;
    tell(
      `Rasa: el modelo elegido, ${active.name}, no se puede servir aquí (${"reason" in state ? state.reason : state.detail}).`,
    );
    hosts.open(undefined);
    return hosts.keyOf(undefined);
  }

  function serve(wanted: string): void {
    for (const key of [wanted, inService?.key]) {
      const state = hosts.get(key)?.state();
      if (key === undefined || state?.kind !== "ready") continue;
      take(key, state.serving);
      return;
    }
    if (inService) void nlu.use(profile, [], "", inService.serving.embedded);
    inService = undefined;
    reportMissing(wanted);
  }

  function take(key: string, serving: Serving): void {
    if (inService?.serving === serving) return;
    inService = { key, serving };
    drained = nlu.use(profile, serving.urls, serving.model, serving.embedded);
    hosts.get(key)?.takeService();
    progress.say(`Rasa contesta desde ahora (modelo ${serving.model}${serving.note ? `, ${serving.note}` : ""}).`);
  }

  function reportMissing(wanted: string): void {
    const state = hosts.get(wanted)?.state();
    if (!state || state.kind === "ready") return;
    if (state.kind === "opening") {
      nlu.reportRasa("preparing", state.detail);
      return;
    }
    nlu.reportRasa(state.kind === "down" ? "down" : "off", state.reason);
    tell(`Rasa no se usa: ${state.reason}`);
    tell("El clasificador incorporado sigue contestando; nada más cambia.");
  }

  /** Once, however often it is found. */
  function tell(line: string): void {
    if (!told.has(line)) progress.say(line);
    told.add(line);
  }

  return {
    start() {
      if (running) return;
      if (deps.mode === "off") {
        nlu.reportRasa("off", "RASA=off");
        return;
      }
      running = run().catch((error: unknown) => {
        logger.error(describeFault(error), "Rasa is no longer looked after");
      });
    },
    async stop() {
      stopping.abort();
      await trial?.close();
      await running;
      await hosts.close();
    },
  };
}
