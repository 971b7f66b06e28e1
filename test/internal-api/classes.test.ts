import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Booking, ClassSession, Purchase, Service, WaitlistEntry } from "../../src/contract/index.ts";
import { randomCode } from "../../src/internal-api/random-code.ts";
import { newId } from "../../src/shared/index.ts";
import { type Answer, type Harness, MONDAY_8AM, startHarness, untilHeard } from "./harness.ts";

let harness: Harness;
let yoga: Service;
let diego: string;

beforeAll(async () => {
  harness = await startHarness(undefined, { payUrl: (token) => `https://pay.test/${token}` });
  yoga = await harness.service("yoga");
  diego = yoga.professionals[0]!.id;
});
afterEach(async () => {
  harness.setNow(MONDAY_8AM);
  await query("truncate bookings, class_sessions, allocations, idempotency_keys, domain_events, purchases cascade");
});
afterAll(() => harness.close());

const query: Harness["database"]["query"] = (text, values) => harness.database.query(text, values);
const at = (local: string) => `${local}:00-06:00`;
const setNow = (local: string) => harness.setNow(new Date(at(local)));
const TUESDAY_6PM = at("2030-03-05T18:00");

/** A booking, or the members of a problem that these tests look at. */
type Told = Booking & { waiting?: number };
const admin = <Body = ClassSession & { code?: string }>(method: string, path: string, body?: object) =>
  harness.request<Body>(method, path, { role: "admin", body, ...(method === "GET" ? {} : { key: newId() }) });
const as = <Body = Told>(customerId: string, method: string, path: string, body?: object) =>
  harness.request<Body>(method, path, { customerId, body, ...(method === "GET" ? {} : { key: newId() }) });

async function announce(seats: number, startsAt = TUESDAY_6PM): Promise<ClassSession> {
  const wanted = { serviceId: yoga.id, professionalId: diego, startsAt, seats };
  const { status, body } = await admin("POST", "/admin/classes", wanted);
  expect(status).toBe(201);
  return body;
}

const seat = (customerId: string, { id }: ClassSession, body: object = {}): Promise<Answer<Told>> =>
  as(customerId, "POST", `/classes/${id}/bookings`, body);
const join = (customerId: string, { id }: ClassSession) =>
  as<WaitlistEntry & { code?: string }>(customerId, "POST", `/classes/${id}/waitlist`);
const leave = (customerId: string, { id }: ClassSession) =>
  as<WaitlistEntry & { code?: string }>(customerId, "DELETE", `/classes/${id}/waitlist`);
const accept = (customerId: string, { id }: { id: string }, body: object = {}) =>
  as(customerId, "POST", `/client/waitlist/${id}/accept`, body);
const cancel = (customerId: string, code: string) => as(customerId, "DELETE", `/client/bookings/${code}`);
const waits = async (customerId: string) =>
  (await as<{ entries: WaitlistEntry[] }>(customerId, "GET", "/client/waitlist")).body.entries;

async function look({ id }: ClassSession): Promise<ClassSession | undefined> {
  const path = "/classes?from=2030-03-04&to=2030-03-10";
  const { body } = await admin<{ classes: ClassSession[] }>("GET", path);
  return body.classes.find((session) => session.id === id);
}

const people = (count: number) => Promise.all(Array.from({ length: count }, () => harness.addCustomer()));
const tick = (local: string) => {
  setNow(local);
  return harness.api.tick(new Date(at(local)));
};

/** The first customer has the only seat, the others wait in their order. */
async function crowd(waiting: number) {
  const session = await announce(1);
  const [owner, ...others] = (await people(waiting + 1)) as [string, ...string[]];
  const { body: booked } = await seat(owner, session);
  const entries: WaitlistEntry[] = [];
  for (const other of others) entries.push((await join(other, session)).body);
  return { session, owner, code: booked.code, others, entries };
}

async function kinds(pattern: string): Promise<string[]> {
  const rows = await query<{ kind: string }>("select kind from domain_events where kind like $1 order by id", [
    pattern,
  ]);
  return rows.map(({ kind }) => kind);
}

async function giveCredits(customerId: string, quantity: number): Promise<void> {
  const id = newId();
  await query(
    `insert into purchases (id, profile, code, customer_id, package_id, name, valid_days, price_minor, currency, status,
       pay_token, created_at, expires_at, paid_at, valid_until, credits_end_at)
     select $1, 'studio', $2, $3, p.id, p.name, 30, 100000, 'MXN', 'paid', $2, $4, $4, $4, '2030-06-01', '2030-06-02'
     from packages p limit 1`,
    [id, randomCode(8), customerId, MONDAY_8AM],
  );
  await query(
    `insert into credit_entries (id, purchase_id, customer_id, service_id, delta, kind, at)
     values ($1, $2, $3, $4, $5, 'granted', $6)`,
    [newId(), id, customerId, yoga.id, quantity, MONDAY_8AM],
  );
}

