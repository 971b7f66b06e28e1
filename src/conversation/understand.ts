import type { Nlu } from "../nlu/index.ts";
import { foldText } from "../shared/index.ts";
import type { DialogueState } from "./dialogue-state.ts";
import type { Step } from "./turn.ts";

const ORDINALS = ["primer", "segund", "tercer", "cuart", "quint", "sext", "septim", "octav"];
const ORDINAL = new RegExp(`^(?:la |el )?(${ORDINALS.join("|")}|ultim)[oa]?(?: opcion)?$`);
const OPTION_NUMBER = /^(?:opcion |la |el )?[#(]?(\d{1,2})[).]?$/;

/** Taps and typed option numbers first, without the NLU; then Rasa, or the embedded classifier in its place. */
export function understand(nlu: Nlu): Step {
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
    turn.parse = await nlu.parse(turn.lease.conversation.profile, turn.text, {
      messageId: turn.messages[0]?.id ?? turn.id,
    });
  };
}

/** "2", "2)", "opción 2" or the label itself: what the last answer offered. */
export function findOption(text: string, options: DialogueState["options"]): string | undefined {
  if (!options?.length) return undefined;
  const folded = foldText(text);
  const number = OPTION_NUMBER.exec(folded)?.[1];
  if (number !== undefined) return options[Number(number) - 1]?.payload;
  const ordinal = ORDINAL.exec(folded)?.[1];
  if (ordinal === "ultim") return options.at(-1)?.payload;
  if (ordinal !== undefined) return options[ORDINALS.indexOf(ordinal)]?.payload;
  return options.find((option) => foldText(option.label) === folded)?.payload;
}
