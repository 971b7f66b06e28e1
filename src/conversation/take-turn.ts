import type { Database } from "../database/index.ts";
import { type Clock, type Logger, newId, type Sealer } from "../shared/index.ts";
import { buryMessages, followsDeadLetter } from "./dead-letters.ts";
import { requestOfNotice } from "./inbox.ts";
import { type IsSameDay, isLate, lateBurst } from "./late.ts";
import type { Lease } from "./lease.ts";
import { MAX_ATTEMPTS } from "./lease.ts";
import type { NoticeContent } from "./stored-content.ts";
import type { Step, Turn } from "./turn.ts";
import type { InboxMessage } from "./unread.ts";
import { DEFER_HOURS, findInterruptedWrite, findWriteRequest } from "./write-requests.ts";

const AFTER_DEAD_NOTICE_MS = 30 * 60_000;
/** When the fixed sentence of a dead letter fails as often as the answer did, the message ends without it. */
const BURY_AT_ATTEMPTS = 2 * MAX_ATTEMPTS;

/** What is read of a burst. Nobody books with more words, and reading costs time that other customers wait for. */
const TEXT_LIMIT = 1000;

export interface TurnDeps {
  database: Database;
  sealer: Sealer;
  clock: Clock;
  logger: Logger;
  steps: readonly { name: string; step: Step }[];
  /** The business's own language. */
  homeLanguage: string;
}

/** One answer for the lease's oldest burst: makes the turn and runs it through the steps. */
export async function takeTurn(deps: TurnDeps, lease: Lease, messages: InboxMessage[]): Promise<Turn> {
  const turn = await beginTurn(deps, lease, messages);
  if (turn.decision?.kind === "dead_letter" && attemptsOf(turn) >= BURY_AT_ATTEMPTS) {
    await buryMessages(deps, turn);
    return turn;
  }
  for (const { name, step } of deps.steps) {
    const from = deps.clock.monotonicMs();
    await step(turn);
    turn.timings[name] = Math.round((deps.clock.monotonicMs() - from) * 100) / 100;
  }
  return turn;
}

/**
 * The messages that are answered together: texts that follow each other are one burst; anything else, and a message
 * that failed before, stands alone, so that a poison message is found out. So does one that was put back after it had
 * been given up. What is late is a burst of its own, see late.ts.
 */
export function nextBurst(unread: InboxMessage[], isSameDay: IsSameDay = () => true): InboxMessage[] {
  const [first] = unread;
  if (!first) return [];
  if (isApart(first)) return [first];
  if (isLate(first) && first.attempts === 0) return lateBurst(unread, isSameDay, isApart);
  if (first.isExcess && first.kind !== "notice" && first.attempts === 0) return excessBurst(unread);
  if (first.kind !== "text" || first.attempts > 0) return [first];
  const end = unread.findIndex((message) => message.kind !== "text" || isApart(message) || !isSameDay(first, message));
  return end === -1 ? unread : unread.slice(0, end);
}

function isApart(message: InboxMessage): boolean {
  return message.isUnreadable || message.retriedAt !== undefined;
}

/**
 * What came above the sender's limit is answered once, of whatever kinds it is. The kind that came last speaks, and stands
 * first: all texts together, or the last tap alone, because an earlier tap is not what somebody who wrote since still wants.
 */
function excessBurst(unread: InboxMessage[]): InboxMessage[] {
  const end = unread.findIndex((message) => message.kind === "notice" || isApart(message));
  const excess = end === -1 ? unread : unread.slice(0, end);
  const last = excess.at(-1);
  const isSpeaking = (message: InboxMessage) => (last?.kind === "text" ? message.kind === "text" : message === last);
  return [...excess.filter(isSpeaking), ...excess.filter((message) => !isSpeaking(message))];
}

