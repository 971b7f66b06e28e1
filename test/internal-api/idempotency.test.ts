import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Booking, Service } from "../../src/contract/index.ts";
import { hashRequest, runKeyed } from "../../src/internal-api/idempotency.ts";
import { createSealer, newId } from "../../src/shared/index.ts";
import { type Harness, startHarness } from "./harness.ts";

const SEED = 20_300_305;

let harness: Harness;
let service: Service;
let customerId: string;

beforeAll(async () => {
  harness = await startHarness();
  service = await harness.service("masaje-relajante");
  customerId = await harness.addCustomer();
});
afterEach(() => harness.database.query("truncate bookings, allocations, idempotency_keys cascade"));
afterAll(() => harness.close());

const wanted = (local = "2030-03-05T10:00") => ({ serviceId: service.id, startsAt: `${local}:00-06:00` });
const bookings = async () => (await harness.database.query("select from bookings")).length;

test("the same key twice books once and answers the same", async () => {
  const key = newId();
  const first = await harness.book(customerId, wanted(), key);
  const second = await harness.book(customerId, wanted(), key);
  expect(first.headers.get("Idempotent-Replayed")).toBeNull();
  expect(second.headers.get("Idempotent-Replayed")).toBe("true");
  expect([second.status, second.body]).toEqual([201, first.body]);
  expect(await bookings()).toBe(1);
});

test("the kept answer passes the seal, and one from before it did is still understood", async () => {
  const sealer = {
    ...createSealer("test"),
    seal: (text: string) => reversed(text),
    open: (text: string) => reversed(text),
  };
  const request = { caller: "studio:service:", key: newId(), operation: "updateClient", requestHash: "x" };
  const outcome = { kind: "done", data: { name: "Ana\u0000 \ud83d" } } as const;
  const run = () => runKeyed({ database: harness.database, sealer }, request, async () => outcome);
  expect(await run()).toEqual({ outcome, isReplayed: false });
  const [row] = await harness.database.query<{ response: unknown }>("select response from idempotency_keys");
  expect(row?.response).toBe(reversed(JSON.stringify(outcome)));
  expect(await run()).toEqual({ outcome, isReplayed: true });

  const old = { kind: "done", data: { name: "Ana" } };
  await harness.database.query("update idempotency_keys set response = $1", [JSON.stringify(old)]);
  expect(await run()).toEqual({ outcome: old, isReplayed: true });
});
const reversed = (text: string) => [...text].reverse().join("");

test("twelve copies at the same instant book once and all hear of the same booking", async () => {
  const key = newId();
  const answers = await Promise.all(Array.from({ length: 12 }, () => harness.book(customerId, wanted(), key)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ body }) => body.code)).size).toBe(1);
  expect(await bookings()).toBe(1);
});

test("a key used for another request is refused, and so is a key used for another operation", async () => {
  const key = newId();
  const { body } = await harness.book(customerId, wanted(), key);
  const other = await harness.book(customerId, wanted("2030-03-05T11:00"), key);
  expect([other.status, other.body.code]).toEqual([409, "idempotency_key_reused"]);
  const cancel = await harness.request("DELETE", `/client/bookings/${body.code}`, { customerId, key });
  expect(cancel.body.code).toBe("idempotency_key_reused");
});

test("two customers may use the same key", async () => {
  const stranger = await harness.addCustomer();
  const key = newId();
  const [mine, theirs] = [await harness.book(customerId, wanted(), key), await harness.book(stranger, wanted(), key)];
  expect([mine.status, theirs.status]).toEqual([201, 201]);
  expect(mine.body.code).not.toBe(theirs.body.code);
});

test("a refusal stays the answer of its key after the slot became free", async () => {
  const laura = service.professionals[0]!;
  const body = { ...wanted(), professionalId: laura.id };
  const rival = await harness.book(customerId, body);
  const key = newId();
  expect((await harness.book(customerId, body, key)).body.code).toBe("slot_taken");
  await harness.request("DELETE", `/client/bookings/${rival.body.code}`, { customerId });
  const again = await harness.book(customerId, body, key);
  expect([again.body.code, again.headers.get("Idempotent-Replayed")]).toEqual(["slot_taken", "true"]);
  expect(again.body.alternatives).toHaveLength(3);
  expect((await harness.book(customerId, body)).status).toBe(201);
});

test("a malformed request does not use its key up", async () => {
  const key = newId();
  expect((await harness.book(customerId, { serviceId: service.id }, key)).status).toBe(422);
  expect((await harness.book(customerId, wanted(), key)).status).toBe(201);
});

