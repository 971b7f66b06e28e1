import type { TestApp } from "../support/app.ts";

export interface TurnRow {
  template: string | null;
  outcome: string;
  intent: string | null;
  engine: string | null;
  action: string | null;
}

/** What a test of this folder asks the database about one customer. */
export function customerOf(app: TestApp, from: string) {
  const address = `whatsapp:${from}`;
  return {
    bookings: () =>
      app.database.query<{ code: string; status: string; starts_at: Date; price_minor: string }>(
        `select b.code, b.status, b.starts_at, b.price_minor from bookings b
         join customer_identities i on i.customer_id = b.customer_id where i.address = $1 order by b.created_at`,
        [address],
      ),
    turns: () =>
      app.database.query<TurnRow>(
        `select t.record->>'template' as template, t.outcome, t.intent, t.engine, t.action from turns t
         join conversations c on c.id = t.conversation_id where c.address = $1 order by t.created_at`,
        [address],
      ),
    /** The template of the newest answer. */
    async template(): Promise<string | null | undefined> {
      return (await this.turns()).at(-1)?.template;
    },
    /** The question that waits for a yes. */
    question: () =>
      app.until<{ id: string; state: string; question_id: string }>(
        `select w.id, w.state, w.question_id from write_requests w join conversations c on c.id = w.conversation_id
         where c.address = $1 and w.state = 'open' and c.state->'confirm'->>'token' = w.id::text`,
        [address],
      ),
    request: (state: string, timeoutMs?: number) =>
      app.until<{ id: string; state: string; attempts: number }>(
        `select w.id, w.state, w.attempts from write_requests w join conversations c on c.id = w.conversation_id
         where c.address = $1 and w.state = $2`,
        [address, state],
        timeoutMs,
      ),
    inbound: () =>
      app.database.query<{ id: string; kind: string; state: string; attempts: number; error_code: string | null }>(
        `select m.id, m.kind, m.state, m.attempts, m.error_code from messages m
         join conversations c on c.id = m.conversation_id where c.address = $1 and m.direction = 'in' order by m.seq`,
        [address],
      ),
    bodies: () => app.twilio.messagesTo(from).map(({ body }) => body),
    /** Everything that came in is answered and everything that was to go out has gone. */
    idle: (timeoutMs?: number) =>
      app.until(
        `select 1 from conversations c where c.address = $1 and c.lease_until is null and not exists (
           select 1 from messages m where m.conversation_id = c.id
             and m.state in ('received', 'pending', 'sending', 'unknown'))`,
        [address],
        timeoutMs,
      ),
  };
}
