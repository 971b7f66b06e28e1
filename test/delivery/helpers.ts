import type { TestApp } from "../support/app.ts";
import { PATIENCE_MS } from "../support/clock.ts";
import { sendWebhook } from "../support/fake-twilio.ts";

export interface OutboundRow {
  id: string;
  state: string;
  error_code: string | null;
  attempts: number;
  provider_event_id: string | null;
  text: string;
}

export interface Outbox {
  conversationId: string;
  /** Puts bot messages behind what is there, as a turn's commit does, and wakes nobody. */
  put(...texts: string[]): Promise<string[]>;
  /** What a customer's message or a finished turn does: somebody looks at the outbox. */
  wake(): Promise<void>;
  rows(): Promise<OutboundRow[]>;
  row(id: string): Promise<OutboundRow>;
  /** Resolves when the message is in one of these states. */
  until(id: string, ...states: string[]): Promise<OutboundRow>;
}

const COLUMNS = "id, state, error_code, attempts, provider_event_id, content->>'text' as text";

/** A conversation that exists because its customer said hello, with its greeting sent and read. */
export async function openOutbox(app: TestApp, from: string): Promise<Outbox> {
  await app.ask(from, "hola");
  const { id: conversationId } = await app.until<{ id: string }>(
    `select c.id from conversations c join messages m on m.conversation_id = c.id
     where c.address = $1 and m.direction = 'out' and m.state in ('sent', 'delivered', 'read') and c.lease_until is null`,
    [`whatsapp:${from}`],
  );
  const rows = () =>
    app.database.query<OutboundRow>(
      `select ${COLUMNS} from messages where conversation_id = $1 and direction = 'out' order by seq`,
      [conversationId],
    );
  return {
    conversationId,
    async put(...texts) {
      const put = await app.database.query<{ id: string }>(
        `with counter as (
           update conversations set outbox_seq = outbox_seq + $2 where id = $1 returning outbox_seq - $2 as base, channel_account_id
         )
         insert into messages (id, conversation_id, channel_account_id, direction, seq, kind, content, state)
         select gen_random_uuid(), $1, counter.channel_account_id, 'out', counter.base + n, 'bot',
           jsonb_build_object('text', t), 'pending'
         from counter, unnest($3::text[]) with ordinality as part (t, n) returning id`,
        [conversationId, texts.length, texts],
      );
      return put.map(({ id }) => id);
    },
    async wake() {
      await app.database.query("select pg_notify('atiende_bell', $1)", [`${conversationId} urgent`]);
    },
    rows,
    async row(id) {
      const [row] = await app.database.query<OutboundRow>(`select ${COLUMNS} from messages where id = $1`, [id]);
      if (!row) throw new Error("no such message");
      return row;
    },
    until: (id, ...states) =>
      app.until<OutboundRow>(`select ${COLUMNS} from messages where id = $1 and state = any($2)`, [id, states]),
  };
}

/** A status callback as Twilio sends it. @returns the HTTP status. */
export async function postStatus(
  app: TestApp,
  outboundId: string,
  sid: string,
  status: string,
  errorCode?: number,
): Promise<number> {
  const answer = await sendWebhook({
    url: `${app.url}/api/whatsapp/status?outbound=${outboundId}`,
    authToken: app.twilio.authToken,
    params: {
      AccountSid: app.twilio.accountSid,
      MessageSid: sid,
      MessageStatus: status,
      ...(errorCode ? { ErrorCode: String(errorCode) } : {}),
    },
  });
  return answer.status;
}

/** Resolves when the condition holds; polls, because the other side cannot ring a test. */
export async function eventually(isTrue: () => boolean | Promise<boolean>, timeoutMs = PATIENCE_MS): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${isTrue}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}
