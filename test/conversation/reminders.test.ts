import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadProfile, parseConfig } from "../../src/config/index.ts";
import { type Booking, createServiceTokens, type Service } from "../../src/contract/index.ts";
import { createInbox, createRemoteBell, queueReminders } from "../../src/conversation/index.ts";
import { createSealer, newId, silentLogger } from "../../src/shared/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { PATIENCE_MS } from "../support/clock.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type FakeTwilio, startFakeTwilio } from "../support/fake-twilio.ts";
import { customerOf } from "./helpers.ts";

/** Monday; the studio opens from 9 to 14 and from 15 to 20, and is quiet from 21 to 9. */
const MONDAY = "2027-02-08T10:00:00-06:00";
const tokens = createServiceTokens(parseConfig({ NODE_ENV: "test" }).serviceTokenSecrets);
let now = new Date(MONDAY);
const clock = { now: () => now, monotonicMs: () => performance.now() };
const goTo = (iso: string) => {
  now = new Date(`${iso}:00-06:00`);
};

let app: TestApp;
let database: TestDatabase;
let twilio: FakeTwilio;
let root: string;
let services: Service[];
let nextNumber = 1;

beforeAll(async () => {
  database = await createTestDatabase();
  twilio = await startFakeTwilio();
  root = businessWith({ booking_24h: await approve("Tu cita de {{1}} es el {{2}} a las {{3}}.", 3) });
  await start();
});
afterAll(async () => {
  await app.stop();
  await twilio.close();
  await database.drop();
  rmSync(root, { recursive: true });
});

async function start(): Promise<void> {
  app = await startTestApp({ clock, database, twilio, rootDirectory: root });
  ({ services } = await call<{ services: Service[] }>("GET", "/services", newId()));
}

