import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Booking, Service } from "../../src/contract/index.ts";
import { type Harness, MONDAY_8AM, startHarness } from "./harness.ts";

let harness: Harness;
let relaxing: Service;
let manicure: Service;
let customerId: string;
/** The API's transactions may wait for a lock for longer than two seconds. */
let isPatient = false;

beforeAll(async () => {
  harness = await startHarness(undefined, {
    through: (database) => ({
      ...database,
      transaction: (work) =>
        database.transaction(async (sql) => {
          if (isPatient) await sql.query("set local statement_timeout = 0");
          return work(sql);
        }),
    }),
  });
  relaxing = await harness.service("masaje-relajante");
  manicure = await harness.service("manicure");
  customerId = await harness.addCustomer();
});
afterEach(async () => {
  harness.setNow(MONDAY_8AM);
  await harness.database.query("truncate bookings, allocations, idempotency_keys, time_off cascade");
});
afterAll(() => harness.close());

const at = (local: string) => `${local}:00-06:00`;
const professionalOf = (service: Service, name: string) => service.professionals.find((p) => p.name === name)!;

test("a booking answers with everything a confirmation says", async () => {
  const laura = professionalOf(relaxing, "Laura Méndez");
  const { status, body } = await harness.book(customerId, {
    serviceId: relaxing.id,
    professionalId: laura.id,
    startsAt: "2030-03-05T23:00:00Z",
    expected: {
      price: { amountMinor: 85000, currency: "MXN" },
      professionalId: laura.id,
      endsAt: at("2030-03-05T18:00"),
    },
  });
  expect(status).toBe(201);
  expect(body).toEqual({
    customerId,
    code: expect.stringMatching(/^[34679CDFGHJKMNPQRTVWXY]{6}$/),
    status: "confirmed",
    service: { id: relaxing.id, name: "Masaje relajante", durationMinutes: 60 },
    professional: laura,
    startsAt: at("2030-03-05T17:00"),
    endsAt: at("2030-03-05T18:00"),
    timeZone: "America/Mexico_City",
    price: { amountMinor: 85000, currency: "MXN" },
    createdAt: at("2030-03-04T08:00"),
    payment: { kind: "none" },
  });
  const read = await harness.request<Booking>("GET", `/client/bookings/${body.code.toLowerCase()}`, { customerId });
  expect(read.body).toEqual(body);
});

test.each([
  ["in the lunch break", "2030-03-05T14:00", "outside_hours"],
  ["across the lunch break", "2030-03-05T13:30", "outside_hours"],
  ["past the evening's end", "2030-03-05T19:30", "outside_hours"],
  ["before opening", "2030-03-05T07:00", "outside_hours"],
  ["on Sunday", "2030-03-10T11:00", "closed"],
  ["in the past", "2030-03-04T07:30", "in_the_past"],
  ["a year ago", "2029-03-05T11:00", "in_the_past"],
  ["two years ahead", "2032-03-05T11:00", "too_far"],
  ["at ten past", "2030-03-05T11:10", "off_grid"],
])("a booking %s is refused with free times near it", async (_, local, code) => {
  const { status, body } = await harness.book(customerId, { serviceId: relaxing.id, startsAt: at(local) });
  expect({ status, code: body.code }).toEqual({ status: 422, code });
  expect(body.alternatives).toHaveLength(3);
  for (const slot of body.alternatives) {
    const attempt = await harness.book(customerId, { serviceId: relaxing.id, startsAt: slot.startsAt });
    expect(attempt.status).toBe(201);
  }
});

test("a booking needs the notice that the owner asks for", async () => {
  harness.setNow(new Date(at("2030-03-05T10:40")));
  const soon = await harness.book(customerId, { serviceId: relaxing.id, startsAt: at("2030-03-05T11:00") });
  expect(soon.body.code).toBe("too_soon");
  expect(soon.body.alternatives[0]?.startsAt).toBe(at("2030-03-05T11:30"));
});

test("the buffer after a service is nobody's; a booking that begins where it ends is welcome", async () => {
  const sofia = professionalOf(manicure, "Sofía Herrera");
  const pedicure = await harness.service("pedicure");
  await harness.database.query("update services set buffer_minutes = 30 where id = $1", [manicure.id]);
  const take = (serviceId: string, local: string) =>
    harness.book(customerId, { serviceId, professionalId: sofia.id, startsAt: at(local) });
  expect((await take(manicure.id, "2030-03-05T10:00")).status).toBe(201);
  // 45 minutes of manicure and 30 of buffer hold her until 11:15.
  expect((await take(pedicure.id, "2030-03-05T11:00")).body.code).toBe("slot_taken");
  expect((await take(pedicure.id, "2030-03-05T11:30")).status).toBe(201);
  expect((await take(pedicure.id, "2030-03-05T09:00")).status).toBe(201);
  await harness.api.seed();
});

