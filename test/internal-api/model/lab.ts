import type { Package } from "../../../src/contract/index.ts";
import type { Database, Sql } from "../../../src/database/index.ts";
import { newId, silentLogger } from "../../../src/shared/index.ts";
import { type Harness, MONDAY_8AM, startHarness, tokens } from "../harness.ts";
import { createBank } from "./bank.ts";

/** Rows of one history; the catalogue stays. */
const HISTORY = `webhook_deliveries refund_results refunds payment_events checkout_sessions payments credit_entries
  purchases waitlist class_seats allocations booking_history bookings class_sessions idempotency_keys domain_events
  alerts customers`.split(/\s+/);

/** One request that writes, and every answer that its key ever got. */
export interface Asked {
  key: string;
  operation: string;
  method: string;
  path: string;
  customerId: string | undefined;
  body: object | undefined;
  /** `code`: of what a success names; `problem`: why not. */
  answers: { status: number; code: string | null; problem: string | null }[];
}

export type Wanted = Pick<Asked, "operation" | "method" | "path"> & { customerId?: string; body?: object };
/** `twice`: at the same time, under one key. `cut`: the connection ends before the answer. */
export type Way = "once" | "twice" | "cut";

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each command reads the fields of its own operation.
  body: any;
}

export interface LabOptions {
  /** Changes statements on their way, and the schema before: for runs that have to fail. */
  rewrite?: (text: string) => string;
  schema?: string;
}

export type Lab = Awaited<ReturnType<typeof createLab>>;

