import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Business, Package, Professional, Service, Slot } from "../../src/contract/index.ts";
import { type Harness, MONDAY_8AM, startHarness } from "./harness.ts";

interface Slots {
  timeZone: string;
  slots: Slot[];
  closedDates: string[];
}

let harness: Harness;
let relaxing: Service;
beforeAll(async () => {
  harness = await startHarness();
  relaxing = await harness.service("masaje-relajante");
});
afterEach(async () => {
  harness.setNow(MONDAY_8AM);
  await harness.database.query("truncate bookings, allocations, time_off cascade");
});
afterAll(() => harness.close());

const list = (query: string, serviceId = relaxing.id) =>
  harness.request<Slots & { code: string }>("GET", `/schedule-slots?serviceId=${serviceId}&${query}`);
const timesOf = (slots: Slot[], name: string) =>
  slots.filter(({ professional }) => professional.name === name).map(({ startsAt }) => startsAt.slice(11, 16));

test("a day's times stand on the grid within opening hours, own hours and around lunch", async () => {
  const { body } = await list("from=2030-03-06&to=2030-03-06");
  const morning = ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "12:00", "12:30", "13:00"];
  const afternoon = ["15:00", "15:30", "16:00", "16:30", "17:00", "17:30", "18:00", "18:30", "19:00"];
  expect(timesOf(body.slots, "Laura Méndez")).toEqual([...morning, ...afternoon]);
  // On Wednesdays Ana works in the morning only.
  expect(timesOf(body.slots, "Ana Torres")).toEqual(morning);
  expect(body.slots[0]).toEqual({
    startsAt: "2030-03-06T09:00:00-06:00",
    endsAt: "2030-03-06T10:00:00-06:00",
    professional: relaxing.professionals[0],
  });
  expect(body.slots.map(({ startsAt }) => startsAt)).toEqual(body.slots.map(({ startsAt }) => startsAt).sort());
  expect([body.timeZone, body.closedDates]).toEqual(["America/Mexico_City", []]);
});

test("Sundays and days on which the whole business is away are closed dates", async () => {
  await harness.database.query(
    `insert into time_off (id, profile, period)
     values (gen_random_uuid(), 'studio', '[2030-03-12 00:00-06, 2030-03-13 00:00-06)')`,
  );
  const { body } = await list("from=2030-03-09&to=2030-03-13");
  expect(body.closedDates).toEqual(["2030-03-10", "2030-03-12"]);
  expect(new Set(body.slots.map(({ startsAt }) => startsAt.slice(0, 10)))).toEqual(
    new Set(["2030-03-09", "2030-03-11", "2030-03-13"]),
  );
});

test("a booked time and what overlaps it are gone, for that professional only", async () => {
  const customerId = await harness.addCustomer();
  const carlos = relaxing.professionals.find(({ name }) => name === "Carlos Ríos")!;
  const stones = await harness.service("masaje-piedras-calientes");
  const body = { serviceId: stones.id, professionalId: carlos.id, startsAt: "2030-03-06T10:00:00-06:00" };
  expect((await harness.book(customerId, body)).status).toBe(201);
  const { slots } = (await list("from=2030-03-06&to=2030-03-06")).body;
  expect(timesOf(slots, "Carlos Ríos").slice(0, 4)).toEqual(["09:00", "11:30", "12:00", "12:30"]);
  expect(timesOf(slots, "Laura Méndez")).toContain("10:00");
});

test("today only what leaves the notice is offered, and nothing beyond the horizon", async () => {
  harness.setNow(new Date("2030-03-06T16:10:00-06:00"));
  const today = (await list("from=2030-03-05&to=2030-03-06")).body.slots;
  expect(timesOf(today, "Laura Méndez")[0]).toBe("17:00");
  expect((await list("from=2030-06-01&to=2030-06-05")).body.slots).toEqual([]);
});

test("a range is at most 31 days and does not run backwards; limit cuts", async () => {
  expect((await list("from=2030-03-05&to=2030-04-04")).status).toBe(200);
  expect((await list("from=2030-03-05&to=2030-04-05")).body.code).toBe("validation_failed");
  expect((await list("from=2030-03-05&to=2030-03-04")).body.code).toBe("validation_failed");
  expect((await list("from=2030-02-30&to=2030-03-04")).body.code).toBe("validation_failed");
  expect((await list("from=2030-03-05&to=2030-03-05&limit=2")).body.slots).toHaveLength(2);
  const nobody = "00000000-0000-4000-8000-000000000000";
  expect((await list("from=2030-03-05&to=2030-03-05", nobody)).status).toBe(404);
  expect((await list(`from=2030-03-05&to=2030-03-05&professionalId=${nobody}`)).status).toBe(404);
});

test("the catalogue is what the owner's files say", async () => {
  const { services } = (await harness.request<{ services: Service[] }>("GET", "/services")).body;
  expect(services).toHaveLength(8);
  expect(services[0]).toMatchObject({
    name: "Masaje relajante",
    durationMinutes: 60,
    price: { amountMinor: 85000, currency: "MXN" },
    professionals: [{ name: "Laura Méndez" }, { name: "Ana Torres" }, { name: "Carlos Ríos" }],
  });
  const { professionals } = (await harness.request<{ professionals: Professional[] }>("GET", "/professionals")).body;
  expect(professionals.map(({ name, services: done }) => [name, done.length])).toEqual([
    ["Laura Méndez", 3],
    ["Ana Torres", 2],
    ["Carlos Ríos", 3],
    ["Sofía Herrera", 3],
    ["Diego Luna", 2],
  ]);
  const { packages } = (await harness.request<{ packages: Package[] }>("GET", "/packages")).body;
  expect(packages.map(({ name, price, validDays }) => [name, price.amountMinor, validDays])).toEqual([
    ["Paquete Relax 5", 380000, 90],
    ["Yoga 8 clases", 160000, 30],
    ["Pilates 10", 360000, 60],
    ["Belleza total", 145000, 45],
  ]);
  expect(packages[3]?.items.map(({ service, quantity }) => [service.name, quantity])).toEqual([
    ["Facial hidratante", 1],
    ["Manicure", 1],
    ["Pedicure", 1],
  ]);
  const { body: business } = await harness.request<Business>("GET", "/business");
  expect(business.holidays).toContainEqual({ date: "2027-12-25", name: "Navidad" });
  expect(business.openingHours[6]).toEqual({ weekday: 7, periods: [] });
  expect(business.openingHours[5]?.periods).toEqual([
    { from: "09:00", to: "14:00" },
    { from: "15:00", to: "19:00" },
  ]);
});

test("seeding from three processes at once changes no id, and what left the files leaves the offer", async () => {
  await harness.database.query(
    "insert into services (id, profile, code, name, duration_minutes, price_minor, currency) values (gen_random_uuid(), 'studio', 'sauna', 'Sauna', 30, 1, 'MXN')",
  );
  await Promise.all([harness.api.seed(), harness.api.seed(), harness.api.seed()]);
  const { services } = (await harness.request<{ services: Service[] }>("GET", "/services")).body;
  expect(services.find(({ code }) => code === relaxing.code)).toEqual(relaxing);
  expect(services.map(({ code }) => code)).not.toContain("sauna");
  expect(await harness.database.query("select from services where code = 'sauna'")).toHaveLength(1);
});
