import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../support/app.ts";
import { customerOf } from "./helpers.ts";
import { poisonFor } from "./poison.ts";

const TROUBLE = "Tuve un problema con tu mensaje";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  // Not even the fixed sentence of a dead letter can be committed for this one.
  await app.database.query(`
    create function poison() returns trigger language plpgsql as $$
    begin
      if exists (select 1 from messages m where m.id = any(new.message_ids) and m.content->>'text' like '%veneno puro%')
      then raise exception 'poisoned'; end if;
      return new;
    end $$`);
  await app.database.query("create trigger poison before insert on turns for each row execute function poison()");
});
afterAll(() => app.stop());

let next = 0;
const customer = () => `+52155640${String(10_000 + next++)}`;
const dead = (id: string) =>
  app.until<{ error_code: string; attempts: number }>(
    "select error_code, attempts from messages where id = $1 and state = 'dead'",
    [id],
  );

test.each<[string, unknown, string?]>([
  ["nothing", null],
  ["a word", "hola"],
  ["a list", []],
  ["no text", { kind: "text" }],
  ["a number for a text", { kind: "text", text: 5 }],
  ["a tap without a payload", { kind: "choice", text: "Sí" }, "choice"],
  ["a kind that nobody knows", { kind: "hologram", text: "hola" }, "hologram"],
])("a row that holds %s is a dead letter, and what stands behind it is answered", async (_, content, kind = "text") => {
  const from = customer();
  const poison = poisonFor(app, from);
  await app.ask(from, "hola");
  await customerOf(app, from).idle();
  const id = await poison.inbound(content, { kind });
  await app.write(from, "qué paquetes tienen");
  expect((await dead(id)).error_code).toBe("content_unreadable");
  const messages = await app.twilio.waitForMessages(from, 3);
  expect(messages[1]?.body).toContain(TROUBLE);
  expect(messages[2]?.body).toContain("Nuestros paquetes");
  expect(await poison.alertsOf(id)).toEqual([
    { kind: "message.dead_letter", severity: "critical", details: { code: "content_unreadable" } },
  ]);
});

test("other conversations are answered while poison is being found out", async () => {
  const from = customer();
  const poison = poisonFor(app, from);
  await app.ask(from, "hola");
  await customerOf(app, from).idle();
  const ids = await Promise.all([1, 2, 3].map(() => poison.inbound({ kind: "text", text: "esto es veneno puro" })));
  await poison.ring();
  for (const other of [customer(), customer(), customer()]) expect(await app.ask(other, "hola")).toBeTruthy();
  const states = await app.database.query<{ state: string }>("select state from messages where id = any($1)", [ids]);
  expect(states.map(({ state }) => state)).toContain("received");
  await app.database.query("update messages set state = 'handled' where id = any($1)", [ids]);
});

test("a message that ended three processes is a dead letter before a fourth, and the next is answered", async () => {
  const from = customer();
  const poison = poisonFor(app, from);
  await app.ask(from, "hola");
  await customerOf(app, from).idle();
  const id = await poison.inbound({ kind: "text", text: "quiero un masaje mañana a las 5" }, { attempts: 3 });
  await poison.ring();
  expect((await dead(id)).error_code).toBe("process_ended");
  await app.twilio.waitForMessages(from, 2);
  expect(customerOf(app, from).bodies()[1]).toContain(TROUBLE);
  expect(await app.ask(from, "qué paquetes tienen")).toContain("Nuestros paquetes");
});

test("a message for which not even the apology can be committed ends without words, and the conversation goes on", async () => {
  const from = customer();
  const poison = poisonFor(app, from);
  await app.ask(from, "hola");
  await customerOf(app, from).idle();
  // The fifth attempt; those before took the backoff of a real poison message.
  const id = await poison.inbound({ kind: "text", text: "esto es veneno puro" }, { attempts: 5 });
  await app.write(from, "qué paquetes tienen");
  expect(await dead(id)).toMatchObject({ error_code: "P0001" });
  const messages = await app.twilio.waitForMessages(from, 2);
  expect(messages[1]?.body).toContain("Nuestros paquetes");
  expect(await poison.alertsOf(id)).toMatchObject([{ kind: "message.dead_letter", details: { code: "P0001" } }]);
});

