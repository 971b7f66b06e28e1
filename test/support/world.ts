import type { Service } from "../../src/app.ts";
import type { Database } from "../../src/database/index.ts";
import { createCustomers } from "./customers.ts";
import { type FakeTwilio, startFakeTwilio } from "./fake-twilio.ts";
import { type AppProcess, appEnv, restartablePort, startAppProcess, until } from "./process.ts";

/** Longer than a claim and the rest of an unknown send together. */
const LONG_ENOUGH_MS = 120_000;
const JUMP_EVERY_MS = 5000;

export interface WorldOptions {
  /** Dropped by the world's `close`. */
  database: Database & { url: string; drop(): Promise<void> };
  twilio?: FakeTwilio;
  /** Where webhooks are posted; this machine and the world's port unless told. */
  webhookUrl?: string;
}

export interface StartOptions {
  services?: readonly Service[];
  env?: Record<string, string>;
  nodeArgs?: readonly string[];
  port?: number;
  isArmable?: boolean;
}

export type World = Awaited<ReturnType<typeof startWorld>>;

/** What outlives the application: its database, its provider, its port, its customers. */
export async function startWorld(options: WorldOptions) {
  const { database } = options;
  const twilio = options.twilio ?? (await startFakeTwilio());
  const ownPort = await restartablePort();
  const customers = createCustomers(twilio, options.webhookUrl ?? `http://127.0.0.1:${ownPort}/api/whatsapp/webhook`);

  /** Questions and forms that nobody answered are old, and what was put off behind them, or for a while, is due. */
  async function letWritesComeDue(): Promise<void> {
    await database.query(
      `update write_requests set expires_at = clock_timestamp() where state = 'open' and expires_at > clock_timestamp()
         and conversation_id in (select conversation_id from write_requests where state = 'deferred')`,
    );
    await database.query(
      `update conversations set state = jsonb_set(state, '{form,updatedAt}', to_jsonb(now() - interval '1 hour'))
       where state->'form' is not null and id in (select conversation_id from write_requests where state = 'deferred')`,
    );
    await database.query(
      "update write_requests set not_before = clock_timestamp() where state = 'deferred' and not_before > clock_timestamp()",
    );
  }

  /** Nothing waits to be answered, sent, asked about or, unless `isWithoutWrites`, written. */
  async function untilAtRest(timeoutMs = 120_000, { isWithoutWrites = false } = {}): Promise<void> {
    let busy: { what: string; n: number }[] = [];
    await until(
      async () => {
        busy = await database.query(
          `select direction || ' ' || state || coalesce(' ' || error_code, '') as what, count(*)::int as n from messages
           where state in ('received', 'pending', 'sending', 'unknown') group by 1
           union all select 'write ' || state || ' ' || action, count(*)::int from write_requests
           where state in ('writing', 'deferred') and not $1 group by 1`,
          [isWithoutWrites],
        );
        return busy.length === 0;
      },
      "every conversation at rest",
      timeoutMs,
    ).catch((error: Error) => {
      throw new Error(`${error.message}; ${busy.map(({ what, n }) => `${n} ${what}`).join(", ")}`);
    });
  }

  /** As `untilAtRest`, with time jumping for what was put off: behind an open question it would wait for half an hour. */
  async function untilSettled(timeoutMs = 180_000, onJump?: () => Promise<void>): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const restless = await untilAtRest(JUMP_EVERY_MS).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (!restless) return;
      if (performance.now() > deadline) throw restless;
      await onJump?.();
      await letWritesComeDue();
    }
  }

  return {
    database,
    twilio,
    port: ownPort,
    /** Starts the application, or one half of it, and waits until it is ready. */
    async start({ services, env, nodeArgs, isArmable, port = ownPort }: StartOptions = {}): Promise<AppProcess> {
      const args = services ? [`--services=${services.join(",")}`] : [];
      const app = startAppProcess({
        port,
        args,
        nodeArgs,
        isArmable,
        env: { ...appEnv(twilio, database.url), ...env },
      });
      await app.ready;
      return app;
    },
    ...customers,
    /**
     * Claims lapse, what rests has rested, unknown sends are old enough to be asked about; the provider's list has caught
     * up as far. `whileWorking`: a living worker counts on its claims, so only what rests grows older.
     */
    async letTimePass(ms = LONG_ENOUGH_MS, { whileWorking = false } = {}): Promise<void> {
      twilio.letTimePass(ms);
      await database.query(
        `update messages set claimed_at = claimed_at - $1::interval, deadline = deadline - $1::interval,
           not_before = not_before - $1::interval
         where direction = 'out' and (state in ('pending', 'unknown') or (state = 'sending' and not $2))
           and (deadline is null or not $2)`,
        [`${ms} milliseconds`, whileWorking],
      );
      await database.query(
        "update write_requests set not_before = not_before - $1::interval where state = 'deferred'",
        [`${ms} milliseconds`],
      );
    },
    letWritesComeDue,
    untilAtRest,
    untilSettled,
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
    async close(): Promise<void> {
      await twilio.close();
      await database.drop();
    },
  };
}
