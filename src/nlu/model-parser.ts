import type { EmbeddedClassifier } from "./embedded-classifier.ts";
import { createNlu, type NluDeps } from "./nlu.ts";
import type { NluParse } from "./types.ts";

export type ModelParserDeps = Pick<NluDeps, "profile" | "rasaDirectory" | "catalogue" | "token" | "logger">;

/** One text after the other, so that a candidate takes no more of the machine than one customer would. */
export interface ModelParser {
  /** What `nlu.parse` would say with this model in service. @throws when its Rasa does not answer */
  parse(text: string): Promise<NluParse>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 5000;

export function createModelParser(
  deps: ModelParserDeps,
  { model, urls, embedded }: { model: string; urls: string[]; embedded: EmbeddedClassifier },
): ModelParser {
  const nlu = createNlu({ ...deps, embedded, timeoutMs: TIMEOUT_MS });
  void nlu.use(deps.profile, urls, model);
  let last: Promise<unknown> = Promise.resolve();

  async function parseNow(text: string): Promise<NluParse> {
    const parse = await nlu.parse(deps.profile, text);
    if (parse.engine !== "rasa") throw new Error(`the candidate's Rasa (${model}) did not answer`);
    return parse;
  }

  return {
    parse(text) {
      const answer = last.then(() => parseNow(text));
      last = answer.catch(() => undefined);
      return answer;
    },
    close: () => nlu.close(),
  };
}
