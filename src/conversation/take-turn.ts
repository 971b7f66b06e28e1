import type { Database } from "../database/index.ts";
import type { Clock, Sealer } from "../shared/index.ts";
import { newId } from "../shared/index.ts";
import type { NoticeContent } from "./inbox.ts";
import type { InboxMessage, Lease } from "./lease.ts";
import { MAX_ATTEMPTS } from "./lease.ts";
import type { Step, Turn } from "./turn.ts";
import { DEFER_HOURS, findInterruptedWrite, findWriteRequest } from "./write-requests.ts";

const AFTER_DEAD_NOTICE_MS = 300_000;

/** What is read of a burst. Nobody books with more words, and reading costs time that other customers wait for. */
const TEXT_LIMIT = 1000;

export interface TurnDeps {
  database: Database;
  sealer: Sealer;
  clock: Clock;
  steps: readonly { name: string; step: Step }[];
  /** The business's own language. */
  homeLanguage: string;
}

/** One answer for the lease's oldest burst: makes the turn and runs it through the steps. */
export async function takeTurn(deps: TurnDeps, lease: Lease, messages: InboxMessage[]): Promise<Turn> {
  const turn = await beginTurn(deps, lease, messages);
  for (const { name, step } of deps.steps) {
    const from = deps.clock.monotonicMs();
    await step(turn);
    turn.timings[name] = Math.round((deps.clock.monotonicMs() - from) * 100) / 100;
  }
  return turn;
}

/**
 * The messages that are answered together: texts that follow each other are one burst; anything else, and a message
 * that failed before, stands alone, so that a poison message is found out.
 */
export function nextBurst(unread: InboxMessage[]): InboxMessage[] {
  const [first] = unread;
  if (!first) return [];
  if (first.kind !== "text" || first.attempts > 0) return [first];
  const end = unread.findIndex((message) => message.kind !== "text");
  return end === -1 ? unread : unread.slice(0, end);
}

async function beginTurn(deps: TurnDeps, lease: Lease, burst: InboxMessage[]): Promise<Turn> {
  const { conversation } = lease;
  const [first] = burst;
  // A redo after a crash resumes the record that the crash left, for the messages that it names, and decides nothing.
  const interrupted = await findInterruptedWrite(deps.database, conversation.id);
  const named = interrupted && lease.unread.filter((message) => interrupted.messageIds.includes(message.id));
  const messages = named && named.length > 0 ? named : burst;
  const base = {
    id: newId(),
    lease,
    messages,
    text: messages
      .flatMap(({ content }) => (content.kind === "notice" ? [] : [content.text]))
      .join("\n")
      .slice(0, TEXT_LIMIT)
      .toWellFormed()
      .trim(),
    startedAt: deps.clock.now(),
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
    timings: {},
  };

  if ((messages[0]?.attempts ?? 0) >= MAX_ATTEMPTS) {
    const turn: Turn = { ...base, decision: { kind: "dead_letter" } };
    // What the effect was is not known here; the deferred path asks the API with the same key.
    if (interrupted) turn.writeChanges.push({ kind: "defer", token: interrupted.id, retryInMs: 1000 });
    // A notice that cannot be answered ends, what it stood for does not: it is tried again, or apologised for.
    else if (first?.content.kind === "notice" && first.content.notice === "write_retry") {
      turn.writeChanges.push({ kind: "defer", token: first.content.requestId, retryInMs: AFTER_DEAD_NOTICE_MS });
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

async function noticeTurn(deps: TurnDeps, base: Omit<Turn, "decision">, content: NoticeContent): Promise<Turn> {
  if (content.notice === "write_retry") return retryTurn(deps, base, content.requestId);
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
