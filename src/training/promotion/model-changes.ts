import type { TrainingExample } from "../../nlu/index.ts";

/** What was added to an intent and taken out of it. */
export interface IntentChange {
  intent: string;
  added: number;
  removed: number;
}

/** Intents whose examples differ between the data of two models, by name. An example is the same as long as its marks are. */
export function findIntentChanges(
  before: readonly TrainingExample[],
  after: readonly TrainingExample[],
): IntentChange[] {
  const [old, young] = [sourcesByIntent(before), sourcesByIntent(after)];
  const none: ReadonlySet<string> = new Set();
  return [...new Set([...old.keys(), ...young.keys()])]
    .sort()
    .map((intent) => {
      const [was, is] = [old.get(intent) ?? none, young.get(intent) ?? none];
      const added = [...is].filter((source) => !was.has(source)).length;
      const removed = [...was].filter((source) => !is.has(source)).length;
      return { intent, added, removed };
    })
    .filter(({ added, removed }) => added + removed > 0);
}

function sourcesByIntent(examples: readonly TrainingExample[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { intent, source } of examples) found.set(intent, (found.get(intent) ?? new Set()).add(source));
  return found;
}