test("without a professional whoever is free is booked, and the last refusal comes when nobody is", async () => {
  const names: string[] = [];
  for (let n = 0; n < 3; n++) {
    const { body } = await harness.book(customerId, { serviceId: relaxing.id, startsAt: at("2030-03-05T10:00") });
    names.push(body.professional.name);
  }
  expect(names.sort()).toEqual(["Ana Torres", "Carlos Ríos", "Laura Méndez"]);
  const fourth = await harness.book(customerId, { serviceId: relaxing.id, startsAt: at("2030-03-05T10:00") });
  expect(fourth.body.code).toBe("slot_taken");
  expect(fourth.body.alternatives.map(({ startsAt }) => startsAt)).not.toContain(at("2030-03-05T10:00"));
});

test("a professional who does not do the service, or is off, is not booked", async () => {
  const diego = professionalOf(await harness.service("yoga"), "Diego Luna");
  const wrong = await harness.book(customerId, {
    serviceId: relaxing.id,
    professionalId: diego.id,
    startsAt: at("2030-03-05T10:00"),
  });
  expect(wrong.body.errors).toEqual([{ field: "professionalId", message: expect.any(String) }]);

  const laura = professionalOf(relaxing, "Laura Méndez");
  await harness.database.query(
    "insert into time_off (id, profile, resource_id, period) values (gen_random_uuid(), 'studio', $1, '[2030-03-05, 2030-03-07)')",
    [laura.id],
  );
  const off = await harness.book(customerId, {
    serviceId: relaxing.id,
    professionalId: laura.id,
    startsAt: at("2030-03-05T10:00"),
  });
  expect(off.body.code).toBe("outside_hours");
  expect(new Set(off.body.alternatives.map(({ professional }) => professional.name))).toEqual(
    new Set(["Laura Méndez"]),
  );
});

test("a price that changed after the question books nothing and says the price of now", async () => {
  await harness.database.query("update services set price_minor = 90000 where id = $1", [relaxing.id]);
  try {
    const { status, body } = await harness.book(customerId, {
      serviceId: relaxing.id,
      startsAt: at("2030-03-05T10:00"),
      expected: { price: { amountMinor: 85000, currency: "MXN" } },
    });
    expect({ status, code: body.code }).toEqual({ status: 409, code: "changed" });
    expect(body.current.price).toEqual({ amountMinor: 90000, currency: "MXN" });
    expect(await harness.database.query("select from bookings")).toHaveLength(0);
  } finally {
    await harness.api.seed();
  }
});

test("a promised professional who was taken meanwhile is not replaced in silence", async () => {
  const laura = professionalOf(relaxing, "Laura Méndez");
  const startsAt = at("2030-03-05T10:00");
  await harness.book(customerId, { serviceId: relaxing.id, professionalId: laura.id, startsAt });
  const { body } = await harness.book(customerId, {
    serviceId: relaxing.id,
    startsAt,
    expected: { professionalId: laura.id },
  });
  expect(body.code).toBe("changed");
  expect(body.current.professional?.name).toBe("Ana Torres");
});

test("cancelling frees the time, once", async () => {
  const laura = professionalOf(relaxing, "Laura Méndez");
  const wanted = { serviceId: relaxing.id, professionalId: laura.id, startsAt: at("2030-03-05T10:00") };
  const { body: booking } = await harness.book(customerId, wanted);
  const path = `/client/bookings/${booking.code}`;

  const wrongTime = await harness.request(
    "DELETE",
    `${path}?expectedStartsAt=${encodeURIComponent(at("2030-03-05T11:00"))}`,
    {
      customerId,
    },
  );
  expect(wrongTime.body).toMatchObject({ code: "changed", current: { startsAt: booking.startsAt } });
  const cancelled = await harness.request<Booking>("DELETE", path, { customerId });
  expect(cancelled.body).toEqual({
    ...booking,
    status: "cancelled",
    cancellation: expect.objectContaining({ kind: "free" }),
  });
  expect((await harness.book(customerId, wanted)).status).toBe(201);
  expect((await harness.request("DELETE", path, { customerId })).body).toMatchObject({
    code: "not_cancellable",
    current: { status: "cancelled" },
  });
});

test("a booking that has begun is neither cancelled nor moved", async () => {
  const { body } = await harness.book(customerId, { serviceId: relaxing.id, startsAt: at("2030-03-05T10:00") });
  harness.setNow(new Date(at("2030-03-05T10:01")));
  const path = `/client/bookings/${body.code}`;
  expect((await harness.request("DELETE", path, { customerId })).body.code).toBe("not_cancellable");
  const moved = await harness.request("PATCH", path, { customerId, body: { startsAt: at("2030-03-06T10:00") } });
  expect(moved.body.code).toBe("not_reschedulable");
});