/** The internal API over HTTP with real PostgreSQL; its clock and its bank are in the test's hand. */
export async function createLab({ rewrite, schema }: LabOptions = {}) {
  const bank = createBank();
  const harness = await startHarness(silentLogger, {
    payUrl: (token) => `http://pay.test/pay/${token}`,
    paymentProvider: bank.provider,
    through: (database) => (rewrite ? rewritten(database, rewrite) : database),
  });
  if (schema) await harness.database.query(schema);
  const catalogue = await stock(harness);
  const bearers = new Map<string | undefined, Promise<string>>();

  const lab = {
    harness,
    bank,
    catalogue,
    now: MONDAY_8AM,
    customers: [] as string[],
    bookings: new Map<string, { code: string; customerId: string; startsAt: string }>(),
    purchases: new Map<string, { code: string; customerId: string; token: string }>(),
    classes: new Set<string>(),
    entries: new Map<string, { id: string; classId: string; customerId: string }>(),
    asked: [] as Asked[],
    /** What no query can see. */
    broken: [] as string[],
    /** Command → how often tried, how often it had an effect. */
    seen: {} as Record<string, { tried: number; done: number }>,
    letTimePass(ms: number) {
      lab.now = new Date(lab.now.getTime() + ms);
      harness.setNow(lab.now);
    },
    ask,
    repeat,
    notify,
    count(name: string, isDone: boolean) {
      lab.seen[name] ??= { tried: 0, done: 0 };
      const entry = lab.seen[name];
      entry.tried += 1;
      if (isDone) entry.done += 1;
    },
    reset,
    settle,
    close: () => harness.close(),
  };

  /** A new request, and what it was answered; undefined when the connection was cut before. */
  async function ask(wanted: Wanted, way: Way): Promise<Answer | undefined> {
    const asked: Asked = { customerId: undefined, body: undefined, ...wanted, key: newId(), answers: [] };
    lab.asked.push(asked);
    if (way === "twice") return (await Promise.all([send(asked), send(asked)])).find(Boolean);
    return send(asked, way === "cut");
  }

  /** The same request under the same key. */
  function repeat(asked: Asked): Promise<Answer | undefined> {
    return send(asked);
  }

  async function send(asked: Asked, isCut = false): Promise<Answer | undefined> {
    const { key, method, path, customerId, body } = asked;
    const options = { key, body, token: await tokenOf(customerId) };
    const signal = isCut ? AbortSignal.timeout(1 + (lab.asked.length % 5)) : undefined;
    const answer = await harness
      .request<Answer["body"]>(method, path, signal ? { ...options, signal } : options)
      .catch((error: Error) => {
        if (!isCut) throw error;
        return undefined;
      });
    if (!answer) return undefined;
    const { status } = answer;
    if (status >= 500) lab.broken.push(`an answer is ${status} ${answer.body.code}: ${asked.operation}`);
    const named = answer.body.purchase ?? answer.body;
    const isDone = status < 300;
    asked.answers.push({
      status,
      code: isDone ? (named.code ?? named.id) : null,
      problem: isDone ? null : answer.body.code,
    });
    return { status, body: answer.body };
  }

  function tokenOf(customerId: string | undefined): Promise<string> {
    const known = bearers.get(customerId);
    if (known) return known;
    const signed = tokens.sign(customerId ? { role: "service", customerId } : { role: "admin" });
    bearers.set(customerId, signed);
    return signed;
  }

  /** A new history: other customers, nothing booked, Monday morning. */
  async function reset(customers: number): Promise<void> {
    // What only ever appends cannot be deleted otherwise.
    await harness.database.transaction(async (sql) => {
      await sql.query("set local session_replication_role = replica");
      await sql.query(HISTORY.map((table) => `delete from ${table}`).join(";"));
    });
    bank.reset();
    bearers.clear();
    lab.now = MONDAY_8AM;
    harness.setNow(MONDAY_8AM);
    for (const known of [lab.bookings, lab.purchases, lab.classes, lab.entries]) known.clear();
    Object.assign(lab, { asked: [], broken: [] });
    lab.customers = await Promise.all(Array.from({ length: customers }, () => harness.addCustomer()));
  }

  /** Everybody who heard nothing asks again, the bank's last notifications arrive, and time alone does the rest. */
  async function settle(): Promise<void> {
    for (const asked of lab.asked) {
      for (let tries = 0; tries < 3 && !asked.answers.some(isFinal); tries++) await send(asked);
    }
    bank.isSteady = true;
    // The last first, and what was told before once more.
    for (let told = 0, round = 0; round < 3; round++) {
      bank.decideRefunds(round > 0);
      const due = bank.events.slice(told).toReversed();
      told = bank.events.length;
      for (const event of due) await notify(event);
      await harness.api.settleRefunds();
    }
    await harness.api.tick(lab.now);
    await harness.api.tick(lab.now);
  }

  function notify(event: object) {
    return harness.api.checkout.receiveWebhook(Buffer.from(JSON.stringify(event)), {});
  }

  return lab;
}

/** `idempotency_in_progress` says nothing yet. */
function isFinal({ problem }: Asked["answers"][number]): boolean {
  return problem !== "idempotency_in_progress" && problem !== "unavailable";
}

/** A small package of both services, because races begin where little is left. */
async function stock({ database, request, service }: Harness) {
  const massage = await service("masaje-relajante");
  const yoga = await service("yoga");
  const { body } = await request<{ packages: Package[] }>("GET", "/packages");
  const small = newId();
  await database.query(
    `insert into packages (id, profile, code, name, price_minor, currency, valid_days, is_transferable)
     values ($1, 'studio', 'small', 'Small', 10000, 'MXN', 3, true)`,
    [small],
  );
  await database.query("insert into package_services values ($1, $2, 2), ($1, $3, 2)", [small, massage.id, yoga.id]);
  return { massage, yoga, small, large: body.packages.find(({ code }) => code === "paquete-relax-5")!.id };
}

function rewritten(database: Database, rewrite: (text: string) => string): Database {
  const changed = (sql: Sql): Sql => ({ ...sql, query: (text, values) => sql.query(rewrite(text), values) });
  return {
    ...database,
    ...changed(database),
    transaction: (work) => database.transaction((sql) => work(changed(sql))),
  };
}
