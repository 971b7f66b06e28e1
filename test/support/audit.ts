import type { Database } from "../../src/database/index.ts";
import type { FakeTwilio } from "./fake-twilio.ts";

/** What was found wrong about one customer, each as a sentence with ids; empty lists are kept promises. */
export interface Audit {
  /** Accepted and not answered, or said to be sent and not at the provider. */
  lost: string[];
  /** Answered, sent or booked more than once. */
  twice: string[];
  disorder: string[];
  /** A doubt that staff are not told of. */
  unrecorded: string[];
  /** Messages given up after three lives were lost with them; they were answered with an apology. */
  deadLetters: number;
  /** Answers that may have been sent, where the provider could not say, and how many of them it had. */
  doubts: number;
  doubtsAtProvider: number;
}

interface Inbound {
  id: string;
  kind: string;
  state: string;
  attempts: number;
  turn_id: string | null;
}

interface Outbound {
  id: string;
  state: string;
  error_code: string | null;
  turn_id: string;
  provider_event_id: string | null;
  is_told: boolean;
}

/**
 * Compares one customer's rows with what the provider accepted: each message answered by exactly one turn, each turn
 * once, in their order. Each accepted message names its outbound row by its status callback, so nothing is guessed.
 */
export async function auditCustomer(
  { database, twilio }: { database: Database; twilio: FakeTwilio },
  from: string,
  deliveredCount: number,
): Promise<Audit> {
  const audit: Audit = {
    lost: [],
    twice: [],
    disorder: [],
    unrecorded: [],
    deadLetters: 0,
    doubts: 0,
    doubtsAtProvider: 0,
  };
  const inbound = await database.query<Inbound>(
    `select m.id, m.kind, m.state, m.attempts, m.turn_id from messages m join conversations c on c.id = m.conversation_id
     where c.address = $1 and m.direction = 'in' order by m.settled_at, m.seq`,
    [`whatsapp:${from}`],
  );
  const outbound = await database.query<Outbound>(
    `select m.id, m.state, m.error_code, m.turn_id, m.provider_event_id,
       exists (select 1 from alerts a where a.subject_id = m.id and a.severity = 'critical') as is_told
     from messages m join conversations c on c.id = m.conversation_id
     where c.address = $1 and m.direction = 'out' order by m.seq`,
    [`whatsapp:${from}`],
  );
  const accepted = twilio.messagesTo(from).map(({ sid, statusCallback }) => ({
    sid,
    outboundId: statusCallback && new URL(statusCallback).searchParams.get("outbound"),
  }));

  lookAtInbound(audit, inbound, outbound, deliveredCount);
  for (const row of outbound) {
    const copies = accepted.filter(({ outboundId }) => outboundId === row.id);
    if (copies.length > 1) audit.twice.push(`answer ${row.id} is ${copies.length} times at the provider`);
    if (row.state === "failed" && row.error_code === "outcome_unknown") {
      audit.doubts += 1;
      audit.doubtsAtProvider += copies.length;
      if (!row.is_told) audit.unrecorded.push(`answer ${row.id} is a doubt that nobody is told of`);
    } else if (!["sent", "delivered", "read"].includes(row.state)) {
      audit.lost.push(`answer ${row.id} is ${row.state} (${row.error_code})`);
    } else if (copies.length === 0) {
      audit.lost.push(`answer ${row.id} is ${row.state} and not at the provider`);
    } else if (!copies.some(({ sid }) => sid === row.provider_event_id)) {
      audit.disorder.push(`answer ${row.id} is bound to another message of the provider`);
    }
  }
  const sentOrder = accepted.map(({ outboundId }) => outbound.findIndex(({ id }) => id === outboundId));
  if (sentOrder.includes(-1)) audit.twice.push("the provider has a message that no answer stands for");
  if (sentOrder.some((place, index) => place < (sentOrder[index - 1] ?? -1))) {
    audit.disorder.push(`answers reached the provider in the order ${sentOrder.join(", ")}`);
  }
  return audit;
}

function lookAtInbound(audit: Audit, inbound: Inbound[], outbound: Outbound[], deliveredCount: number): void {
  const written = inbound.filter(({ kind }) => kind !== "notice");
  if (written.length < deliveredCount) audit.lost.push(`${written.length} of ${deliveredCount} messages are stored`);
  if (written.length > deliveredCount) audit.twice.push(`${written.length} messages are stored of ${deliveredCount}`);
  for (const { id, state, attempts } of inbound) {
    if (state === "dead" && attempts > 3) audit.deadLetters += 1;
    else if (state !== "handled") audit.lost.push(`message ${id} is ${state} after ${attempts} attempts`);
  }
  // A retry that has nothing new to say is silent; a customer's message never is.
  const said = new Set(outbound.map(({ turn_id }) => turn_id));
  const owed = inbound.filter(({ kind, turn_id }) => kind !== "notice" || (turn_id && said.has(turn_id)));
  const owedTurns = [...new Set(owed.map(({ turn_id }) => turn_id))];
  for (const turn of owedTurns) {
    if (!turn || !said.has(turn)) audit.lost.push(`turn ${turn} answered nothing`);
  }
  const saidTurns = outbound.map(({ turn_id }) => turn_id).filter((turn, index, all) => turn !== all[index - 1]);
  if (new Set(saidTurns).size < saidTurns.length) audit.disorder.push("two turns' answers are mixed");
  const isSameOrder = saidTurns.length === owedTurns.length && saidTurns.every((turn, i) => turn === owedTurns[i]);
  if (!isSameOrder && audit.lost.length === 0) {
    audit.disorder.push(`${saidTurns.length} answers for ${owedTurns.length} turns, or in another order`);
  }
}

/** Each booking stands for one confirmed question, and the customer was told of each once (unless that is in doubt). */
export async function auditBookings(
  { database, twilio }: { database: Database; twilio: FakeTwilio },
  from: string,
  doubts = 0,
): Promise<{ bookings: { code: string; status: string }[]; twice: string[]; lost: string[] }> {
  const bookings = await database.query<{ code: string; status: string }>(
    `select b.code, b.status from bookings b join customer_identities i on i.customer_id = b.customer_id
     where i.address = $1 order by b.created_at`,
    [`whatsapp:${from}`],
  );
  const [{ done } = { done: 0 }] = await database.query<{ done: number }>(
    `select count(*)::int as done from write_requests w join customer_identities i on i.customer_id = w.customer_id
     where i.address = $1 and w.operation = 'createBooking' and w.state = 'done'`,
    [`whatsapp:${from}`],
  );
  const told = twilio.messagesTo(from).filter(({ body }) => body.includes("quedó agendada"));
  const twice: string[] = [];
  const lost: string[] = [];
  if (bookings.length > done) twice.push(`${bookings.length} bookings for ${done} confirmed questions`);
  if (bookings.length < done) lost.push(`${bookings.length} bookings for ${done} confirmed questions`);
  for (const { code } of bookings) {
    const times = told.filter(({ body }) => body.includes(code)).length;
    if (times > 1) twice.push(`booking ${code} was told ${times} times`);
    if (times === 0 && doubts === 0) lost.push(`booking ${code} was never told`);
  }
  return { bookings, twice, lost };
}