test("moving frees the old time and holds the new; a refused move changes nothing", async () => {
  const laura = professionalOf(relaxing, "Laura Méndez");
  const take = (local: string) =>
    harness.book(customerId, { serviceId: relaxing.id, professionalId: laura.id, startsAt: at(local) });
  const { body: booking } = await take("2030-03-05T10:00");
  await take("2030-03-05T12:00");
  const move = (local: string) =>
    harness.request<Booking & { alternatives: unknown[] }>("PATCH", `/client/bookings/${booking.code}`, {
      customerId,
      body: { startsAt: at(local), professionalId: laura.id },
    });

  const refused = await move("2030-03-05T11:30");
  expect(refused.body).toMatchObject({ code: "slot_taken" });
  expect(refused.body.alternatives).toHaveLength(3);
  expect((await take("2030-03-05T10:00")).body.code).toBe("slot_taken");

  // Its own time is not in its way.
  const moved = await move("2030-03-05T10:30");
  expect(moved.body).toEqual({ ...booking, startsAt: at("2030-03-05T10:30"), endsAt: at("2030-03-05T11:30") });
  expect((await take("2030-03-05T09:30")).status).toBe(201);
  expect((await take("2030-03-05T11:00")).body.code).toBe("slot_taken");
});

test("two bookings that want each other's time deadlock, and both customers still hear a plain answer", async () => {
  const { database } = harness;
  const laura = professionalOf(relaxing, "Laura Méndez");
  const take = (local: string) =>
    harness.book(customerId, { serviceId: relaxing.id, professionalId: laura.id, startsAt: at(local) });
  const [ten, twelve] = [await take("2030-03-05T10:00"), await take("2030-03-05T12:00")];
  const move = (code: string, local: string) =>
    harness.request("PATCH", `/client/bookings/${code}`, {
      customerId,
      body: { startsAt: at(local), professionalId: laura.id },
    });
  // A gate after the letting go of the old time, so that each holds what the other wants.
  await database.query(`
    create function gate() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock_shared(42); return null; end $$;
    create trigger gate after delete on allocations for each row execute function gate()`);
  let answers: Promise<{ status: number; body: { code: string } }[]> | undefined;
  await database.transaction(async (sql) => {
    await sql.query("select pg_advisory_xact_lock(42)");
    isPatient = true;
    answers = Promise.all([move(ten.body.code, "2030-03-05T12:00"), move(twelve.body.code, "2030-03-05T10:00")]);
    const waiting = "select from pg_locks where locktype = 'advisory' and objid = 42 and not granted";
    // Whoever waits hears nothing meanwhile; after five seconds our side gives the connection up.
    await vi.waitUntil(async () => (await sql.query(waiting)).length === 2, { timeout: 4500, interval: 5 });
  });
  isPatient = false;
  for (const { status } of (await answers) ?? []) expect([200, 409]).toContain(status);
  expect(await answers).toHaveLength(2);
  // Each with its professional and its room.
  expect(await database.query("select from allocations")).toHaveLength(4);
  await database.query("drop function gate() cascade");
});

test("another customer's booking does not exist", async () => {
  const stranger = await harness.addCustomer();
  const { body: booking } = await harness.book(customerId, {
    serviceId: relaxing.id,
    startsAt: at("2030-03-05T10:00"),
  });
  const path = `/client/bookings/${booking.code}`;
  const absent = await harness.request("GET", "/client/bookings/XXXXXX", { customerId: stranger });
  for (const attempt of [
    await harness.request("GET", path, { customerId: stranger }),
    await harness.request("DELETE", path, { customerId: stranger }),
    await harness.request("PATCH", path, { customerId: stranger, body: { startsAt: at("2030-03-06T10:00") } }),
  ]) {
    expect({ ...attempt.body, requestId: "" }).toEqual({ ...absent.body, requestId: "" });
  }
  expect((await harness.request("GET", `/admin/bookings?client=${customerId}`, { customerId: stranger })).status).toBe(
    403,
  );
  const own = await harness.request<{ bookings: Booking[] }>("GET", "/admin/bookings", { customerId: stranger });
  expect(own.body.bookings).toEqual([]);
  const admin = await harness.request<Booking>("GET", path, { role: "admin" });
  expect(admin.body.code).toBe(booking.code);
});

test("bookings are listed by start, page by page, none twice and none left out", async () => {
  const other = await harness.addCustomer();
  for (const local of ["2030-03-07T10:00", "2030-03-05T10:00", "2030-03-06T10:00", "2030-03-06T10:00"]) {
    await harness.book(customerId, { serviceId: relaxing.id, startsAt: at(local) });
  }
  await harness.book(other, { serviceId: manicure.id, startsAt: at("2030-03-05T10:00") });
  const starts: string[] = [];
  let cursor: string | null = "";
  do {
    const path: string = `/admin/bookings?client=${customerId}&limit=2${cursor ? `&cursor=${cursor}` : ""}`;
    const { body } = await harness.request<{ bookings: Booking[]; nextCursor: string | null }>("GET", path, {
      customerId,
    });
    starts.push(...body.bookings.map(({ startsAt }) => startsAt));
    cursor = body.nextCursor;
  } while (cursor);
  expect(starts).toEqual([
    at("2030-03-05T10:00"),
    at("2030-03-06T10:00"),
    at("2030-03-06T10:00"),
    at("2030-03-07T10:00"),
  ]);
  const everybody = await harness.request<{ bookings: Booking[] }>("GET", "/admin/bookings", { role: "admin" });
  expect(everybody.body.bookings).toHaveLength(5);
  const bad = await harness.request("GET", "/admin/bookings?cursor=!!", { role: "admin" });
  expect(bad.body.code).toBe("validation_failed");
});
