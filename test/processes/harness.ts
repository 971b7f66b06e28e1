import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { newSid } from "../../src/web/simulator/index.ts";
import { FROM } from "../support/app.ts";
import { createTestDatabase } from "../support/database.ts";
import { type FakeTwilio, inboundWebhook, sendWebhook, startFakeTwilio } from "../support/fake-twilio.ts";
import { type AppProcess, appEnv, restartablePort, startAppProcess, until } from "../support/process.ts";

/** Longer than a claim and the rest of an unknown send together. */
const LONG_ENOUGH = "90 seconds";

export type World = Awaited<ReturnType<typeof startWorld>>;

/** What outlives the application: its database, its provider, its port. */
export async function startWorld() {
  const database = await createTestDatabase();
  const twilio = await startFakeTwilio();
  const port = await restartablePort();
  const customers = createCustomers(twilio, port);

  return {
    database,
    twilio,
    port,
    /** Starts the application and waits until it is ready. */
    async start(env: Record<string, string> = {}): Promise<AppProcess> {
      const app = startAppProcess({ port, env: { ...appEnv(twilio, database.url), ...env } });
      await app.ready;
      return app;
    },
    ...customers,
    /**
     * Claims lapse and unknown sends are old enough to be asked about. Only while no process lives: a living one
     * counts on its time.
     */
    async letTimePass(): Promise<void> {
      await database.query(
        `update messages set claimed_at = claimed_at - $1::interval, deadline = deadline - $1::interval,
           not_before = not_before - $1::interval
         where direction = 'out' and state in ('pending', 'sending', 'unknown')`,
        [LONG_ENOUGH],
      );
    },
    /** Nothing waits to be answered, sent, asked about or written. */
    async untilAtRest(timeoutMs = 20_000): Promise<void> {
      await until(
        async () => {
          const busy = await database.query(
            `select 1 from messages where state in ('received', 'pending', 'sending', 'unknown')
             union all select 1 from write_requests where state in ('writing', 'deferred') limit 1`,
          );
          return busy.length === 0;
        },
        "every conversation at rest",
        timeoutMs,
      );
    },
    /** What a process that was just killed had in hand. */
    async inHand() {
      const [counts] = await database.query<{ leased: number; writing: number; unsent: number; sending: number }>(
        `select
           (select count(*)::int from conversations where lease_until > clock_timestamp() and lease_owner is not null) as leased,
           (select count(*)::int from write_requests where state = 'writing') as writing,
           (select count(*)::int from messages where state = 'pending') as unsent,
           (select count(*)::int from messages where state = 'sending') as sending`,
      );
      return counts ?? { leased: 0, writing: 0, unsent: 0, sending: 0 };
    },
    bookings: (from: string) =>
      database.query<{ code: string; status: string }>(
        `select b.code, b.status from bookings b join customer_identities i on i.customer_id = b.customer_id
         where i.address = $1`,
        [`whatsapp:${from}`],
      ),
    /**
     * Each message was answered by exactly one turn, each turn once, and the provider has just these, in their order.
     * Returns how many were dead letters, which is only for messages that three lives were lost with.
     */
    async expectOneAnswerEach(from: string, inboundCount: number): Promise<number> {
      const inbound = await database.query<{ kind: string; state: string; attempts: number; turn_id: string }>(
        `select m.kind, m.state, m.attempts, m.turn_id from messages m join conversations c on c.id = m.conversation_id
         where c.address = $1 and m.direction = 'in' order by m.settled_at, m.seq`,
        [`whatsapp:${from}`],
      );
      const outbound = await database.query<{ turn_id: string; provider_event_id: string }>(
        `select m.turn_id, m.provider_event_id from messages m join conversations c on c.id = m.conversation_id
         where c.address = $1 and m.direction = 'out' order by m.seq`,
        [`whatsapp:${from}`],
      );
      const written = inbound.filter(({ kind }) => kind !== "notice");
      expect(written).toHaveLength(inboundCount);
      const unfinished = inbound.filter(
        ({ state, attempts }) => state !== "handled" && !(state === "dead" && attempts > 3),
      );
      expect(unfinished).toEqual([]);
      // A retry that has nothing new to say is silent; a customer's message never is.
      const said = new Set(outbound.map(({ turn_id }) => turn_id));
      const owed = inbound.filter(({ kind, turn_id }) => kind !== "notice" || said.has(turn_id));
      expect(outbound.map(({ turn_id }) => turn_id)).toEqual([...new Set(owed.map(({ turn_id }) => turn_id))]);
      const accepted = twilio.messagesTo(from).map(({ sid }) => sid);
      expect(accepted).toEqual(outbound.map(({ provider_event_id }) => provider_event_id));
      return inbound.filter(({ state }) => state === "dead").length;
    },
    async close(): Promise<void> {
      await twilio.close();
      await database.drop();
    },
  };
}

/** People with a phone, behind a careful provider. */
export function createCustomers(twilio: FakeTwilio, port: number) {
  const url = `http://127.0.0.1:${port}/api/whatsapp/webhook`;

  /** One attempt of the provider: the HTTP status, or undefined when nobody answered. */
  async function deliver(from: string, text: string, messageSid = newSid("SM")): Promise<number | undefined> {
    const params = inboundWebhook({ accountSid: twilio.accountSid, from, to: FROM, content: text, messageSid });
    return sendWebhook({ url, authToken: twilio.authToken, params }).then(
      ({ status }) => status,
      () => undefined,
    );
  }

  /** What got no 2xx is delivered again, with the same id. Returns the number of attempts. */
  async function deliverUntilTaken(from: string, text: string): Promise<number> {
    const messageSid = newSid("SM");
    for (let attempt = 1; ; attempt++) {
      const status = await deliver(from, text, messageSid);
      if (status !== undefined && status >= 200 && status < 300) return attempt;
      if (attempt > 1000) throw new Error("the webhook was never taken");
      await pause(25);
    }
  }

  return {
    deliver,
    deliverUntilTaken,
    /** A customer writes and waits for the next answer. */
    async ask(from: string, text: string): Promise<string> {
      const before = twilio.messagesTo(from).length;
      await deliverUntilTaken(from, text);
      const messages = await twilio.waitForMessages(from, before + 1);
      return messages.at(-1)?.body ?? "";
    },
  };
}

/** A working day some days ahead and never a Sunday, as a customer types it: "30/11". */
export function workingDay(now = new Date()): string {
  const day = new Date(now.getTime() + 5 * 24 * 3_600_000);
  if (day.getUTCDay() === 0) day.setUTCDate(day.getUTCDate() + 1);
  return `${day.getUTCDate()}/${day.getUTCMonth() + 1}`;
}