async function creditsOf(customerId: string): Promise<number> {
  const [row] = await query<{ n: number }>(
    "select coalesce(sum(delta), 0)::int as n from credit_entries where customer_id = $1",
    [customerId],
  );
  return row!.n;
}

test("a class takes its teacher and its room; appointments and classes keep out of each other's way", async () => {
  const session = await announce(12);
  expect(session).toMatchObject({
    service: { name: "Yoga" },
    professional: { name: "Diego Luna" },
    startsAt: TUESDAY_6PM,
    endsAt: at("2030-03-05T19:00"),
    status: "scheduled",
    price: { amountMinor: 25_000, currency: "MXN" },
    seats: 12,
    seatsFree: 12,
    waiting: 0,
  });
  const [customerId] = (await people(1)) as [string];
  const slots = await admin<{ slots: { startsAt: string }[] }>(
    "GET",
    `/schedule-slots?serviceId=${yoga.id}&from=2030-03-05&to=2030-03-05`,
  );
  const starts = slots.body.slots.map(({ startsAt }) => startsAt);
  expect(starts).toContain(at("2030-03-05T17:00"));
  for (const time of ["17:30", "18:00", "18:30"]) expect(starts).not.toContain(at(`2030-03-05T${time}`));
  const refused = await harness.book(customerId, { serviceId: yoga.id, startsAt: TUESDAY_6PM });
  expect(refused.body).toMatchObject({ code: "slot_taken" });
  // The room is taken too, whoever the teacher is.
  await expect(
    query(
      `insert into allocations (session_id, resource_id, period)
       select gen_random_uuid(), id, '[2030-03-06 00:30Z, 2030-03-06 00:40Z)' from resources where code = 'salon'`,
    ),
  ).rejects.toMatchObject({ constraint: "allocations_no_overlap" });

  await harness.book(customerId, { serviceId: yoga.id, startsAt: at("2030-03-06T18:00") });
  const wanted = { serviceId: yoga.id, professionalId: diego, startsAt: at("2030-03-06T18:00"), seats: 5 };
  const over = await admin("POST", "/admin/classes", wanted);
  expect(over.status).toBe(409);
  expect(over.body).toMatchObject({ code: "slot_taken", alternatives: expect.any(Array) });
  const [left] = await query("select count(*)::int as n from class_sessions");
  expect(left).toEqual({ n: 1 });
});

test("a seat is a booking: read, cancelled, listed and paid with a credit as any other, and never moved", async () => {
  const session = await announce(2);
  const [ana, beto, carla] = (await people(3)) as [string, string, string];
  expect((await seat(ana, session, { payWith: "credit" })).body).toMatchObject({ code: "no_credit" });
  await giveCredits(ana, 2);
  const booked = await seat(ana, session, { payWith: "credit" });
  expect(booked.status).toBe(201);
  expect(booked.body).toMatchObject({ status: "confirmed", classId: session.id, payment: { kind: "credit" } });
  expect(await creditsOf(ana)).toBe(1);
  const again = await seat(ana, session);
  expect(again.body).toMatchObject({ code: "already_booked", current: { code: booked.body.code } });
  expect((await seat(beto, session)).status).toBe(201);
  expect(await look(session)).toMatchObject({ seatsFree: 0, waiting: 0 });
  const full = await seat(carla, session);
  expect(full.status).toBe(409);
  expect(full.body).toMatchObject({ code: "class_full", waiting: 0 });

  const moved = await as(ana, "PATCH", `/client/bookings/${booked.body.code}`, { startsAt: at("2030-03-06T18:00") });
  expect(moved.body).toMatchObject({ code: "not_reschedulable" });
  expect((await cancel(ana, booked.body.code)).body).toMatchObject({ status: "cancelled" });
  expect(await creditsOf(ana)).toBe(2);
  expect(await look(session)).toMatchObject({ seatsFree: 1 });
  expect((await join(carla, session)).body).toMatchObject({ code: "seat_free" });
  expect((await seat(carla, session)).status).toBe(201);
  expect((await seat(carla, { ...session, id: newId() })).status).toBe(404);
});

