import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiClient, createApiClient } from "../../src/api-client/index.ts";
import { newId, silentLogger } from "../../src/shared/index.ts";
import { type Harness, startHarness, tokens } from "../internal-api/harness.ts";

let harness: Harness;
let client: ApiClient;
let customerId: string;
beforeAll(async () => {
  harness = await startHarness();
  client = createApiClient({ baseUrl: harness.url, tokens, logger: silentLogger });
  customerId = await harness.addCustomer();
});
afterAll(async () => {
  client.close();
  await harness.close();
});

test("the client and the API agree: from the catalogue through a booking to its end", async () => {
  const services = await client.call("listServices");
  if (services.kind !== "ok") throw new Error("no services");
  const service = services.data.services[0]!;
  for (const id of ["listProfessionals", "getBusiness", "listPackages"] as const) {
    expect(await client.call(id)).toMatchObject({ kind: "ok" });
  }
  const slots = await client.call("listSlots", {
    query: { serviceId: service.id, from: "2030-03-05", to: "2030-03-05", limit: 1 },
  });
  if (slots.kind !== "ok") throw new Error("no slots");
  const { startsAt, endsAt, professional } = slots.data.slots[0]!;
  const body = { serviceId: service.id, professionalId: professional.id, startsAt, expected: { endsAt } };

  const idempotencyKey = newId();
  const booked = await client.call("createBooking", { customerId, idempotencyKey, body });
  if (booked.kind !== "ok") throw new Error("not booked");
  expect(booked).toMatchObject({ isReplayed: false, data: { status: "confirmed", startsAt } });
  const again = await client.call("createBooking", { customerId, idempotencyKey, body });
  expect(again).toEqual({ ...booked, isReplayed: true });

  const rival = await client.call("createBooking", {
    customerId: await harness.addCustomer(),
    idempotencyKey: newId(),
    body,
  });
  expect(rival).toMatchObject({ kind: "refused", status: 409, code: "slot_taken" });
  if (rival.kind === "refused") expect(rival.problem.alternatives).toHaveLength(3);

  const params = { code: booked.data.code };
  const moved = await client.call("rescheduleBooking", {
    customerId,
    idempotencyKey: newId(),
    params,
    body: { startsAt: "2030-03-05T17:00:00-06:00" },
  });
  expect(moved).toMatchObject({ kind: "ok", data: { startsAt: "2030-03-05T17:00:00-06:00", professional } });
  const listed = await client.call("listBookings", { customerId, query: { client: customerId, status: "confirmed" } });
  expect(listed).toMatchObject({ kind: "ok", data: { bookings: [{ code: params.code }], nextCursor: null } });
  const query = { expectedStartsAt: "2030-03-05T17:00:00-06:00" };
  const cancelled = await client.call("cancelBooking", { customerId, idempotencyKey: newId(), params, query });
  expect(cancelled).toMatchObject({ kind: "ok", data: { status: "cancelled" } });
  const named = await client.call("updateClient", { customerId, body: { displayName: "Sofía" } });
  expect(named).toMatchObject({ kind: "ok", data: { displayName: "Sofía" } });
});