test(`the order of fields makes no other request, and any other value does (seed ${SEED})`, () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.integer()));
  const object = fc.dictionary(fc.string(), fc.oneof(value, fc.dictionary(fc.string(), value)));
  const reversed = (fields: object): object =>
    Object.fromEntries(
      Object.entries(fields)
        .reverse()
        .map(([name, inner]) => [
          name,
          inner && typeof inner === "object" && !Array.isArray(inner) ? reversed(inner) : inner,
        ]),
    );
  const hash = (body: object) => hashRequest("x", { params: undefined, query: undefined, body });
  fc.assert(
    fc.property(object, object, (one, other) => {
      expect(hash(reversed(one))).toBe(hash(one));
      const isSame = isDeepStrictEqual({ ...one }, { ...other });
      expect(hash(one) === hash(other)).toBe(isSame);
    }),
    { seed: SEED, numRuns: 500 },
  );
});

test(`any rush of repeats has one effect for each key, one answer, and tells who used a key twice (seed ${SEED})`, async () => {
  const asked = fc.record({ key: fc.nat(2), hour: fc.constantFrom(10, 11, 12) });
  const rushes = fc.sample(fc.array(asked, { minLength: 2, maxLength: 12 }), { seed: SEED, numRuns: 20 });
  for (const [round, rush] of rushes.entries()) {
    await harness.database.query("truncate bookings, allocations, idempotency_keys cascade");
    const answers = await Promise.all(
      rush.map(async ({ key, hour }) => ({
        key,
        hour,
        answer: await harness.book(customerId, wanted(`2030-03-05T${hour}:00`), `rush-${key}`),
      })),
    );
    for (const key of new Set(rush.map((one) => one.key))) {
      const of = answers.filter((one) => one.key === key);
      const first = of.filter(({ answer }) => answer.body.code !== "idempotency_key_reused");
      const told = new Set(first.map(({ answer }) => JSON.stringify([answer.status, answer.body.code])));
      expect([round, key, told.size, new Set(first.map(({ hour }) => hour)).size]).toEqual([round, key, 1, 1]);
      const replays = first.filter(({ answer }) => answer.headers.get("Idempotent-Replayed") === "true");
      expect([round, key, replays.length]).toEqual([round, key, first.length - 1]);
      const refused = of.filter(({ answer }) => answer.status === 409 && !first.some((one) => one.answer === answer));
      expect(refused.every(({ hour }) => hour !== first[0]?.hour)).toBe(true);
    }
    const booked = new Set(answers.filter(({ answer }) => answer.status === 201).map(({ answer }) => answer.body.code));
    expect([round, await bookings()]).toEqual([round, booked.size]);
  }
});

test("a service without a key books nothing; an administrator may do without", async () => {
  const none = await harness.request("POST", "/booking", { customerId, body: wanted() });
  expect([none.status, none.body.code]).toEqual([400, "idempotency_key_missing"]);
  const admin = await harness.request<Booking>("POST", "/booking", { customerId, role: "admin", body: wanted() });
  expect(admin.status).toBe(201);
  expect(await bookings()).toBe(1);
});

test("cancelling twice with one key says twice that it is cancelled", async () => {
  const { body } = await harness.book(customerId, wanted());
  const cancel = () =>
    harness.request<Booking>("DELETE", `/client/bookings/${body.code}`, { customerId, key: `cancel-${body.code}` });
  expect((await cancel()).body.status).toBe("cancelled");
  expect((await cancel()).body.status).toBe("cancelled");
});

test("a copy whose first request does not end in time is told to come back", async () => {
  const key = newId();
  let release = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  let isClaimed = () => {};
  const claimed = new Promise<void>((done) => {
    isClaimed = done;
  });
  const first = harness.database.transaction(async (sql) => {
    // The copy waits longer than an idle transaction may live.
    await sql.query("set local idle_in_transaction_session_timeout = 0");
    await sql.query("insert into idempotency_keys (caller, key, operation, request_hash) values ($1, $2, 'x', 'x')", [
      `studio:service:${customerId}`,
      key,
    ]);
    isClaimed();
    await held;
  });
  await claimed;
  const copy = await harness.book(customerId, wanted(), key);
  release();
  await first;
  expect([copy.status, copy.body.code]).toEqual([409, "idempotency_in_progress"]);
  expect(copy.headers.get("Retry-After")).toBe("1");
  expect(await bookings()).toBe(0);
});

test("a key is forgotten after seven days", async () => {
  const key = newId();
  await harness.book(customerId, wanted(), key);
  await harness.database.query("update idempotency_keys set created_at = now() - interval '8 days'");
  expect((await harness.book(customerId, wanted("2030-03-05T12:00"), key)).status).toBe(201);
  await harness.database.query("update idempotency_keys set created_at = now() - interval '8 days'");
  await harness.api.seed();
  expect(await harness.database.query("select from idempotency_keys")).toEqual([]);
});
