import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../support/app.ts";
import { customerOf } from "./helpers.ts";

let app: TestApp;
let ringing: NodeJS.Timeout;
beforeAll(async () => {
  app = await startTestApp();
  // A message whose turn cannot be committed, however often it is tried, as a defect would have it.
  await app.database.query(`
    create function poison() returns trigger language plpgsql as $$
    begin
      if new.outcome <> 'dead_letter' and exists (
        select 1 from messages m where m.id = any(new.message_ids)
          and (m.content->>'text' like '%veneno%' or m.kind = 'notice')
      ) then raise exception 'poisoned'; end if;
      return new;
    end $$`);
  // What the sweep does every two seconds, more often: each failure has to be found again.
  ringing = setInterval(
    () =>
      void app.database
        .query("select pg_notify('atiende_bell', id || ' urgent') from conversations")
        .catch(() => undefined),
    100,
  );
  await app.database.query("create trigger poison before insert on turns for each row execute function poison()");
});
afterAll(async () => {
  clearInterval(ringing);
  await app.stop();
});

test("the third failure of a message is a dead letter: kept with its reason, told to the customer, and not in the way", async () => {
  const from = "+5215563000001";
  const who = customerOf(app, from);
  await app.ask(from, "hola");
  await app.write(from, "esto lleva veneno");
  await app.until(
    "select 1 from messages where attempts > 0 and state = 'received' and content->>'text' like '%veneno%'",
  );
  await app.write(from, "gracias");

  const messages = await app.twilio.waitForMessages(from, 3);
  await who.idle();
  expect(messages[1]?.body).toContain("Tuve un problema con tu mensaje");
  expect((await who.turns()).map(({ outcome }) => outcome)).toEqual(["info", "dead_letter", "info"]);
  expect(await who.inbound()).toMatchObject([
    { state: "handled", attempts: 1, error_code: null },
    { state: "dead", attempts: 4, error_code: "P0001" },
    { state: "handled" },
  ]);
  const [, dead] = await who.inbound();
  expect(
    await app.database.query("select kind, severity, details from alerts where subject_id = $1", [dead?.id]),
  ).toEqual([{ kind: "message.dead_letter", severity: "critical", details: { code: "P0001" } }]);
  expect(await app.ask(from, "hola")).toBeTruthy();
  expect(await (await fetch(`${app.url}/metrics`)).text()).toMatch(/^atiende_dead_letters_total 1$/m);
});

test("a poisoned message of a burst is found out: the others are answered", async () => {
  const from = "+5215563000002";
  const who = customerOf(app, from);
  await Promise.all([app.write(from, "hola"), app.write(from, "veneno"), app.write(from, "gracias")]);
  await app.until(
    `select 1 from conversations c where c.address = $1 and c.lease_until is null
     and not exists (select 1 from messages m where m.conversation_id = c.id and m.state = 'received')`,
    [`whatsapp:${from}`],
  );
  expect((await who.inbound()).map(({ state }) => state).sort()).toEqual(["dead", "handled", "handled"]);
});

test("a failure that passes costs the customer nothing but the wait", async () => {
  const from = "+5215563000003";
  const who = customerOf(app, from);
  // The first commit fails and the next one does not: a sequence counts what is rolled back as well.
  await app.database.query(`
    create sequence commits;
    create function refuse_the_first() returns trigger language plpgsql as
      $$ begin if nextval('commits') = 1 then raise exception 'not now'; end if; return new; end $$;
    create trigger refuse_the_first before insert on turns for each row execute function refuse_the_first()`);
  await app.write(from, "hola");
  await app.twilio.waitForMessages(from, 1);
  await app.database.query("drop function refuse_the_first() cascade; drop sequence commits");
  expect(await who.inbound()).toMatchObject([{ state: "handled", attempts: 2, error_code: null }]);
});

test("a notice that fails three times says nothing to the customer, and what it stood for is tried again later", async () => {
  const from = "+5215563000004";
  const who = customerOf(app, from);
  await app.ask(from, "hola");
  const { id } = await app.until<{ id: string }>(
    `insert into write_requests (id, conversation_id, customer_id, action, operation, state, body, not_before, expires_at)
     select gen_random_uuid(), id, customer_id, 'list-packages', 'resume', 'deferred', '{}', now(), now() + interval '20 hours'
     from conversations where address = $1 returning id`,
    [`whatsapp:${from}`],
  );
  await app.until(
    "select 1 from write_requests where id = $1 and state = 'deferred' and not_before > now() + interval '4 minutes'",
    [id],
  );
  expect((await who.inbound()).map(({ kind, state }) => `${kind} ${state}`)).toEqual(["text handled", "notice dead"]);
  await who.idle();
  expect(who.bodies()).toHaveLength(1);
});
