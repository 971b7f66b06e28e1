import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Booking, BookingChange, BookingStatus, Cancellation, Service } from "../../src/contract/index.ts";
import { normalizeCode } from "../../src/internal-api/booking/booking-code.ts";
import { transitions } from "../../src/internal-api/booking/life.ts";
import { randomCode } from "../../src/internal-api/random-code.ts";
import { newId } from "../../src/shared/index.ts";
import { type Facts, type Harness, MONDAY_8AM, type RequestOptions, startHarness } from "./harness.ts";

const SEED = 20300304;

let harness: Harness;
let relaxing: Service;
let laura: string;
let customerId: string;

beforeAll(async () => {
  harness = await startHarness();
  relaxing = await harness.service("masaje-relajante");
  laura = relaxing.professionals.find(({ name }) => name === "Laura Méndez")!.id;
  customerId = await harness.addCustomer();
});
afterEach(async () => {
  harness.setNow(MONDAY_8AM);
  harness.profile.booking.cancellation = { freeUntilHours: 12, fee: { percent: 50 }, credit: "lost" };
  harness.profile.booking.reschedule = { late: "allowed" };
  await harness.database.query("truncate bookings, allocations, idempotency_keys, domain_events, purchases cascade");
});
afterAll(() => harness.close());

const at = (local: string) => `${local}:00-06:00`;
const NOON = at("2030-03-05T12:00");
const money = (amountMinor: number) => ({ amountMinor, currency: "MXN" });

async function book(body: object = {}, owner = customerId): Promise<Booking & Facts & { code: string }> {
  const wanted = { serviceId: relaxing.id, professionalId: laura, startsAt: NOON, ...body };
  return (await harness.book(owner, wanted)).body;
}

function act<Body = Booking & Facts>(method: string, path: string, options: RequestOptions = {}) {
  const caller = options.role === "admin" ? {} : { customerId };
  return harness.request<Body>(method, path, { ...caller, key: method === "GET" ? undefined : newId(), ...options });
}

const cancel = (code: string, query = "", options: RequestOptions = {}) =>
  act("DELETE", `/client/bookings/${code}${query}`, options);
const confirm = (code: string) => act("POST", `/client/bookings/${code}/confirm`);
const read = async (code: string) => (await act("GET", `/client/bookings/${code}`)).body;
const quote = async (code: string) => (await act<Cancellation>("GET", `/client/bookings/${code}/cancellation`)).body;

async function historyOf(code: string, options: RequestOptions = {}): Promise<BookingChange[]> {
  return (await act<{ history: BookingChange[] }>("GET", `/client/bookings/${code}/history`, options)).body.history;
}

async function events(): Promise<{ kind: string; payload: Record<string, unknown> }[]> {
  return harness.database.query("select kind, payload from domain_events order by id");
}