test("of 200 buyers of the last seat exactly one gets it, the others hear class_full", async () => {
  const session = await announce(2);
  const [first, ...buyers] = (await people(201)) as [string, ...string[]];
  await seat(first, session);
  const answers = await Promise.all(buyers.map((buyer) => untilHeard(() => seat(buyer, session))));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  const refusals = answers.filter(({ status, body }) => status === 409 && body.code === "class_full");
  expect(refusals).toHaveLength(199);
  const [taken] = await query("select count(*)::int as n from class_seats where booking_id is not null");
  expect(taken).toEqual({ n: 2 });
});

test("the database refuses a seat without its booking, a booking without a seat, and one seat twice", async () => {
  const { code, session } = await crowd(0);
  const refused = { constraint: "class_seats_booking" };
  await expect(query("update class_seats set booking_id = null")).rejects.toMatchObject(refused);
  await expect(query("update bookings set status = 'cancelled' where code = $1", [code])).rejects.toMatchObject(
    refused,
  );
  const [other] = (await people(1)) as [string];
  await expect(
    query(
      `insert into bookings (id, profile, code, customer_id, service_id, resource_id, session_id, starts_at, ends_at,
         price_minor, currency)
       select gen_random_uuid(), profile, 'OVERBOOK', $2, service_id, resource_id, id, starts_at, ends_at, 0, 'MXN'
       from class_sessions where id = $1`,
      [session.id, other],
    ),
  ).rejects.toMatchObject(refused);
  await expect(
    query("insert into class_seats (session_id, seat, booking_id) select session_id, 2, booking_id from class_seats"),
  ).rejects.toMatchObject({ constraint: "class_seats_booking_id_key" });
});

test("a cancelled seat is kept for who waits longest, and accepting makes it theirs", async () => {
  const { session, owner, code, others, entries } = await crowd(2);
  const [ana, beto] = others as [string, string];
  expect(entries.map(({ status, position }) => [status, position])).toEqual([
    ["waiting", 1],
    ["waiting", 2],
  ]);
  // Whoever joins again keeps the place.
  expect((await join(ana, session)).body).toEqual(entries[0]);
  expect((await join(owner, session)).body).toMatchObject({ code: "already_booked" });
  expect((await accept(ana, entries[0]!)).body).toMatchObject({ code: "not_offered" });

  await cancel(owner, code);
  const [offer] = await waits(ana);
  expect(offer).toMatchObject({ status: "offered", position: null, offeredUntil: at("2030-03-04T08:30") });
  expect(await waits(beto)).toMatchObject([{ status: "waiting", position: 1 }]);
  // Nobody overtakes the list, neither a walk-in nor the next one on it.
  const [walkIn] = (await people(1)) as [string];
  for (const eager of [walkIn, beto]) {
    expect((await seat(eager, session)).body).toMatchObject({ code: "class_full", waiting: 1 });
  }
  expect((await accept(beto, offer!)).status).toBe(404);

  await giveCredits(ana, 1);
  const taken = await accept(ana, offer!, { payWith: "credit" });
  expect(taken.status).toBe(200);
  expect(taken.body).toMatchObject({ code: offer!.bookingCode, status: "confirmed", payment: { kind: "credit" } });
  expect((await accept(ana, offer!)).body).toEqual(taken.body);
  expect(await waits(ana)).toEqual([]);
  expect(await kinds("waitlist.%")).toEqual([
    "waitlist.joined",
    "waitlist.joined",
    "waitlist.offered",
    "waitlist.filled",
  ]);
});

test("confirming the held booking as any other fills the entry too", async () => {
  const { owner, code, others } = await crowd(1);
  await cancel(owner, code);
  const [offer] = await waits(others[0]!);
  const confirmed = await as(others[0]!, "POST", `/client/bookings/${offer!.bookingCode}/confirm`);
  expect(confirmed.body).toMatchObject({ status: "confirmed" });
  expect(await kinds("waitlist.f%")).toEqual(["waitlist.filled"]);
});

test("paying for the seat on offer makes it theirs, also while they accept it", async () => {
  const { owner, code, others } = await crowd(1);
  await cancel(owner, code);
  const [ana] = others as [string];
  const [offer] = await waits(ana);
  const bookingCode = offer!.bookingCode!;
  const { body } = await as<Purchase>(ana, "POST", "/client/purchase", { bookingCode });
  expect(body.expiresAt).toBe(offer!.offeredUntil);
  const [paid, accepted] = await Promise.all([
    harness.api.checkout.markPaid({
      token: body.payUrl!.split("/").at(-1)!,
      provider: "sandbox",
      providerRef: body.id,
    }),
    accept(ana, offer!),
  ]);
  expect([paid, accepted.status]).toEqual(["paid", 200]);
  expect((await as(ana, "GET", `/client/bookings/${bookingCode}`)).body).toMatchObject({
    status: "confirmed",
    payment: { kind: "money" },
  });
  expect(await waits(ana)).toEqual([]);
  expect(await kinds("waitlist.f%")).toEqual(["waitlist.filled"]);
});