/** A template as the business's Twilio account has it, with the three buttons behind its variables. */
async function approve(body: string, variables: number): Promise<string> {
  const actions = [1, 2, 3].map((n) => ({ type: "QUICK_REPLY", title: `Botón ${n}`, id: `{{${variables + n}}}` }));
  const answer = await fetch(`${twilio.url}/v1/Content`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${twilio.accountSid}:${twilio.authToken}`).toString("base64")}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ language: "es", types: { "twilio/quick-reply": { body, actions } } }),
  });
  return ((await answer.json()) as { sid: string }).sid;
}

/** The studio with approved templates. */
function businessWith(templates: Record<string, string>): string {
  const directory = mkdtempSync(join(tmpdir(), "atiende-"));
  symlinkSync(resolve("rasa"), join(directory, "rasa"));
  cpSync(resolve("profiles"), join(directory, "profiles"), { recursive: true });
  const lines = Object.entries(templates).map(
    ([kind, sid]) =>
      `    ${kind}: { contentSid: ${sid}, variables: [servicio, fecha, hora, boton_1, boton_2, boton_3] }\n`,
  );
  writeFileSync(join(directory, "profiles/studio/profile.yml"), `\ntwilio:\n  templates:\n${lines.join("")}`, {
    flag: "a",
  });
  return directory;
}

async function call<Body>(
  method: string,
  path: string,
  customerId: string,
  body?: object,
  role = "service",
): Promise<Body> {
  const bearer = await tokens.sign({ role: role as "service", ...(role === "service" ? { customerId } : {}) });
  const response = await fetch(`${app.url}/api${path}`, {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      "idempotency-key": newId(),
      ...(body ? { "content-type": "application/json" } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Body;
}

/** Somebody who wrote an hour ago. */
async function customer() {
  const from = `+52155${String(70_000_000 + nextNumber++)}`;
  await app.ask(from, "hola");
  const [row] = await database.query<{ id: string; customer_id: string }>(
    "select id, customer_id from conversations where address = $1",
    [`whatsapp:${from}`],
  );
  const conversation = row!;
  const wrote = (hoursAgo: number) =>
    database.query(
      "update conversations set last_inbound_at = clock_timestamp() - make_interval(hours => $2) where id = $1",
      [conversation.id, hoursAgo],
    );
  await customerOf(app, from).idle();
  await wrote(1);
  return {
    from,
    id: conversation.customer_id,
    wrote,
    messages: () => twilio.messagesTo(from).slice(1),
    /** Books with whoever is free. */
    book: (iso: string, code = "masaje-relajante") =>
      call<Booking>("POST", "/booking", conversation.customer_id, {
        serviceId: services.find((service) => service.code === code)!.id,
        startsAt: `${iso}:00-06:00`,
      }),
    reminders: () =>
      database.query<{ kind: string; state: string; reason: string | null; answer: string | null }>(
        "select kind, state, reason, answer from reminders where customer_id = $1 order by id",
        [conversation.customer_id],
      ),
    ask: (content: Parameters<TestApp["ask"]>[1]) => app.ask(from, content),
  };
}

/** One run of the job, and everything that follows from it. */
async function sweep(): Promise<void> {
  const inbox = createInbox({ database, sealer: createSealer("test"), defaultProfile: "studio" });
  const bell = createRemoteBell(database, silentLogger);
  await queueReminders({ database, inbox, bell, profile: loadProfile(join(root, "profiles/studio")) }, now);
  await expect
    .poll(
      () =>
        database.query(
          `select state from reminders where state = 'handed' union all
           select state from messages where state in ('received', 'pending', 'sending', 'unknown')`,
        ),
      { timeout: PATIENCE_MS },
    )
    .toEqual([]);
}

test("24 hours and 2 hours before, each once, however often it is looked and after a restart", async () => {
  goTo("2027-02-08T10:00");
  const ana = await customer();
  await ana.book("2027-02-10T12:00");
  goTo("2027-02-09T11:59");
  await sweep();
  expect(ana.messages()).toEqual([]);
  goTo("2027-02-09T12:00");
  await Promise.all([sweep(), sweep(), sweep()]);
  expect(ana.messages()).toHaveLength(1);
  expect(ana.messages()[0]?.body).toMatch(
    /Masaje relajante[\s\S]*miércoles 10 de febrero[\s\S]*12:00 p\. m\.[\s\S]*1\) Confirmar/,
  );
  await app.stop();
  await start();
  await sweep();
  expect(ana.messages()).toHaveLength(1);
  goTo("2027-02-10T10:01");
  await sweep();
  await sweep();
  expect(ana.messages()).toHaveLength(2);
  expect((await ana.reminders()).map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    "booking_24h told",
    "booking_2h told",
  ]);
});

test("what was moved is told anew for its new time, what was cancelled or has just been agreed is not told", async () => {
  goTo("2027-02-08T10:00");
  const [ana, eva, luz] = [await customer(), await customer(), await customer()];
  const { code } = await ana.book("2027-02-10T16:00");
  const cancelled = await eva.book("2027-02-10T16:00");
  goTo("2027-02-09T16:00");
  await call("DELETE", `/client/bookings/${cancelled.code}`, eva.id);
  await luz.book("2027-02-10T15:00");
  await sweep();
  expect([ana.messages().length, eva.messages().length, luz.messages().length]).toEqual([1, 0, 0]);
  await call("PATCH", `/client/bookings/${code}`, ana.id, { startsAt: "2027-02-12T16:00:00-06:00" });
  goTo("2027-02-10T14:30");
  await sweep();
  expect(ana.messages()).toHaveLength(1);
  goTo("2027-02-11T16:05");
  await sweep();
  expect(ana.messages()).toHaveLength(2);
  expect(ana.messages()[1]?.body).toContain("viernes 12 de febrero");
});

test("a booking that is cancelled while its notice waits is not told of", async () => {
  goTo("2027-02-15T10:00");
  const ana = await customer();
  const { code } = await ana.book("2027-02-17T18:00");
  goTo("2027-02-16T18:00");
  const inbox = createInbox({ database, sealer: createSealer("test"), defaultProfile: "studio" });
  const deps = {
    database,
    profile: loadProfile(join(root, "profiles/studio")),
    bell: createRemoteBell(database, silentLogger),
  };
  const late = {
    acceptNotice: async (...given: Parameters<typeof inbox.acceptNotice>) => {
      await call("DELETE", `/client/bookings/${code}`, ana.id);
      return inbox.acceptNotice(...given);
    },
  };
  await queueReminders({ ...deps, inbox: late }, now);
  await sweep();
  expect(ana.messages()).toEqual([]);
  expect(await ana.reminders()).toEqual([
    { kind: "booking_24h", state: "skipped", reason: "not_confirmed", answer: null },
  ]);
});

test("what a stopped process missed is told as long as it is of use", async () => {
  goTo("2027-02-22T10:00");
  const [ana, eva] = [await customer(), await customer()];
  await ana.book("2027-02-24T13:00");
  await eva.book("2027-02-24T11:30");
  // 24 h before was yesterday; Ana still has three hours, Eva has not.
  goTo("2027-02-24T09:50");
  await sweep();
  expect((await ana.reminders()).map(({ kind }) => kind)).toEqual(["booking_24h"]);
  expect((await eva.reminders()).map(({ kind }) => kind)).toEqual(["booking_2h"]);
  goTo("2027-02-24T12:31");
  await sweep();
  expect((await ana.reminders()).map(({ kind }) => kind)).toEqual(["booking_24h"]);
});

test("an appointment early in the morning is told of the evening before, and nothing at night", async () => {
  goTo("2027-03-01T10:00");
  const ana = await customer();
  await ana.book("2027-03-03T09:30");
  goTo("2027-03-02T09:30");
  await sweep();
  for (const quiet of ["2027-03-02T21:00", "2027-03-03T03:00", "2027-03-03T08:30"]) {
    goTo(quiet);
    await sweep();
  }
  expect((await ana.reminders()).map(({ kind }) => kind)).toEqual(["booking_24h"]);
  goTo("2027-03-02T20:31");
  await sweep();
  expect((await ana.reminders()).map(({ kind }) => kind)).toEqual(["booking_24h", "booking_2h"]);
});

test("after 24 hours of silence the approved template is sent, and its buttons work", async () => {
  goTo("2027-03-08T10:00");
  const ana = await customer();
  const { code } = await ana.book("2027-03-10T17:00");
  await ana.wrote(30);
  goTo("2027-03-09T17:00");
  await sweep();
  const [sent] = ana.messages();
  expect(sent?.contentSid).toMatch(/^HX/);
  expect(sent?.body).toBe("Tu cita de Masaje relajante es el miércoles 10 de marzo a las 5:00 p. m..");
  const [confirm, move, cancel] = sent!.buttons;
  const tap = (button: typeof confirm) => ({ kind: "button", text: button!.title, payload: button!.payload }) as const;
  expect(await ana.ask(tap(confirm))).toContain("Gracias por confirmar");
  expect((await ana.reminders())[0]).toMatchObject({ state: "told", answer: "confirm" });
  expect(await ana.ask(tap(move))).toMatch(/día|cuándo|fecha/i);
  expect((await ana.reminders())[0]).toMatchObject({ answer: "move" });
  const question = await ana.ask(tap(cancel));
  expect(question).toContain("Masaje relajante");
  expect(await ana.ask("sí")).toMatch(/cancel/i);
  const [booking] = await database.query("select status from bookings where code = $1", [code]);
  expect(booking.status).toBe("cancelled");
  // The tap of a reminder that is no longer true is answered with what is.
  expect(await ana.ask(tap(confirm))).not.toContain("Gracias por confirmar");
});

test("without an approved template nothing leaves, and staff are told once", async () => {
  goTo("2027-03-15T10:00");
  const [ana, eva] = [await customer(), await customer()];
  await ana.book("2027-03-17T12:00");
  await eva.book("2027-03-17T12:00");
  for (const one of [ana, eva]) await one.wrote(30);
  goTo("2027-03-17T10:00");
  await sweep();
  expect([...ana.messages(), ...eva.messages()]).toEqual([]);
  expect((await ana.reminders()).at(-1)).toMatchObject({ kind: "booking_2h", state: "skipped", reason: "no_template" });
  expect((await eva.reminders()).at(-1)).toMatchObject({ reason: "no_template" });
  expect(await database.query("select details from alerts where kind = 'reminder.no_template'")).toEqual([
    { details: { template: "booking_2h" } },
  ]);
});

test("a code in answer to a reminder shows its appointment, and the reminder still waits for a yes", async () => {
  goTo("2027-03-18T10:00");
  const ana = await customer();
  const { code } = await ana.book("2027-03-20T12:00");
  goTo("2027-03-19T12:00");
  await sweep();
  expect(await ana.ask(code.toLowerCase())).toMatch(new RegExp(`Tu cita:[\\s\\S]*${code}`));
  expect(await ana.ask("sí")).toContain("Gracias por confirmar");
  expect((await ana.reminders())[0]).toMatchObject({ state: "told", answer: "confirm" });
  expect(await ana.ask("sí")).not.toContain("Gracias por confirmar");
});

test("who wants no messages gets none; who is held by a person neither; who is writing is not interrupted", async () => {
  goTo("2027-03-22T10:00");
  const [out, held, writing] = [await customer(), await customer(), await customer()];
  for (const one of [out, held, writing])
    await one.book("2027-03-24T18:00", one === held ? "facial-hidratante" : undefined);
  await out.ask("BAJA");
  await database.query("update conversations set holder = 'human' where customer_id = $1", [held.id]);
  await writing.wrote(0);
  goTo("2027-03-23T18:00");
  const before = out.messages().length;
  await sweep();
  expect([out.messages().length - before, held.messages().length, writing.messages().length]).toEqual([0, 0, 0]);
  expect((await out.reminders())[0]).toMatchObject({ state: "skipped", reason: "opted_out" });
  expect((await held.reminders())[0]).toMatchObject({ state: "skipped", reason: "held_by_human" });
  await writing.wrote(1);
  await sweep();
  expect(writing.messages()).toHaveLength(1);
  expect(await writing.ask("sí")).toContain("Gracias por confirmar");
});

test("the morning after a no-show another time is offered, unless one is booked already", async () => {
  goTo("2027-04-05T10:00");
  const [ana, eva] = [await customer(), await customer()];
  for (const one of [ana, eva]) {
    const { code } = await one.book("2027-04-06T11:00");
    await database.query("update bookings set status = 'no_show' where code = $1", [code]);
  }
  await eva.book("2027-04-20T11:00");
  goTo("2027-04-06T18:00");
  await sweep();
  expect(ana.messages()).toEqual([]);
  goTo("2027-04-07T10:00");
  await sweep();
  expect(ana.messages()[0]?.body).toMatch(/Te extrañamos[\s\S]*Agendar una cita/);
  expect(eva.messages()).toEqual([]);
  expect(await ana.ask("1")).toMatch(/Masaje relajante/i);
});

test("seven days and one day before a package ends, while something is left of it", async () => {
  goTo("2027-05-03T12:00");
  const [ana, eva] = [await customer(), await customer()];
  const { packages } = await call<{ packages: { id: string; name: string }[] }>("GET", "/packages", ana.id);
  for (const one of [ana, eva]) {
    const bought = await call<{ payUrl: string; id: string }>("POST", "/client/purchase", one.id, {
      packageId: packages[0]!.id,
    });
    await fetch(bought.payUrl, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", origin: app.url },
    });
    await expect
      .poll(() => database.query("select 1 from purchases where id = $1 and status = 'paid'", [bought.id]), {
        timeout: PATIENCE_MS,
      })
      .toHaveLength(1);
  }
  const [{ day }] = await database.query("select valid_until::text as day from purchases where customer_id = $1", [
    ana.id,
  ]);
  await database.query(
    `insert into credit_entries (id, purchase_id, customer_id, service_id, delta, kind, at)
     select gen_random_uuid(), purchase_id, customer_id, service_id, -sum(delta), 'spent', now() from credit_entries
     where customer_id = $1 group by 2, 3, 4`,
    [eva.id],
  );
  const before = (days: number) => {
    const at = new Date(`${day}T10:00:00-06:00`);
    at.setUTCDate(at.getUTCDate() - days);
    return at;
  };
  const count = () => database.query("select kind, state from reminders where customer_id = $1 order by id", [ana.id]);
  for (const days of [8, 7, 5, 1]) {
    now = before(days);
    await ana.wrote(1);
    await sweep();
  }
  expect(await count()).toEqual([
    { kind: "package_7d", state: "told" },
    { kind: "package_1d", state: "told" },
  ]);
  expect(ana.messages().at(-1)?.body).toContain(packages[0]!.name);
  expect(await eva.reminders()).toEqual([]);
});

test("a seat of the waiting list is offered once, also in the middle of a conversation, and asks before it is taken", async () => {
  goTo("2027-06-07T10:00");
  const ana = await customer();
  await ana.wrote(0);
  const service = services.find(({ code }) => code === "masaje-relajante")!;
  const [session, booking, place] = [newId(), newId(), newId()];
  const startsAt = new Date("2027-06-09T18:00:00-06:00");
  const values = [session, service.id, startsAt, booking, ana.id, place, new Date("2027-06-07T12:00:00-06:00"), now];
  await database.transaction(async (sql) => {
    await sql.query(
      `with who as (select id from resources where profile = 'studio' limit 1),
       session as (insert into class_sessions (id, profile, service_id, resource_id, starts_at, ends_at, seats, price_minor, currency, created_at)
         select $1, 'studio', $2, who.id, $3, $3::timestamptz + interval '1 hour', 1, 20000, 'MXN', $8 from who),
       seat as (insert into class_seats (session_id, seat, booking_id) values ($1, 1, $4)),
       booking as (insert into bookings (id, profile, code, customer_id, service_id, resource_id, status, starts_at, ends_at, price_minor, currency, hold_expires_at, session_id)
         select $4, 'studio', 'LUGAR7', $5, $2, who.id, 'held', $3, $3::timestamptz + interval '1 hour', 20000, 'MXN', $7, $1 from who)
       insert into waitlist (id, profile, session_id, customer_id, status, offered_until, booking_id, created_at)
         values ($6, 'studio', $1, $5, 'offered', $7, $4, $8)`,
      values,
    );
  });
  await Promise.all([sweep(), sweep()]);
  expect(ana.messages()).toHaveLength(1);
  expect(ana.messages()[0]?.body).toMatch(/Se liberó un lugar[\s\S]*miércoles 9 de junio[\s\S]*1\) Tomar el lugar/);
  expect(await ana.ask("1")).toMatch(/¿Te confirmo este lugar\?[\s\S]*\$200/);
  goTo("2027-06-07T12:01");
  expect(
    await ana.ask({
      kind: "button",
      text: "Tomar el lugar",
      payload: `reminder:${(await reminderOf(ana.id)).id}:confirm`,
    }),
  ).toBe("Ese lugar ya no está disponible.");
});

async function reminderOf(customerId: string): Promise<{ id: string }> {
  const [row] = await database.query<{ id: string }>("select id from reminders where customer_id = $1", [customerId]);
  return row!;
}
