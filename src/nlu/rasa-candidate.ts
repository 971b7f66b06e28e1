import { setTimeout as sleep } from "node:timers/promises";
import { describeFault, type Logger } from "../shared/index.ts";
import type { CandidateModel, ModelChoices } from "./model-choice.ts";
import type { HostState, Serving } from "./model-host.ts";
import { createModelParser, type ModelParserDeps } from "./model-parser.ts";

export interface CandidateTrialDeps extends ModelParserDeps {
  choices: ModelChoices;
  logger: Logger;
  say(line: string): void;
  /** Until a failed attempt to have it judged is repeated. */
  againMs: number;
  /** A server elsewhere that stays silent for so long is given up. */
  startTimeoutMs: number;
  /** There is, or may be, something new to read. */
  onSettled(): void;
}

/** From a wish to its verdict. */
export interface CandidateTrial {
  /** The wish that is still to be followed. */
  follow(candidate: CandidateModel | undefined): CandidateModel | undefined;
  /** Has it judged when it is ready, refuses it when it never will be. */
  attend(candidate: CandidateModel, state: HostState, ageMs: number): void;
  close(): Promise<void>;
}

export function createCandidateTrial(deps: CandidateTrialDeps): CandidateTrial {
  const { choices, logger } = deps;
  const judged = new Set<string>();
  const refused = new Set<string>();
  const stopping = new AbortController();
  let closeParser: (() => Promise<void>) | undefined;

  function refuse(candidate: CandidateModel, reason: string): void {
    refused.add(candidate.id);
    deps.say(`Rasa: ${candidate.name} no entra en servicio: ${reason}.`);
    choices.refuse(candidate, reason).catch((error: unknown) => {
      logger.warn(describeFault(error), "the refusal of a model could not be written");
      refused.delete(candidate.id);
    });
  }

  async function judge(candidate: CandidateModel, serving: Serving): Promise<void> {
    const parser = createModelParser(deps, serving);
    closeParser = parser.close;
    try {
      await choices.judge(candidate, async (text) => {
        try {
          return await parser.parse(text);
        } catch (error) {
          // A verdict about a server that is being ended would be wrong: another worker, or the next start, will judge.
          if (stopping.signal.aborted) await new Promise<never>(() => undefined);
          throw error;
        }
      });
    } catch (error) {
      if (stopping.signal.aborted) return;
      logger.warn(describeFault(error), "the candidate model could not be judged");
      await sleep(deps.againMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      judged.delete(candidate.id);
    } finally {
      await parser.close();
      deps.onSettled();
    }
  }

  return {
    follow: (candidate) => (candidate && !refused.has(candidate.id) ? candidate : undefined),
    attend(candidate, state, ageMs) {
      if (judged.has(candidate.id)) return;
      if (state.kind === "ready") {
        const { serving } = state;
        if (serving.model === candidate.name) {
          judged.add(candidate.id);
          void judge(candidate, serving);
        } else refuse(candidate, `${serving.urls.join(", ")} tiene cargado ${serving.model}, no ${candidate.name}`);
      } else if (state.kind !== "opening") refuse(candidate, state.reason);
      else if (candidate.urls.length > 0 && ageMs > deps.startTimeoutMs) refuse(candidate, state.detail);
    },
    async close() {
      stopping.abort();
      await closeParser?.();
    },
  };
}
