import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Koa from "koa";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Booking } from "../../src/contract/index.ts";
import { newId } from "../../src/shared/index.ts";
import { calendarFeed } from "../../src/web/index.ts";
import { type Harness, MONDAY_8AM, startHarness } from "./harness.ts";

let harness: Harness;
let customerId: string;
let feeds: { url: string; close(): Promise<unknown> };

beforeAll(async () => {
  harness = await startHarness();
  const server = createServer(new Koa().use(calendarFeed({ read: harness.api.readFeed })).callback()).listen(0);
  feeds = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((done) => server.close(done)),
  };
});
beforeEach(async () => {
  harness.setNow(MONDAY_8AM);
  customerId = await harness.addCustomer();
});
afterAll(async () => {
  await feeds.close();
  await harness.close();
});

/** The values of one property, with folded lines put together. */
const valuesOf = (ics: string, name: string) =>
  ics
    .replace(/\r\n /g, "")
    .split("\r\n")
    .filter((line) => line.startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1));

const icsOf = (code: string, options: object = { customerId, role: "customer" }) =>
  harness.request<string>("GET", `/client/bookings/${code}/calendar.ics`, options);
const book = async (code: string, startsAt: string, more: object = {}) => {
  const service = await harness.service(code);
  const { body, status } = await harness.book(customerId, { serviceId: service.id, startsAt, ...more });
  expect(status).toBe(201);
  return body;
};
const newFeed = async (professionalId: string) => {
  const path = `/admin/professionals/${professionalId}/calendar-feed`;
  const { body, status } = await harness.request<{ url: string }>("POST", path, { role: "admin" });
  expect(status).toBe(201);
  return feeds.url + body.url;
};

test("a booking goes into a calendar, and its changes change the same event", async () => {
  const { code } = await book("manicure", "2030-03-05T10:00:00-06:00");
  const first = await icsOf(code);
  expect(first.status).toBe(200);
  expect(first.headers.get("Content-Type")).toBe("text/calendar; charset=utf-8");
  expect(valuesOf(first.body, "DTSTART")).toEqual(["20300305T160000Z"]);
  expect(valuesOf(first.body, "DTEND")).toEqual(["20300305T164500Z"]);
  expect(valuesOf(first.body, "STATUS")).toEqual(["CONFIRMED"]);
  expect(valuesOf(first.body, "X-WR-TIMEZONE")).toEqual(["America/Mexico_City"]);
  expect((await icsOf(code)).body).toBe(first.body);

  const body = { startsAt: "2030-03-06T12:00:00-06:00" };
  await harness.request("PATCH", `/client/bookings/${code}`, { customerId, key: newId(), body });
  const moved = await icsOf(code);
  await harness.request("DELETE", `/client/bookings/${code}`, { customerId, key: newId() });
  const cancelled = await icsOf(code);
  const all = [first, moved, cancelled].map((answer) => answer.body);
  expect(new Set(all.flatMap((ics) => valuesOf(ics, "UID"))).size).toBe(1);
  const sequences = all.flatMap((ics) => valuesOf(ics, "SEQUENCE").map(Number));
  expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
  expect(new Set(sequences).size).toBe(3);
  expect(valuesOf(all[1] ?? "", "DTSTART")).toEqual(["20300306T180000Z"]);
  expect(valuesOf(all[2] ?? "", "STATUS")).toEqual(["CANCELLED"]);
});

test("a calendar file has an ETag, and is nobody else's", async () => {
  const { code } = await book("pedicure", "2030-03-05T12:00:00-06:00");
  const etag = (await icsOf(code)).headers.get("ETag") ?? "";
  const again = await icsOf(code, { customerId, role: "customer", headers: { "If-None-Match": etag } });
  expect(again.status).toBe(304);
  const stranger = await harness.addCustomer();
  expect((await icsOf(code, { customerId: stranger, role: "customer" })).status).toBe(404);
});

test("a professional's feed tells services, codes and changes, and nothing of customers", async () => {
  await harness.request("PATCH", "/client/me", { customerId, key: newId(), body: { displayName: "Renata Oculta" } });
  const { professionals } = await harness.service("facial-hidratante");
  const ana = professionals.find(({ name }) => name === "Ana Torres");
  const made: Booking[] = [];
  for (const hour of [10, 12]) {
    const more = { professionalId: ana?.id };
    made.push(await book("facial-hidratante", `2030-03-07T${hour}:00:00-06:00`, more));
  }
  await harness.request("DELETE", `/client/bookings/${made[1]?.code}`, { customerId, key: newId() });
  const answer = await fetch(await newFeed(ana?.id ?? ""));
  const ics = await answer.text();
  expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
  expect(valuesOf(ics, "SUMMARY")).toEqual(made.map(({ code }) => `Facial hidratante ${code}`));
  expect(valuesOf(ics, "STATUS")).toEqual(["CONFIRMED", "CANCELLED"]);
  expect(ics).not.toContain("Renata");
  expect(ics).not.toContain(customerId);
});

test("a new address ends the old one, and no address is found by trying", async () => {
  const { professionals } = await harness.service("yoga");
  const id = professionals[0]?.id ?? "";
  const old = await newFeed(id);
  expect((await fetch(old)).status).toBe(200);
  const renewed = await newFeed(id);
  expect([(await fetch(old)).status, (await fetch(renewed)).status]).toEqual([404, 200]);
  expect((await fetch(`${feeds.url}/calendars/${"x".repeat(32)}.ics`)).status).toBe(404);
  const rows = await harness.database.query("select token_hash from calendar_feeds");
  expect(JSON.stringify(rows)).not.toContain(renewed.split("/").at(-1)?.replace(".ics", ""));
  const path = `/admin/professionals/${newId()}/calendar-feed`;
  expect((await harness.request("POST", path, { role: "admin" })).status).toBe(404);
});
