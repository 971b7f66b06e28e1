import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ClassSession, Service } from "../../src/contract/index.ts";
import { randomCode } from "../../src/internal-api/random-code.ts";
import { newId } from "../../src/shared/index.ts";
import { type Harness, MONDAY_8AM, startHarness } from "./harness.ts";

/** Whatever happens to classes at once, on eight connections: nobody's seat is lost, sold twice or taken out of turn. */

const SEED = 20300305;
const AT_ONCE = 8;
const CUSTOMERS = 6;

let harness: Harness;
let yoga: Service;
beforeAll(async () => {
  harness = await startHarness(undefined, { callerLimits: { key: 100_000, customer: 100_000 } });
  yoga = await harness.service("yoga");
});
afterAll(() => harness.close());

/** Each returns what breaks the rule. */
const ALWAYS: Record<string, string> = {
  "a class has as many seats as it says": `select c.id from class_sessions c
    where c.seats <> (select count(*) from class_seats e where e.session_id = c.id)`,
  "a booking has one seat as long as it counts": `select b.code from bookings b where b.session_id is not null
    and (select count(*) from class_seats e where e.booking_id = b.id and e.session_id = b.session_id)
      <> (b.status not in ('cancelled', 'expired'))::int`,
  "nobody sits twice": `select from bookings where status not in ('cancelled', 'expired')
    group by session_id, customer_id having count(*) > 1`,
  "nobody waits twice": `select from waitlist where status in ('waiting', 'offered')
    group by session_id, customer_id having count(*) > 1`,
  "nobody is overtaken": `select from waitlist late join waitlist early using (session_id)
    where early.status = 'waiting' and late.status = 'offered' and late.position > early.position`,
  "an offer is a hold of the same customer, and a hold an offer": `select from waitlist w
      full join (select * from bookings where status = 'held') b on b.id = w.booking_id
    where (w.status = 'offered' and (b.id is null or b.customer_id <> w.customer_id or b.session_id <> w.session_id))
      or (b.id is not null and w.status is distinct from 'offered')`,
  "an entry is offered once and filled once": `select from domain_events where kind in ('waitlist.offered', 'waitlist.filled')
    group by kind, aggregate_id having count(*) > 1`,
  "a cancelled class holds nothing": `select from class_sessions c where c.status = 'cancelled' and (
      exists (select from bookings b where b.session_id = c.id and b.status in ('held', 'confirmed'))
      or exists (select from waitlist w where w.session_id = c.id and w.status in ('waiting', 'offered'))
      or exists (select from allocations a where a.session_id = c.id))`,
  "a credit is spent exactly by what it pays": `select from bookings b where
      (select coalesce(sum(delta), 0) from credit_entries e where e.booking_id = b.id)
      <> -(b.paid_with is not distinct from 'credit' and b.status <> 'expired' and b.is_credit_returned is not true)::int`,
  "no balance is negative": "select from credit_entries group by purchase_id, service_id having sum(delta) < 0",
};

const AFTER_TICK: Record<string, string> = {
  "no seat is free while somebody waits": `select from waitlist w join class_seats e using (session_id)
    where w.status = 'waiting' and e.booking_id is null`,
  "no hold outlives its time": "select from bookings where status = 'held' and hold_expires_at <= (select now from at)",
};

async function brokenRules(rules: Record<string, string>, now: Date): Promise<string[]> {
  const asked = Object.entries(rules).map(
    ([rule, statement]) => `select '${rule}' as rule where exists (${statement})`,
  );
  const rows = await harness.database.query<{ rule: string }>(
    `with at as (select $1::timestamptz as now) ${asked.join(" union all ")}`,
    [now],
  );
  return rows.map(({ rule }) => rule);
}

type Command =
  | { do: "book" | "join" | "leave" | "accept" | "cancel" | "confirm"; who: number; at: number; credit: boolean }
  | { do: "seats"; at: number; seats: number }
  | { do: "cancelClass"; at: number }
  | { do: "tick" };

const personal = fc.record({
  do: fc.constantFrom(
    "book",
    "book",
    "join",
    "join",
    "join",
    "leave",
    "accept",
    "accept",
    "cancel",
    "cancel",
    "confirm",
  ),
  who: fc.nat(CUSTOMERS - 1),
  at: fc.nat(1),
  credit: fc.boolean(),
});
const command = fc.oneof(
  { arbitrary: personal, weight: 24 },
  {
    arbitrary: fc.record({ do: fc.constant("seats"), at: fc.nat(1), seats: fc.integer({ min: 1, max: 3 }) }),
    weight: 1,
  },
  { arbitrary: fc.constant({ do: "tick" }), weight: 3 },
  { arbitrary: fc.record({ do: fc.constant("cancelClass"), at: fc.constant(1) }), weight: 1 },
) as fc.Arbitrary<Command>;
/** What happens at once, and how many minutes pass after it. */
const wave = fc.record({
  commands: fc.array(command, { minLength: AT_ONCE, maxLength: AT_ONCE, size: "max" }),
  minutes: fc.constantFrom(0, 5, 40),
});

