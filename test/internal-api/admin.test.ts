import { afterAll, beforeAll, expect, test } from "vitest";
import type { Business, Package, Problem, ResponseOf, Slot } from "../../src/contract/index.ts";
import { newId } from "../../src/shared/index.ts";
import { type Harness, startHarness } from "./harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

type Service = ResponseOf<"updateService">;
type Resource = ResponseOf<"updateResource">;
type TimeOff = ResponseOf<"createTimeOff">;

const staff = <Body = Problem>(method: string, path: string, body?: object) =>
  harness.request<Body>(method, path, { role: "admin", ...(body ? { body } : {}) });
const slotsOf = async (serviceId: string, date: string) =>
  (await harness.request<{ slots: Slot[] }>("GET", `/schedule-slots?serviceId=${serviceId}&from=${date}&to=${date}`))
    .body.slots;
const resource = async (code: string) => {
  const { body } = await staff<{ resources: Resource[] }>("GET", "/admin/resources");
  return body.resources.find((one) => one.code === code) as Resource;
};

const REIKI = { code: "reiki", name: "Reiki", durationMinutes: 60, priceMinor: 70_000 };

test("a service is added, given to somebody with hours of their own, booked, and taken out of the offer", async () => {
  const { body: service, status } = await staff<Service>("POST", "/admin/services", REIKI);
  expect({ status, service }).toMatchObject({ status: 201, service: { ...REIKI, origin: "api", isActive: true } });
  expect((await staff("POST", "/admin/services", REIKI)).body.code).toBe("code_taken");
  const made = await staff<Resource>("POST", "/admin/resources", {
    code: "maria-sol",
    kind: "professional",
    name: "María Sol",
    services: [{ serviceId: service.id, durationMinutes: 90 }],
    hours: [{ weekday: 2, from: "10:00", to: "13:00" }],
  });
  expect(made.status).toBe(201);
  const slots = await slotsOf(service.id, "2030-03-05");
  expect(slots.map(({ startsAt }) => startsAt.slice(11, 16))).toEqual(["10:00", "10:30", "11:00", "11:30"]);
  const customerId = await harness.addCustomer();
  const booked = await harness.book(customerId, { serviceId: service.id, startsAt: slots[0]?.startsAt });
  expect(booked.body).toMatchObject({ professional: { name: "María Sol" }, service: { durationMinutes: 90 } });
  await staff("PATCH", `/admin/services/${service.id}`, { isActive: false });
  expect((await harness.request<object>("GET", "/services")).body).not.toMatchObject({ services: [{ code: "reiki" }] });
  expect(await slotsOf(service.id, "2030-03-05")).toBeUndefined();
});

test("what the API has changed outlives a start, until it is given back to the file", async () => {
  const { id } = await harness.service("manicure");
  await staff("PATCH", `/admin/services/${id}`, { priceMinor: 39_900 });
  const sofia = await resource("sofia-herrera");
  await staff("PATCH", `/admin/resources/${sofia.id}`, { services: [{ serviceId: id }] });
  await harness.api.seed();
  expect((await harness.service("manicure")).price.amountMinor).toBe(39_900);
  expect((await resource("sofia-herrera")).services).toHaveLength(1);
  // What nobody has touched follows the file as ever.
  await harness.database.query("update services set price_minor = 1 where code = 'yoga'");
  await harness.api.seed();
  expect((await harness.service("yoga")).price.amountMinor).toBe(25_000);

  const { body } = await staff<Service>("PATCH", `/admin/services/${id}`, { origin: "file" });
  expect(body.origin).toBe("file");
  await staff("PATCH", `/admin/resources/${sofia.id}`, { origin: "file" });
  await harness.api.seed();
  expect((await harness.service("manicure")).price.amountMinor).toBe(38_000);
  expect((await resource("sofia-herrera")).services).toHaveLength(3);
});

test("opening hours: what can be booked and what is told of them are the same", async () => {
  const { id } = await harness.service("pedicure");
  const periods = [{ weekday: 2, from: "10:00", to: "12:00" }];
  expect((await staff("PUT", "/admin/opening-hours", { periods })).status).toBe(200);
  await harness.api.seed();
  expect(await slotsOf(id, "2030-03-06")).toEqual([]);
  expect((await slotsOf(id, "2030-03-05")).length).toBeGreaterThan(0);
  const { body } = await harness.request<Business>("GET", "/business");
  expect(body.openingHours.filter((day) => day.periods.length > 0)).toEqual([
    { weekday: 2, periods: [{ from: "10:00", to: "12:00" }] },
  ]);
  const wrong = [...periods, { weekday: 2, from: "11:00", to: "13:00" }];
  expect((await staff("PUT", "/admin/opening-hours", { periods: wrong })).status).toBe(422);
  expect((await staff("PUT", "/admin/opening-hours", { origin: "file" })).status).toBe(200);
  expect((await slotsOf(id, "2030-03-06")).length).toBeGreaterThan(0);
});

