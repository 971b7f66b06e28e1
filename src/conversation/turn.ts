import type { ActionResult, OutcomeKind, Slots } from "../actions/index.ts";
import type { Choice, OutboundPart } from "../channels/index.ts";
import type { OutboundKind } from "../delivery/index.ts";
import type { Phrased } from "../llm/index.ts";
import type { NluParse } from "../nlu/index.ts";
import type { DialogueState } from "./dialogue-state.ts";
import type { InboxMessage, Lease } from "./lease.ts";
import type { WriteChange, WriteRequest } from "./write-requests.ts";

/** What is to be done about a burst of messages, decided once and then carried out. */
export type Decision =
  | { kind: "silent"; why: string }
  | { kind: "say"; template: string; facts?: Record<string, string>; choices?: Choice[] }
  | { kind: "run"; action: string; slots: Slots }
  | { kind: "perform"; request: WriteRequest }
  /** A yes that cannot have meant the question, because the customer could not have seen it. */
  | { kind: "ask_again"; request: WriteRequest }
  | { kind: "reject"; request: WriteRequest }
  /** `slots`: what was understood all the same; the intent that the customer picks gets it. */
  | { kind: "clarify"; intents: string[]; slots?: Slots }
  | { kind: "opt"; isIn: boolean }
  | { kind: "dead_letter" }
  | { kind: "apologise"; request: WriteRequest };

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
  /** Set when a deferred request is being tried again: nobody waits at the phone for "still nothing". */
  readonly retried: WriteRequest | undefined;
  /** A button, or a typed number that stands for one; understood without the NLU. */
  payload?: { value: string; isTapped: boolean };
  parse?: NluParse;
  decision?: Decision;
  action?: string;
  result?: ActionResult;
  outcome?: OutcomeKind | "silent" | "clarify" | "dead_letter" | "said";
  /** The text and choices before the channel renders them. */
  reply?: { text: string; choices: Choice[] };
  parts?: OutboundPart[];
  outboundKind: OutboundKind;
  /** The id of the message that will carry the question, known before it is sent. */
  readonly replyId: string;
  phrased?: Phrased;
  /** The state after the turn. */
  state: DialogueState;
  setOptedOut?: boolean;
  writeChanges: WriteChange[];
  events: { kind: string; payload: object }[];
  apiCalls: ApiCallRecord[];
  timings: Record<string, number>;
}

export type Step = (turn: Turn) => Promise<void> | void;

/** A message came in after the decision was made and before its effect: merge it and decide again. */
export class NewerMessageError extends Error {
  override readonly name = "NewerMessageError";
  readonly code = "newer_message";
}