test("an offer that nobody takes, or that is declined, goes to the next; after the last the seat is anybody's", async () => {
  const { session, owner, code, others, entries } = await crowd(4);
  const [ana, beto, carla, diana] = others as [string, string, string, string];
  await cancel(owner, code);
  await tick("2030-03-04T08:29");
  expect(await waits(ana)).toMatchObject([{ status: "offered" }]);
  await tick("2030-03-04T08:30");
  expect((await accept(ana, entries[0]!)).body).toMatchObject({ code: "hold_expired" });
  expect(await waits(ana)).toEqual([]);
  expect(await waits(beto)).toMatchObject([{ status: "offered", offeredUntil: at("2030-03-04T09:00") }]);

  // Declined by leaving, and by cancelling the hold.
  expect((await leave(beto, session)).body).toMatchObject({ status: "left" });
  expect((await leave(beto, session)).body).toMatchObject({ code: "not_waiting" });
  const [toCarla] = await waits(carla);
  expect(toCarla).toMatchObject({ status: "offered" });
  await cancel(carla, toCarla!.bookingCode!);
  expect(await waits(carla)).toEqual([]);

  // Without a tick: whoever comes after the offer is over finds the seat free.
  expect(await waits(diana)).toMatchObject([{ status: "offered" }]);
  setNow("2030-03-04T09:30");
  expect(await look(session)).toMatchObject({ seatsFree: 1 });
  expect((await seat(ana, session)).status).toBe(201);
  expect((await accept(diana, entries[3]!)).body).toMatchObject({ code: "hold_expired" });
});

test("more seats go to the list first, fewer only as far as they are free", async () => {
  const { session, others } = await crowd(1);
  expect((await admin("PATCH", `/admin/classes/${session.id}`, { seats: 3 })).body).toMatchObject({
    seats: 3,
    seatsFree: 1,
    waiting: 0,
  });
  expect(await waits(others[0]!)).toMatchObject([{ status: "offered" }]);
  expect((await admin("PATCH", `/admin/classes/${session.id}`, { seats: 1 })).body).toMatchObject({
    code: "class_full",
  });
  expect((await admin("PATCH", `/admin/classes/${session.id}`, { seats: 2 })).body).toMatchObject({ seatsFree: 0 });
});

test("a class that the business cancels costs nobody anything, and gives its time back", async () => {
  const session = await announce(2, at("2030-03-04T17:00"));
  const [ana, beto, carla] = (await people(3)) as [string, string, string];
  await giveCredits(ana, 1);
  const { body: paid } = await seat(ana, session, { payWith: "credit" });
  const { body: plain } = await seat(beto, session);
  await join(carla, session);
  // So late that cancelling would cost the credit and half the price.
  setNow("2030-03-04T16:00");
  const gone = await admin("DELETE", `/admin/classes/${session.id}`);
  expect(gone.body).toMatchObject({ status: "cancelled", seatsFree: 0, waiting: 0 });
  expect((await admin("DELETE", `/admin/classes/${session.id}`)).status).toBe(200);
  expect(await creditsOf(ana)).toBe(1);
  for (const [owner, code] of [
    [ana, paid.code],
    [beto, plain.code],
  ] as const) {
    const { body } = await as(owner, "GET", `/client/bookings/${code}`);
    expect(body).toMatchObject({ status: "cancelled", cancellation: { kind: "free", fee: { amountMinor: 0 } } });
  }
  expect(await waits(carla)).toEqual([]);
  expect((await seat(carla, session)).body).toMatchObject({ code: "class_closed" });
  expect((await join(carla, session)).body).toMatchObject({ code: "class_closed" });
  expect(await kinds("booking.cancelled")).toHaveLength(2);
  expect(await look(session)).toBeUndefined();
  expect((await announce(3, at("2030-03-04T17:00"))).id).not.toBe(session.id);
});

test("a class that has begun is sold no more, and its list is closed", async () => {
  const { session, owner, code, others } = await crowd(1);
  setNow("2030-03-05T17:50");
  await cancel(owner, code);
  expect(await waits(others[0]!)).toMatchObject([{ status: "offered", offeredUntil: TUESDAY_6PM }]);
  await tick("2030-03-05T18:00");
  expect((await seat(owner, session)).body).toMatchObject({ code: "class_closed" });
  expect((await admin("DELETE", `/admin/classes/${session.id}`)).body).toMatchObject({ code: "class_closed" });
  const rows = await query("select status from waitlist");
  expect(rows).toEqual([{ status: "expired" }]);
});
