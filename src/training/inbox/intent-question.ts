import { INTENT_PAGE, type IntentMeaning } from "../check/index.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Asks for the intent until something else than "?" is typed, which shows what the proposed ones mean.
 *
 * @param page undefined: nobody wrote down what intents mean, and "?" is a word like any other
 */
export async function askIntent(
  terminal: Terminal,
  proposed: readonly string[],
  page: readonly IntentMeaning[] | undefined,
): Promise<string | undefined> {
  const help = page ? "?: qué significan, " : "";
  for (;;) {
    const question = `Intención (número o nombre; ${help}Enter: saltar, r: rechazar, q: salir): `;
    const typed = (await terminal.ask(question))?.trim();
    if (!page || typed !== "?") return typed;
    explain(terminal, page, proposed);
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
