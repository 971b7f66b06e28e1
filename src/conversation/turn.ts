import type { ActionResult, OutcomeKind, Saying, Slots, TicketReason } from "../actions/index.ts";
import type { Choice, OutboundPart, Reply } from "../channels/index.ts";
import type { OutboundKind } from "../delivery/index.ts";
import type { Advice, Deadline, LlmCallRecord, Phrased } from "../llm/index.ts";
import type { NluParse } from "../nlu/index.ts";
import type { DialogueState, Task } from "./dialogue-state.ts";
import type { Lease } from "./lease.ts";
import type { InboxMessage } from "./unread.ts";
import type { WriteChange, WriteRequest } from "./write-requests.ts";

/** What is to be done about a burst of messages, decided once and then carried out. */
export type Decision =
  | { kind: "silent"; why: string }
  | { kind: "say"; template: string; facts?: Record<string, string>; choices?: Choice[] }
  /** `later`: what else the message asks for, in order. `isNew`: nothing of an earlier form is carried on. */
  | { kind: "run"; action: string; slots: Slots; later?: Task[]; text?: string; isNew?: boolean }
  | { kind: "perform"; request: WriteRequest }
  /** A yes that cannot have meant the question, because the customer could not have seen it. */
  | { kind: "ask_again"; request: WriteRequest }
  | { kind: "reject"; request: WriteRequest }
  /** `slots`: what was understood all the same; the intent that the customer picks gets it. */
  | { kind: "clarify"; intents: string[]; slots?: Slots }
  | { kind: "opt"; isIn: boolean }
  | { kind: "rate"; score: number }
  | { kind: "dead_letter" }
  /** Written too long ago to be acted on; `intent` and `slots`: what was understood, to be offered again. */
  | { kind: "late"; intent?: string; slots?: Slots }
  | { kind: "apologise"; request: WriteRequest }
  | { kind: "remind"; reminderId: string };

/** What a model thought of a message that the NLU was unsure of. */
export interface ThirdOpinion extends Omit<Advice, "calls"> {
  /** Between what it could choose, beside "other". */
  among: string[];
  /** The turn went on with it; otherwise it asks or clarifies as it would have done. */
  isTaken: boolean;
}

export type ReminderAnswer = "confirm" | "move" | "cancel";

export interface ApiCallRecord {
  operation: string;
  api: string;
  result: string;
  durationMs: number;
}

/** One answer in the making. Steps add to it; nothing of it is true before the commit. */
export interface Turn {
  readonly id: string;
  readonly lease: Lease;
  /** The messages that this turn answers, in order. */
  readonly messages: InboxMessage[];
  /** What the customer wrote, a burst joined by new lines. */
  readonly text: string;
  readonly startedAt: Date;
  /** When the customer wrote, by our clock: what "mañana" counts from. */
  readonly writtenAt: Date;
  /** Set when a deferred request is being tried again: nobody waits at the phone for "still nothing". */
  readonly retried: WriteRequest | undefined;
  /** A button, or a typed number that stands for one; understood without the NLU. */
  payload?: { value: string; isTapped: boolean };
  parse?: NluParse;
  /** The clauses of a message that asks for several things, in order; absent when it asks for one. */
  tasks?: NluParse[];
  /** What a model thought where the NLU was unsure; `parse` stays as it was. */
  thirdOpinion?: ThirdOpinion;
  /** Of all that models are asked for this answer; see llm-deadline.ts. */
  llmDeadline?: Deadline;
  /** In which the customer is answered. */
  language: string;
  decision?: Decision;
  action?: string | undefined;
  result?: ActionResult;
  outcome?: OutcomeKind | "silent" | "clarify" | "dead_letter" | "said";
  /** What the answer says, in order. */
  sayings: Saying[];
  /** The customer comes back to a form after a long silence. */
  isBack?: boolean;
  /** The text and choices before the channel renders them. */
  reply?: Omit<Reply, "choices"> & { choices: Choice[] };
  parts?: OutboundPart[];
  outboundKind: OutboundKind;
  /** The id of the message that will carry the question, known before it is sent. */
  readonly replyId: string;
  /** The reply in the templates' own words. */
  template?: string;
  phrased?: Phrased;
  /** The state after the turn. */
  state: DialogueState;
  setOptedOut?: boolean;
  /** To be opened with the commit; the answer has told their numbers. */
  tickets: { number: string; reason: TicketReason; summary: string }[];
  /** The question for a mark from 1 to 5, or its answer. */
  rating?: { kind: "asked"; task: string } | { kind: "answered"; score: number };
  /** What the customer answered to a reminder; recorded with the commit. */
  reminderAnswer?: { id: string; answer: ReminderAnswer };
  writeChanges: WriteChange[];
  events: { kind: string; payload: object }[];
  apiCalls: ApiCallRecord[];
  /** Every question to a model, whatever for. */
  llmCalls: LlmCallRecord[];
  timings: Record<string, number>;
  /** Of the conversation's last outbound message; set by the commit, with its time. */
  outboxSeq?: number;
  /** Its commit gave the conversation back: nothing else was unread. */
  isReleased?: boolean;
  committedAt?: Date;
}

export type Step = (turn: Turn) => Promise<void> | void;

/** A message came in after the decision was made and before its effect: merge it and decide again. */
export class NewerMessageError extends Error {
  override readonly name = "NewerMessageError";
  readonly code = "newer_message";
}
