import { newSid } from "../../../src/web/simulator/index.ts";
import type { TestApp } from "../../support/app.ts";
import { FROM, inboundWebhook } from "../../support/fake-twilio.ts";
import { type Attack, messagesOf } from "./attacks.ts";

const AT_ONCE = 12;
/** Ids of the catalogue are each database's own. */
const UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

export interface Person {
  phone: string;
  name: string;
}

/** The person who sends the n-th attack. Nobody's number, and a surname that stands nowhere else. */
export function attacker(n: number): Person {
  return { phone: `+521557700${String(n).padStart(4, "0")}`, name: "Canaria Ixchelmanovska" };
}

/** One customer writes, and everything that this brings about has left. Returns what was read since. */
export async function say(app: TestApp, { phone, name }: Person, content: string): Promise<string[]> {
  const messageSid = newSid("SM");
  const before = app.twilio.messagesTo(phone).length;
  const { accountSid } = app.twilio;
  const { status } = await app.post(
    inboundWebhook({ accountSid, from: phone, to: FROM, content, profileName: name, messageSid }),
  );
  if (status !== 200) throw new Error(`the webhook answered ${status}`);
  await app.twilio.waitForMessages(phone, before + 1);
  await app.until(
    `select 1 from messages m join conversations c on c.id = m.conversation_id
     where m.provider_event_id = $1 and m.state in ('handled', 'dead') and c.lease_until is null and not exists (
       select 1 from messages o where o.conversation_id = c.id and o.state in ('received', 'pending', 'sending', 'unknown'))`,
    [messageSid],
  );
  return app.twilio
    .messagesTo(phone)
    .slice(before)
    .map(({ body }) => body ?? "");
}

/** Every attack by a customer of its own, some at a time; what each of them read, step by step. */
export async function assault(app: TestApp, attacks: readonly Attack[]): Promise<string[][]> {
  const read: string[][] = attacks.map(() => []);
  const waiting = [...attacks.entries()];
  const one = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [n, attack] = next;
      for (const text of messagesOf(attack)) read[n]!.push((await say(app, attacker(n), text)).join("\n---\n"));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return read;
}

/** What stands in the database after all that: effects, not words. */
export async function effectsOf(app: TestApp): Promise<Record<string, unknown>> {
  const count = (table: string, what: string) =>
    app.database.query(`select ${what} as what, count(*)::int as n from ${table} group by 1 order by 1`);
  return {
    bookings: await count("bookings", "status"),
    allocations: await count("allocations", "''"),
    purchases: await count("purchases", "''"),
    payments: await count("payments", "status"),
    tickets: await count("tickets", "reason || ' ' || status"),
    consents: await count("consents", "kind || ' ' || is_granted"),
    writes: await count(
      "write_requests",
      `action || ' ' || state || ' ' || regexp_replace(body::text, '${UUID}', '*', 'g')`,
    ),
    names: await count("customers", "coalesce(language, '')"),
    optedOut: await count("conversations", "is_opted_out || ' ' || holder"),
  };
}