test("histories of eight at a time break no rule, deadlock nowhere and never fail", { timeout: 300_000 }, async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(wave, { minLength: 6, maxLength: 8, size: "max" }), async (waves) => {
      const world = await makeWorld();
      let nowMs = MONDAY_8AM.getTime();
      for (const { commands, minutes } of waves) {
        harness.setNow(new Date(nowMs));
        const answers = await Promise.all(commands.map((each) => run(each, world, new Date(nowMs))));
        for (const answer of answers) seen.set(answer, (seen.get(answer) ?? 0) + 1);
        expect(answers.filter((answer) => /5\d\d$|idempotency/.test(answer))).toEqual([]);
        expect(await brokenRules(ALWAYS, new Date(nowMs))).toEqual([]);
        nowMs += minutes * 60_000;
        await harness.api.tick(new Date(nowMs));
        expect(await brokenRules({ ...ALWAYS, ...AFTER_TICK }, new Date(nowMs))).toEqual([]);
      }
    }),
    { numRuns: 8, seed: SEED, endOnFailure: true },
  );
  // It went everywhere.
  const wanted = ["book 201", "book class_full", "join 201", "leave 200", "accept 200", "cancel 200", "seats 200"];
  expect([wanted.filter((answer) => (seen.get(answer) ?? 0) < 3), seen]).toEqual([[], seen]);
  const [statistics] = await harness.database.query(
    "select deadlocks::int from pg_stat_database where datname = current_database()",
  );
  expect(statistics).toEqual({ deadlocks: 0 });
});

interface World {
  customers: string[];
  classes: ClassSession[];
}

async function makeWorld(): Promise<World> {
  await harness.database.query(
    "truncate bookings, class_sessions, allocations, idempotency_keys, domain_events, purchases cascade",
  );
  harness.setNow(MONDAY_8AM);
  const customers = await Promise.all(Array.from({ length: CUSTOMERS }, () => harness.addCustomer()));
  for (const customerId of customers.slice(0, 3)) await giveCredit(customerId);
  const classes: ClassSession[] = [];
  for (const [seats, startsAt] of [
    [1, "2030-03-05T18:00:00-06:00"],
    [2, "2030-03-04T12:00:00-06:00"],
  ] as const) {
    const body = { serviceId: yoga.id, professionalId: yoga.professionals[0]!.id, startsAt, seats };
    const made = await harness.request<ClassSession>("POST", "/admin/classes", { role: "admin", key: newId(), body });
    classes.push(made.body);
  }
  return { customers, classes };
}

async function giveCredit(customerId: string): Promise<void> {
  const id = newId();
  await harness.database.query(
    `insert into purchases (id, profile, code, customer_id, package_id, name, valid_days, price_minor, currency, status,
       pay_token, created_at, expires_at, paid_at, valid_until, credits_end_at)
     select $1, 'studio', $2, $3, p.id, p.name, 30, 100000, 'MXN', 'paid', $2, $4, $4, $4, '2030-06-01', '2030-06-02'
     from packages p limit 1`,
    [id, randomCode(8), customerId, MONDAY_8AM],
  );
  await harness.database.query(
    `insert into credit_entries (id, purchase_id, customer_id, service_id, delta, kind, at)
     values ($1, $2, $3, $4, 1, 'granted', $5)`,
    [newId(), id, customerId, yoga.id, MONDAY_8AM],
  );
}

/** Of whom and to what it can be done now; by the time it is asked for, that may be over. */
const OPEN_TO = {
  leave: `select session_id as name, customer_id as owner from waitlist where status in ('waiting', 'offered')`,
  accept: "select id as name, customer_id as owner from waitlist where status = 'offered'",
  confirm: "select code as name, customer_id as owner from bookings where status = 'held'",
  cancel: "select code as name, customer_id as owner from bookings where status = 'confirmed'",
};

/** Does it and says how it ended: the command and its status or code. */
async function run(command: Command, { customers, classes }: World, now: Date): Promise<string> {
  if (command.do === "tick") {
    await harness.api.tick(now);
    return "tick";
  }
  const path = `/classes/${classes[command.at]!.id}`;
  const tell = ({ status, body }: { status: number; body: { code?: string } }) =>
    `${command.do} ${status === 409 ? body.code : status}`;
  if (command.do === "seats" || command.do === "cancelClass") {
    const method = command.do === "seats" ? "PATCH" : "DELETE";
    const body = command.do === "seats" ? { seats: command.seats } : undefined;
    return tell(await harness.request(method, `/admin${path}`, { role: "admin", key: newId(), body }));
  }
  const send = async (method: string, to: string, body?: object, customerId = customers[command.who]!) =>
    tell(await harness.request(method, to, { customerId, key: newId(), body }));
  const payment = command.credit ? { payWith: "credit" } : {};
  if (command.do === "book") return send("POST", `${path}/bookings`, payment);
  if (command.do === "join") return send("POST", `${path}/waitlist`);
  const rows = await harness.database.query<{ name: string; owner: string }>(OPEN_TO[command.do]);
  const theirs = rows[command.who % rows.length];
  if (!theirs) return `${command.do} nothing`;
  const { name, owner } = theirs;
  if (command.do === "leave") return send("DELETE", `/classes/${name}/waitlist`, undefined, owner);
  if (command.do === "accept") return send("POST", `/client/waitlist/${name}/accept`, payment, owner);
  if (command.do === "confirm") return send("POST", `/client/bookings/${name}/confirm`, undefined, owner);
  return send("DELETE", `/client/bookings/${name}`, undefined, owner);
}