test.each<[string, unknown]>([
  ["nothing", null],
  ["a list", [1]],
  ["a form that is none", { form: 5 }],
  ["options that are none", { options: { a: 1 } }],
  ["slots of another shape", { form: { action: "book-appointment", slots: [], updatedAt: "2026-01-07T10:00:00Z" } }],
  ["a token that is none", { confirm: { token: "x", action: "book-appointment", slots: {} } }],
])("a dialogue state that holds %s begins anew, and staff see it", async (_, state) => {
  const from = customer();
  const poison = poisonFor(app, from);
  await app.ask(from, "hola");
  await customerOf(app, from).idle();
  await poison.state(state);
  expect(await app.ask(from, "qué paquetes tienen")).toContain("Nuestros paquetes");
  const conversationId = await poison.conversationId();
  expect(await poison.alertsOf(conversationId)).toMatchObject([{ kind: "conversation.reset", severity: "warning" }]);
  expect(await app.ask(from, "masaje relajante mañana a las 10")).toContain("Masaje relajante");
  expect(await poison.alertsOf(conversationId)).toHaveLength(1);
  expect((await customerOf(app, from).inbound()).map((message) => message.state)).not.toContain("dead");
});

test("a state of the right shape that kills every turn is forgotten at the second dead letter", async () => {
  const from = customer();
  const who = customerOf(app, from);
  const poison = poisonFor(app, from);
  await app.ask(from, "hola");
  await who.idle();
  // An action that existed once: whatever is answered is taken for its name, and it cannot be run.
  await poison.state({
    form: { action: "no-such-action", slots: {}, updatedAt: "2030-01-01T00:00:00Z", asksText: "nombre" },
  });
  const ids: string[] = [];
  for (let message = 0; message < 3; message++) {
    const id = await poison.inbound({ kind: "text", text: "Mariana López" }, { attempts: 2 });
    await poison.ring();
    await app.until("select 1 from messages where id = $1 and state <> 'received'", [id]);
    ids.push(id);
  }
  const states = await app.database.query<{ state: string }>(
    "select state from messages where id = any($1) order by seq",
    [ids],
  );
  expect(states.map(({ state }) => state)).toEqual(["dead", "dead", "handled"]);
});

test("a deferred request whose notice and whose row cannot be read is apologised for in the end, not tried for ever", async () => {
  const from = customer();
  const who = customerOf(app, from);
  const poison = poisonFor(app, from);
  await app.ask(from, "hola");
  await who.idle();
  const { id } = await app.until<{ id: string }>(
    `insert into write_requests (id, conversation_id, customer_id, action, operation, state, params, body, not_before, expires_at)
     select gen_random_uuid(), id, customer_id, 'no-such-action', 'resume', 'deferred', 'null', 'null',
       clock_timestamp() + interval '1 hour', clock_timestamp() + interval '20 hours'
     from conversations where address = $1 returning id`,
    [`whatsapp:${from}`],
  );
  // Its notice stands in the inbox and cannot be read: the request waits for its next time.
  const notice = await poison.inbound(null, { kind: "notice", eventId: `notice:${id}:1` });
  await poison.ring();
  await dead(notice);
  await app.until(
    "select 1 from write_requests where id = $1 and state = 'deferred' and not_before > clock_timestamp() + interval '20 minutes'",
    [id],
  );
  expect(who.bodies()).toHaveLength(1);
  await app.database.query(
    "update write_requests set created_at = clock_timestamp() - interval '20 hours 1 minute', not_before = clock_timestamp() where id = $1",
    [id],
  );
  await who.request("expired");
  expect(await who.template()).toBe("utter_disculpa");
});
