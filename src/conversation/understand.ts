import type { LanguageDetector, Nlu, Policy } from "../nlu/index.ts";
import { findOption } from "./options.ts";
import { readTasks } from "./tasks.ts";
import type { Step, Turn } from "./turn.ts";

export interface UnderstandDeps {
  nlu: Nlu;
  policy: Policy;
  detectLanguage: LanguageDetector;
  /** Those in which the business answers. */
  languages: readonly string[];
}

/** Taps and typed option numbers first, without the NLU; then Rasa, or the embedded classifier in its place. */
export function understand(deps: UnderstandDeps): Step {
  return async (turn) => {
    if (turn.decision || turn.payload) return;
    const content = turn.messages[0]?.content;
    if (content?.kind === "choice") {
      turn.payload = { value: content.payload, isTapped: true };
      return;
    }
    if (content?.kind !== "text") return;
    const chosen = findOption(turn.text, turn.state.options);
    if (chosen) {
      turn.payload = { value: chosen, isTapped: false };
      return;
    }
    hearLanguage(deps, turn);
    const [first] = turn.messages;
    const about = { messageId: first?.id ?? turn.id, ...(first ? { receivedAt: first.receivedAt } : {}) };
    const parse = (text: string) => deps.nlu.parse(turn.lease.conversation.profile, text, about);
    turn.parse = await parse(turn.text);
    const tasks = await readTasks(turn.text, turn.parse, parse, deps.policy);
    if (tasks.length > 1) turn.tasks = tasks;
  };
}

/** The language that a customer chose stays; the one that was heard stays until another is heard surely. */
function hearLanguage(deps: UnderstandDeps, turn: Turn): void {
  if (turn.lease.conversation.chosenLanguage) return;
  const heard = deps.detectLanguage(turn.text);
  if (!heard || !deps.languages.includes(heard.language)) return;
  // The first guess stands until another language is heard surely: "cuéntame un chiste" alone looks French.
  if (!heard.isSure && turn.state.language) return;
  turn.state.language = heard.language;
  turn.language = heard.language;
}
