import { foldText } from "../shared/index.ts";
import type { Step, Turn } from "./turn.ts";
import type { InboxMessage } from "./unread.ts";

/** Whole messages only: "dame de baja la cita" is not an opt-out. Twilio and Meta ask for the English words too. */
const OUT = new Set(["baja", "stop", "unsubscribe", "darme de baja", "dar de baja", "no mas mensajes", "arret"]);
const IN = new Set(["alta", "start", "darme de alta", "dar de alta"]);

/** First of all steps: consent words are law, not language, so no model reads them. */
export const consent: Step = (turn) => {
  // A deferred request is a decision already, and still one that nobody wants any more after an opt-out.
  const isNotice = turn.messages[0]?.kind === "notice";
  if (turn.decision && ((!turn.retried && !isNotice) || isUnderWay(turn))) return;
  const { isOptedOut } = turn.lease.conversation;
  // Each message of a burst by itself, and the last one counts: "Baja" does not lose its meaning by a "gracias" behind it.
  const word = turn.messages.map(wordsOf).findLast((words) => OUT.has(words) || IN.has(words));
  if (word !== undefined) turn.decision = { kind: "opt", isIn: IN.has(word) };
  else if (isOptedOut) {
    if (isNotice) turn.decision = { kind: "silent", why: "opted_out" };
    turn.outboundKind = "consent";
  }
};

/** True for a message that is nothing but one of the words that end all messages. */
export function isOptOutWord(text: string): boolean {
  return OUT.has(wholeText(text));
}

/** True for a message that is nothing but a word of consent, out or in. */
export function isConsentWord(message: InboxMessage): boolean {
  const words = wordsOf(message);
  return OUT.has(words) || IN.has(words);
}

function wordsOf({ content }: InboxMessage): string {
  return content.kind === "notice" ? "" : wholeText(content.text);
}

function wholeText(text: string): string {
  return foldText(text).replace(/[.!]+$/, "");
}

/** Step two: while a person holds the conversation the bot is silent; the message is theirs, also after they gave it back. */
export const heldByHuman: Step = (turn) => {
  const isTheirs = turn.lease.conversation.holder === "human" || turn.messages[0]?.isForHuman;
  if (isTheirs && turn.decision?.kind !== "opt" && !isUnderWay(turn)) {
    turn.decision = { kind: "silent", why: "held_by_human" };
  }
};

/** An effect that had begun is finished; delivery keeps its answer from the customer and shows it to the person. */
function isUnderWay({ decision }: Turn): boolean {
  return decision?.kind === "perform" && decision.request.state === "writing";
}
