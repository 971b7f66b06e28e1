import { foldText } from "../shared/index.ts";
import type { InboxMessage } from "./lease.ts";
import type { Step, Turn } from "./turn.ts";

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

function wordsOf({ content }: InboxMessage): string {
  return content.kind === "notice" ? "" : foldText(content.text).replace(/[.!]+$/, "");
}

/** Step two: while a person holds the conversation the bot is silent; the message is theirs to answer. */
export const heldByHuman: Step = (turn) => {
  if (turn.lease.conversation.holder === "human" && turn.decision?.kind !== "opt" && !isUnderWay(turn)) {
    turn.decision = { kind: "silent", why: "held_by_human" };
  }
};

/** An effect that had begun is finished; delivery keeps its answer from the customer and shows it to the person. */
function isUnderWay({ decision }: Turn): boolean {
  return decision?.kind === "perform" && decision.request.state === "writing";
}
