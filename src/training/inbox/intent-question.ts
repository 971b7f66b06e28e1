import { INTENT_PAGE, type IntentMeaning, nearestName, type Place, readIntentPage } from "../check/index.ts";
import { taughtIntents } from "./annotation-judge.ts";
import { createExampleFiles } from "./example-files.ts";
import type { Terminal } from "./terminal.ts";

/** What a trainer is told while naming an intent. */
export interface IntentGuide {
  /** undefined: nobody wrote down what intents mean, and "?" is a word like any other. */
  page: readonly IntentMeaning[] | undefined;
  /** Those that may be named: of the files as they are now. @throws NluDataError while one cannot be read */
  intents(): readonly string[];
}

export function createIntentGuide(place: Place): IntentGuide {
  const files = createExampleFiles(place);
  return { page: readIntentPage(place.rootDirectory), intents: () => taughtIntents(files.data()) };
}

type IntentAnswer = { intent: string } | "skip" | "reject" | "back" | "over";

const KEYS = new Map<string, IntentAnswer>([
  ["", "skip"],
  ["r", "reject"],
  ["a", "back"],
  ["q", "over"],
]);

/**
 * Asks until there is an intent that exists, or one of the keys. "?" shows what the proposed ones mean; for a name that
 * does not exist the nearest one is proposed too.
 */
export async function askIntent(
  terminal: Terminal,
  proposed: readonly string[],
  { page, intents }: IntentGuide,
): Promise<IntentAnswer> {
  const choices = [...proposed];
  const show = (name: string) => terminal.say(`    ${choices.indexOf(name) + 1}  ${name}`);
  choices.forEach(show);
  const help = page ? "?: qué significan, " : "";
  const question = `Intención (número o nombre; ${help}Enter: saltar, r: rechazar, a: atrás, q: salir): `;
  for (;;) {
    const typed = (await terminal.ask(question))?.trim() ?? "q";
    const answer = KEYS.get(typed);
    if (answer) return answer;
    if (page && typed === "?") {
      explain(terminal, page, choices);
      continue;
    }
    const intent = choices[Number(typed) - 1] ?? typed;
    const known = intents();
    if (known.includes(intent)) return { intent };
    const meant = nearestName(intent, known);
    terminal.say(`    No existe «${intent}»${meant ? ". ¿Querías decir ésta?" : `; hay: ${known.join(", ")}`}`);
    if (!meant) continue;
    if (!choices.includes(meant)) choices.push(meant);
    show(meant);
  }
}

/** Each row of theirs once, in the order in which they are proposed. */
function explain({ say }: Terminal, page: readonly IntentMeaning[], proposed: readonly string[]): void {
  const rows = new Set(proposed.flatMap((intent) => page.find(({ intents }) => intents.includes(intent)) ?? []));
  for (const { intents, says } of rows) {
    say(`    ${intents.join(", ")}`);
    for (const { heading, text } of says) say(`        ${heading}: ${text}`);
  }
  say(rows.size > 0 ? `    De las demás habla ${INTENT_PAGE}.` : `    ${INTENT_PAGE} no dice nada de éstas.`);
}