async function beginTurn(deps: TurnDeps, lease: Lease, burst: InboxMessage[]): Promise<Turn> {
  const { conversation } = lease;
  const [first] = burst;
  // A redo after a crash resumes the record that the crash left, for the messages that it names, and decides nothing.
  const interrupted = lease.hasInterruptedWrite
    ? await findInterruptedWrite(deps.database, conversation.id)
    : undefined;
  const named = interrupted && lease.unread.filter((message) => interrupted.messageIds.includes(message.id));
  const messages = named && named.length > 0 ? named : burst;
  const base = {
    id: newId(),
    lease,
    messages,
    text: messages
      .filter(({ kind }) => kind === messages[0]?.kind)
      .flatMap(({ content }) => (content.kind === "notice" ? [] : [content.text]))
      .join("\n")
      .slice(0, TEXT_LIMIT)
      .toWellFormed()
      .trim(),
    startedAt: deps.clock.now(),
    writtenAt: writtenAt(messages, deps.clock.now()),
    retried: undefined,
    replyId: newId(),
    outboundKind: "bot" as const,
    state: structuredClone(conversation.state),
    language: conversation.chosenLanguage ?? conversation.state.language ?? deps.homeLanguage,
    sayings: [],
    tickets: [],
    writeChanges: [],
    events: [],
    apiCalls: [],
    llmCalls: [],
    timings: {},
  };

  if (attemptsOf(base) >= MAX_ATTEMPTS || (first?.isUnreadable && messages === burst)) {
    const turn: Turn = { ...base, decision: { kind: "dead_letter" } };
    if (await followsDeadLetter(deps.database, turn)) turn.state = {};
    // What the effect was is not known here; the deferred path asks the API with the same key. Its question was answered:
    // withdrawn with it, an effect that may have happened would be told to nobody.
    if (interrupted) {
      turn.writeChanges.push({ kind: "defer", token: interrupted.id, retryInMs: 1000 });
      delete turn.state.confirm;
    }
    // A notice that cannot be answered ends, what it stood for does not: it is tried again, or apologised for.
    else if (first?.kind === "notice") {
      const token = requestOfNotice(first.providerEventId);
      if (token) turn.writeChanges.push({ kind: "defer", token, retryInMs: AFTER_DEAD_NOTICE_MS });
    }
    return turn;
  }
  if (interrupted)
    return {
      ...base,
      retried: messages[0]?.kind === "notice" ? interrupted : undefined,
      decision: { kind: "perform", request: interrupted },
    };
  if (first?.content.kind === "notice") return noticeTurn(deps, base, first.content);
  return base;
}

/** Of several, the newest; a burst is of one day. */
function writtenAt(messages: InboxMessage[], now: Date): Date {
  const speaking = messages.filter(({ kind }) => kind === messages[0]?.kind);
  return new Date(now.getTime() - Math.max(0, Math.min(...speaking.map(({ ageMs }) => ageMs))));
}

/** The attempt is counted on the oldest message, which is not always one of those that a redo is about. */
function attemptsOf({ messages, lease }: Pick<Turn, "messages" | "lease">): number {
  return Math.max(messages[0]?.attempts ?? 0, lease.unread[0]?.attempts ?? 0);
}

async function noticeTurn(deps: TurnDeps, base: Omit<Turn, "decision">, content: NoticeContent): Promise<Turn> {
  if (content.notice === "write_retry") return retryTurn(deps, base, content.requestId);
  if (content.notice === "reminder") return { ...base, decision: { kind: "remind", reminderId: content.reminderId } };
  return { ...base, decision: { kind: "run", action: "report-payment", slots: { compra: content.code } } };
}

async function retryTurn(deps: TurnDeps, base: Omit<Turn, "decision">, requestId: string): Promise<Turn> {
  const request = await findWriteRequest(deps.database, base.lease.conversation.id, requestId);
  if (request?.state !== "deferred") return { ...base, decision: { kind: "silent", why: "nothing_deferred" } };
  // A payment that was never told of is no promise that was broken.
  if (request.ageHours > DEFER_HOURS && request.action === "report-payment") {
    return { ...base, retried: request, decision: { kind: "silent", why: "old_news" } };
  }
  if (request.ageHours > DEFER_HOURS) return { ...base, retried: request, decision: { kind: "apologise", request } };
  if (request.operation !== "resume") return { ...base, retried: request, decision: { kind: "perform", request } };
  return { ...base, retried: request, decision: { kind: "run", action: request.action, slots: request.slots } };
}