/** A paid package with so many sessions of the massage, as a purchase leaves it. */
async function giveCredits(quantity: number): Promise<void> {
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
     values ($1, $2, $3, $4, $5, 'granted', $6)`,
    [newId(), id, customerId, relaxing.id, quantity, MONDAY_8AM],
  );
}

/** Bookings that occupy anything: people, rooms. */
function occupants(): Promise<unknown[]> {
  return harness.database.query("select distinct booking_id from allocations");
}

async function balance(): Promise<number> {
  const [row] = await harness.database.query<{ n: number }>(
    "select coalesce(sum(delta), 0)::int as n from credit_entries where customer_id = $1",
    [customerId],
  );
  return row?.n ?? 0;
}

test("a hold keeps the time for ten minutes, is confirmed once, and everything stands in the history", async () => {
  const held = await book({ hold: true });
  expect(held).toMatchObject({ status: "held", holdExpiresAt: at("2030-03-04T08:10"), payment: { kind: "none" } });
  expect(await book({})).toMatchObject({ code: "slot_taken" });

  const confirmed = await confirm(held.code.toLowerCase());
  expect(confirmed.body).toEqual({ ...held, status: "confirmed", holdExpiresAt: undefined });
  expect((await confirm(held.code)).status).toBe(200);

  const by = { role: "service", id: customerId };
  expect(await historyOf(held.code)).toMatchObject([
    { kind: "held", by, after: { holdExpiresAt: "2030-03-04T14:10:00.000Z" } },
    { kind: "confirmed", by, at: at("2030-03-04T08:00"), before: { status: "held" }, after: { status: "confirmed" } },
  ]);
  expect((await events()).map(({ kind }) => kind)).toEqual(["booking.held", "booking.confirmed"]);
});

test("a hold never outlives its start, and its length belongs to a hold", async () => {
  const soon = await book({ startsAt: at("2030-03-04T09:00"), hold: true, holdMinutes: 60 });
  expect(soon.holdExpiresAt).toBe(at("2030-03-04T09:00"));
  for (const body of [{ holdMinutes: 5 }, { hold: true, holdMinutes: 61 }, { hold: true, holdMinutes: 0 }]) {
    expect((await book(body)).errors).toMatchObject([{ field: "holdMinutes" }]);
  }
});

test("a hold that ran out is nobody's: read so at once, and the time is the next one's without a sweep", async () => {
  const held = await book({ hold: true, holdMinutes: 5 });
  harness.setNow(new Date(at("2030-03-04T08:05")));
  expect(await read(held.code)).toMatchObject({ status: "expired" });
  const refused = await confirm(held.code);
  expect({ status: refused.status, code: refused.body.code }).toEqual({ status: 409, code: "hold_expired" });
  const listed = await act<{ bookings: Booking[] }>("GET", "/admin/bookings?status=held");
  expect(listed.body.bookings).toEqual([]);

  const next = await book({});
  expect(next.status).toBe("confirmed");
  expect(await historyOf(held.code)).toMatchObject([
    { kind: "held" },
    { kind: "expired", by: { role: "system", id: null } },
  ]);
  expect((await cancel(held.code)).body).toMatchObject({ code: "not_cancellable", current: { status: "expired" } });
});

test("of eight who want the time of a hold that ran out one gets it", async () => {
  await book({ hold: true });
  harness.setNow(new Date(at("2030-03-04T08:10")));
  const answers = await Promise.all(Array.from({ length: 8 }, () => book({})));
  expect(answers.filter(({ status }) => status === "confirmed")).toHaveLength(1);
  expect(await occupants()).toHaveLength(1);
  expect((await events()).filter(({ kind }) => kind === "booking.expired")).toHaveLength(1);
});

test("the sweep ends what ran out, once from two processes at a time, and gives its credit back", async () => {
  await giveCredits(1);
  await book({ hold: true, payWith: "credit" });
  await book({ startsAt: at("2030-03-05T16:00"), hold: true, holdMinutes: 30 });
  expect(await balance()).toBe(0);
  const now = new Date(at("2030-03-04T08:10"));
  await Promise.all([harness.api.tick(now), harness.api.tick(now)]);
  const rows = await harness.database.query("select status from bookings order by starts_at");
  expect(rows).toEqual([{ status: "expired" }, { status: "held" }]);
  expect(await occupants()).toHaveLength(1);
  expect(await balance()).toBe(1);
  expect((await events()).filter(({ kind }) => kind === "booking.expired")).toHaveLength(1);
});

test("cancelling is free until twelve hours before, then half of the price", async () => {
  const { code } = await book();
  harness.setNow(new Date(at("2030-03-05T00:00")));
  const free: Cancellation = {
    kind: "free",
    fee: money(0),
    creditReturned: false,
    refundDue: money(0),
    freeUntil: at("2030-03-05T00:00"),
  };
  expect(await quote(code)).toEqual(free);

  harness.setNow(new Date(at("2030-03-05T00:01")));
  const late: Cancellation = { ...free, kind: "fee", fee: money(42500) };
  expect(await quote(code)).toEqual(late);
  // Told "free", cancelled a minute too late: nothing happens before the customer has heard of the fee.
  const changed = await cancel(code, "?expectedFeeMinor=0");
  expect(changed).toMatchObject({ status: 409, body: { code: "changed", current: { cancellation: late } } });
  expect((await read(code)).status).toBe("confirmed");

  const cancelled = await cancel(code, "?expectedFeeMinor=42500");
  expect(cancelled.body).toMatchObject({ status: "cancelled", cancellation: late });
  expect(await read(code)).toEqual(cancelled.body);
  expect((await events()).at(-1)).toMatchObject({
    kind: "booking.cancelled",
    payload: { customerId, code, feeMinor: 42500, refundDueMinor: 0, currency: "MXN" },
  });
});

test("what was agreed when it was booked holds, whatever the owner changes afterwards", async () => {
  const old = await book();
  harness.profile.booking.cancellation = { freeUntilHours: 48, fee: { minor: 999_999_999 }, credit: "lost" };
  const next = await book({ startsAt: at("2030-03-05T16:00") });
  expect(await quote(old.code)).toMatchObject({ kind: "free" });
  // A fixed fee is never more than the price.
  expect(await quote(next.code)).toMatchObject({ kind: "fee", fee: money(85000) });
});

test("the business may cancel without the fee, a customer may not waive it", async () => {
  const { code } = await book();
  harness.setNow(new Date(at("2030-03-05T11:00")));
  expect((await cancel(code, "?waiveFee=true")).status).toBe(403);
  const waived = await cancel(code, "?waiveFee=true", { role: "admin" });
  expect(waived.body.cancellation).toMatchObject({ kind: "free", fee: money(0) });
});

test("moving late is allowed, and no way around the fee; code, price and policy stay", async () => {
  const { code } = await book();
  harness.setNow(new Date(at("2030-03-05T11:00")));
  const body = { startsAt: at("2030-03-08T12:00") };
  const moved = await act("PATCH", `/client/bookings/${code}`, { body });
  expect(moved.body).toMatchObject({ code, startsAt: body.startsAt, price: money(85000) });
  expect(await quote(code)).toMatchObject({ kind: "fee", fee: money(42500), freeUntil: null });
  expect((await historyOf(code)).at(-1)).toMatchObject({
    kind: "rescheduled",
    before: { startsAt: "2030-03-05T18:00:00.000Z" },
    after: { startsAt: "2030-03-08T18:00:00.000Z", isMovedLate: true },
  });
});

test("a business that wants it otherwise refuses late moves and a third one; its staff move all the same", async () => {
  const { code } = await book();
  const move = (local: string, options: RequestOptions = {}) =>
    act("PATCH", `/client/bookings/${code}`, { ...options, body: { startsAt: at(local) } });
  harness.profile.booking.reschedule = { late: "refused", maxTimes: 2 };
  expect((await move("2030-03-06T12:00")).status).toBe(200);
  expect((await move("2030-03-07T12:00")).status).toBe(200);
  expect((await move("2030-03-08T12:00")).body.code).toBe("not_reschedulable");
  expect((await move("2030-03-08T12:00", { role: "admin" })).status).toBe(200);
  harness.profile.booking.reschedule = { late: "refused" };
  harness.setNow(new Date(at("2030-03-08T11:00")));
  expect((await move("2030-03-09T12:00")).body.code).toBe("not_reschedulable");
});

test("a credit pays: spent with the booking, given back in time, lost late, and never below none", async () => {
  await giveCredits(2);
  const first = await book({ payWith: "credit" });
  const second = await book({ startsAt: at("2030-03-06T12:00"), payWith: "credit" });
  expect(first.payment).toEqual({ kind: "credit" });
  const third = await book({ startsAt: at("2030-03-07T12:00"), payWith: "credit" });
  expect(third).toMatchObject({ status: 409, code: "no_credit" });
  // A refused booking holds nothing.
  expect((await book({ startsAt: at("2030-03-07T12:00") })).status).toBe("confirmed");
  // And a refused time costs no credit.
  expect(await balance()).toBe(0);

  const returned = await cancel(second.code);
  expect(returned.body.cancellation).toMatchObject({ kind: "free", creditReturned: true, fee: money(0) });
  expect(await balance()).toBe(1);

  harness.setNow(new Date(at("2030-03-05T11:00")));
  expect(await quote(first.code)).toMatchObject({ kind: "lost_credit", creditReturned: false, fee: money(0) });
  expect((await cancel(first.code, "?expectedFeeMinor=0")).body.cancellation).toMatchObject({ kind: "lost_credit" });
  expect(await balance()).toBe(1);
  expect((await events()).map(({ kind }) => kind).filter((kind) => kind.startsWith("credit"))).toEqual([
    "credit.spent",
    "credit.spent",
    "credit.returned",
  ]);
});

test("a credit of a time that somebody else takes is not spent", async () => {
  await giveCredits(1);
  await book();
  expect((await book({ payWith: "credit" })).code).toBe("slot_taken");
  expect(await balance()).toBe(1);
});

test("what was paid is due back in time, less the fee when late", async () => {
  const pay = (code: string) =>
    harness.database.query(
      `with sold as (
         insert into purchases (id, profile, code, customer_id, booking_id, name, price_minor, currency, status,
           pay_token, created_at, expires_at, paid_at)
         select $1::uuid, 'studio', $2, customer_id, id, 'x', price_minor, currency, 'paid', $2, $3, $3, $3
         from bookings where code = $4 returning price_minor, currency)
       insert into payments (id, purchase_id, provider, provider_ref, amount_minor, currency, status, created_at)
       select $1, $1, 'sandbox', $1::text, price_minor, currency, 'succeeded', $3 from sold`,
      [newId(), randomCode(8), MONDAY_8AM, code],
    );
  const [soon, later] = [await book(), await book({ startsAt: at("2030-03-07T12:00") })];
  for (const { code } of [soon, later]) await pay(code);
  harness.setNow(new Date(at("2030-03-05T11:00")));
  expect((await read(soon.code)).payment).toEqual({ kind: "money", paid: money(85000) });
  expect((await cancel(soon.code)).body.cancellation).toMatchObject({ fee: money(42500), refundDue: money(42500) });
  expect((await cancel(later.code)).body.cancellation).toMatchObject({ fee: money(0), refundDue: money(85000) });
  expect((await events()).slice(-2).map(({ payload }) => payload.refundDueMinor)).toEqual([42500, 85000]);
});

test("staff say who came, after it began, and correct themselves; a customer cannot", async () => {
  const { code } = await book();
  const path = `/admin/bookings/${code}`;
  expect((await act("POST", `${path}/complete`)).status).toBe(403);
  expect((await act("POST", `${path}/no-show`, { role: "admin" })).body.code).toBe("not_started");
  harness.setNow(new Date(at("2030-03-05T12:00")));
  expect((await act("POST", `${path}/no-show`, { role: "admin" })).body.status).toBe("no_show");
  expect((await act("POST", `${path}/complete`, { role: "admin" })).body.status).toBe("completed");
  expect((await act("POST", `${path}/complete`, { role: "admin" })).status).toBe(200);
  expect((await historyOf(code)).map(({ kind }) => kind)).toEqual(["created", "no_show", "completed"]);
  // A customer hears that it was staff, staff hear who.
  expect((await historyOf(code)).at(-1)?.by).toEqual({ role: "admin", id: null });
  expect((await historyOf(code, { role: "admin" })).at(-1)?.by.id).not.toBeNull();
  const cancelled = await book({ startsAt: at("2030-03-06T12:00") });
  await cancel(cancelled.code);
  harness.setNow(new Date(at("2030-03-06T12:00")));
  const refused = await act("POST", `/admin/bookings/${cancelled.code}/complete`, { role: "admin" });
  expect(refused.body).toMatchObject({ code: "wrong_status", current: { status: "cancelled" } });
});

test("the database refuses every transition that the table does not have, and a history that is rewritten", async () => {
  const { code } = await book();
  const statuses = Object.keys(transitions) as BookingStatus[];
  for (const from of statuses) {
    for (const to of statuses.filter((status) => status !== from)) {
      await harness.database.query("alter table bookings disable trigger bookings_transition");
      await harness.database.query("update bookings set status = $2, hold_expires_at = now() where code = $1", [
        code,
        from,
      ]);
      await harness.database.query("alter table bookings enable trigger bookings_transition");
      const moved = await harness.database.query("update bookings set status = $2 where code = $1", [code, to]).then(
        () => true,
        (error: { constraint?: string }) => {
          expect(error.constraint).toBe("bookings_transition");
          return false;
        },
      );
      expect(`${from} → ${to}: ${moved}`).toBe(`${from} → ${to}: ${transitions[from].includes(to)}`);
    }
  }
  for (const statement of ["update booking_history set by_role = 'x'", "delete from booking_history"]) {
    await expect(harness.database.query(statement)).rejects.toThrow("only ever appends");
  }
  await harness.database.query("with gone as (delete from allocations) delete from bookings");
  expect(await harness.database.query("select from booking_history")).toEqual([]);
});

test("whatever is done in whatever order, a booking's history is a path through the table", async () => {
  const command = fc.constantFrom("confirm", "cancel", "move", "complete", "no-show", "wait", "sweep");
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(command, { minLength: 1, maxLength: 7 }), async (hold, commands) => {
      let now = MONDAY_8AM;
      harness.setNow(now);
      await harness.database.query("truncate bookings, allocations cascade");
      const { code } = await book({ startsAt: at("2030-03-04T09:00"), hold });
      for (const name of commands) {
        if (name === "wait") {
          now = new Date(now.getTime() + 35 * 60_000);
          harness.setNow(now);
        } else if (name === "sweep") await harness.api.tick(now);
        else if (name === "cancel") await cancel(code);
        else if (name === "move") {
          await act("PATCH", `/client/bookings/${code}`, { body: { startsAt: at("2030-03-04T11:00") } });
        } else if (name === "confirm") await confirm(code);
        else await act("POST", `/admin/bookings/${code}/${name}`, { role: "admin" });
      }
      await harness.api.tick(now);
      const kinds = (await historyOf(code)).map(({ kind }) => kind).filter((kind) => kind !== "rescheduled");
      let status: BookingStatus = hold ? "held" : "confirmed";
      expect(kinds[0]).toBe(hold ? "held" : "created");
      for (const kind of kinds.slice(1) as BookingStatus[]) {
        expect(transitions[status]).toContain(kind);
        status = kind;
      }
      expect((await read(code)).status).toBe(status);
      expect(await occupants()).toHaveLength(status === "cancelled" || status === "expired" ? 0 : 1);
    }),
    { seed: SEED, numRuns: 25 },
  );
});

test("codes have no look-alikes, are found however they are written, and two equal ones become two", async () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 40 }), (length) => {
      const code = randomCode(length);
      expect(code).toMatch(new RegExp(`^[34679CDFGHJKMNPQRTVWXY]{${length}}$`));
      expect(code).toMatch(/\d/);
      expect(code).toMatch(/[A-Z]/);
    }),
    { seed: SEED },
  );
  const first = await book();
  const spelt = `${first.code.slice(0, 3)}-${first.code.slice(3)}`.toLowerCase();
  expect(normalizeCode(spelt)).toBe(first.code);
  expect((await read(spelt)).code).toBe(first.code);

  // Chance hands out a code again, twice; the third is a new one.
  await harness.database.query(`
    create sequence draws;
    create function again() returns trigger language plpgsql as
      $$ begin if nextval('draws') < 3 then new.code := '${first.code}'; end if; return new; end $$;
    create trigger again before insert on bookings for each row execute function again()`);
  const second = await book({ startsAt: at("2030-03-06T12:00") });
  await harness.database.query("drop function again() cascade; drop sequence draws");
  expect(second.status).toBe("confirmed");
  expect(second.code).not.toBe(first.code);
  expect(await occupants()).toHaveLength(2);
});

test("bookings are filtered by status, professional, service, time and when they were made", async () => {
  const one = await book();
  harness.setNow(new Date(at("2030-03-04T09:00")));
  const two = await book({ startsAt: at("2030-03-06T12:00"), professionalId: undefined });
  await cancel(two.code);
  const manicure = await harness.service("manicure");
  const three = await book({ serviceId: manicure.id, professionalId: undefined, startsAt: at("2030-03-07T12:00") });
  const found = async (query: string) => {
    const { body } = await act<{ bookings: Booking[] }>("GET", `/admin/bookings?${query}`, { role: "admin" });
    return body.bookings.map(({ code }) => code);
  };
  const instant = encodeURIComponent(at("2030-03-06T12:00"));
  expect(await found("status=cancelled")).toEqual([two.code]);
  expect(await found(`professional=${three.professional.id}`)).toEqual([three.code]);
  expect(await found(`service=${relaxing.id}`)).toEqual([one.code, two.code]);
  expect(await found(`from=${instant}`)).toEqual([two.code, three.code]);
  expect(await found(`to=${instant}`)).toEqual([one.code]);
  expect(await found(`createdAfter=${encodeURIComponent(at("2030-03-04T08:30"))}`)).toEqual([two.code, three.code]);
  expect(await found(`client=${newId()}`)).toEqual([]);
});

test("another customer's booking has no history, no quote and cannot be confirmed", async () => {
  const { code } = await book({ hold: true });
  const stranger = await harness.addCustomer();
  for (const [method, path] of [
    ["GET", "/history"],
    ["GET", "/cancellation"],
    ["POST", "/confirm"],
  ]) {
    const options = { customerId: stranger, key: newId() };
    const theirs = await harness.request(method!, `/client/bookings/${code}${path}`, options);
    const absent = await harness.request(method!, `/client/bookings/XXXXXX${path}`, { ...options, key: newId() });
    expect(theirs.status).toBe(404);
    expect({ ...theirs.body, requestId: "" }).toEqual({ ...absent.body, requestId: "" });
  }
});