test("time off closes the time, names who is booked in it, and is taken back", async () => {
  const { id } = await harness.service("manicure");
  const customerId = await harness.addCustomer();
  const booked = await harness.book(customerId, { serviceId: id, startsAt: "2030-03-08T10:00:00-06:00" });
  const sofia = await resource("sofia-herrera");
  const day = { startsAt: "2030-03-08T00:00:00-06:00", endsAt: "2030-03-09T00:00:00-06:00" };
  const { body, status } = await staff<TimeOff>("POST", "/admin/time-off", { resourceId: sofia.id, ...day });
  expect({ status, body }).toMatchObject({ status: 201, body: { ...day, bookingCodes: [booked.body.code] } });
  expect(await slotsOf(id, "2030-03-08")).toEqual([]);
  const later = { startsAt: "2030-03-10T00:00:00-06:00", endsAt: "2030-03-11T00:00:00-06:00" };
  await staff("POST", "/admin/time-off", later);
  const page = await staff<{ timeOff: TimeOff[]; nextCursor: string }>("GET", "/admin/time-off?limit=1");
  expect(page.body.timeOff.map((one) => one.id)).toEqual([body.id]);
  const next = await staff<{ timeOff: TimeOff[] }>("GET", `/admin/time-off?cursor=${page.body.nextCursor}`);
  expect(next.body.timeOff).toMatchObject([{ resourceId: null, ...later }]);
  expect((await staff<object>("DELETE", `/admin/time-off/${body.id}`)).body).toMatchObject({ wasThere: true });
  expect((await staff<object>("DELETE", `/admin/time-off/${body.id}`)).body).toMatchObject({ wasThere: false });
  expect((await slotsOf(id, "2030-03-08")).length).toBeGreaterThan(0);
  const backwards = { startsAt: day.endsAt, endsAt: day.startsAt };
  expect(await staff("POST", "/admin/time-off", backwards)).toMatchObject({
    status: 422,
    body: { errors: [{ field: "endsAt" }] },
  });
});

test("a package is added and changed; what points nowhere is refused with its field", async () => {
  const { id: serviceId } = await harness.service("yoga");
  const entry = {
    code: "yoga-4",
    name: "Yoga 4",
    priceMinor: 90_000,
    validDays: 30,
    items: [{ serviceId, quantity: 4 }],
  };
  const { body, status } = await staff<ResponseOf<"createPackage">>("POST", "/admin/packages", entry);
  expect({ status, body }).toMatchObject({ status: 201, body: { ...entry, origin: "api" } });
  await staff("PATCH", `/admin/packages/${body.id}`, { items: [{ serviceId, quantity: 5 }] });
  const offer = await harness.request<{ packages: Package[] }>("GET", "/packages");
  expect(offer.body.packages.find(({ code }) => code === "yoga-4")?.items).toMatchObject([{ quantity: 5 }]);
  const nowhere = await staff("PATCH", `/admin/packages/${body.id}`, { items: [{ serviceId: newId(), quantity: 5 }] });
  expect(nowhere).toMatchObject({ status: 422, body: { errors: [{ field: "items" }] } });
  const { id } = await harness.service("yoga");
  const needs = await staff("PATCH", `/admin/services/${id}`, { needs: [[newId()]] });
  expect(needs).toMatchObject({ status: 422, body: { errors: [{ field: "needs" }] } });
  const room = await staff("POST", "/admin/resources", {
    code: "sala-2",
    kind: "room",
    name: "Sala 2",
    services: [{ serviceId }],
  });
  expect(room).toMatchObject({ status: 422, body: { errors: [{ field: "services" }] } });
});

test("a service that needs a room has no time while the room is away", async () => {
  const { id } = await harness.service("manicure");
  const room = await staff<Resource>("POST", "/admin/resources", { code: "mesa-1", kind: "equipment", name: "Mesa 1" });
  const { body } = await staff<Service>("PATCH", `/admin/services/${id}`, { needs: [[room.body.id]] });
  expect(body.needs).toEqual([[room.body.id]]);
  expect((await slotsOf(id, "2030-03-12")).length).toBeGreaterThan(0);
  await staff("PATCH", `/admin/resources/${room.body.id}`, { isActive: false });
  expect(await slotsOf(id, "2030-03-12")).toEqual([]);
});
