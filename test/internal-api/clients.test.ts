import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "../../src/contract/index.ts";
import { createSealer, newId } from "../../src/shared/index.ts";
import { type Harness, startHarness } from "./harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

type NewClient = Client & { isNew: boolean };
const create = (body: object) => harness.request<NewClient>("POST", "/clients", { role: "admin", key: newId(), body });

test("a number is one customer however it is written, and who is there keeps the name", async () => {
  const first = await create({ phone: "+52 55 1234 5678", displayName: "Ana", language: "es" });
  expect(first).toMatchObject({ status: 200, body: { displayName: "Ana", language: "es", isNew: true } });
  for (const phone of ["55 1234 5678", "+5215512345678", "(55) 1234-5678"]) {
    const { body } = await create({ phone, displayName: "Somebody else" });
    expect(body).toEqual({ ...first.body, isNew: false });
  }
  // Under the sender's name that WhatsApp uses, the inbox finds the same customer.
  const found = await harness.database.query("select customer_id from customer_identities where fingerprint = $1", [
    createSealer("test").fingerprint("whatsapp:+5215512345678"),
  ]);
  expect(found).toEqual([{ customer_id: first.body.id }]);
});

test("of ten at the same instant one makes the customer", async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => create({ phone: "+52 55 8765 4321" })));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(answers.filter(({ body }) => body.isNew)).toHaveLength(1);
  const events = await harness.database.query("select 1 from domain_events where kind = 'client.created'");
  const customers = await harness.database.query("select 1 from customers");
  expect(events).toHaveLength(customers.length);
});

test("what is no number is refused with the field, and customers are not told of each other", async () => {
  for (const phone of ["12345", "+52 12 3", "no number", "+999 123 456 789"]) {
    const { status, body } = await harness.request("POST", "/clients", { role: "admin", body: { phone } });
    expect({ status, field: body.errors?.[0]?.field }).toEqual({ status: 422, field: "phone" });
  }
  const customerId = await harness.addCustomer();
  const body = { phone: "+52 55 1234 5678" };
  expect((await harness.request("POST", "/clients", { customerId, body, key: newId() })).status).toBe(403);
  expect((await harness.request("GET", `/clients/${customerId}`, { customerId })).status).toBe(403);
});

test("staff and keys read and change a customer; another business's is not there", async () => {
  const { body: client } = await create({ phone: "+52 81 1234 5678" });
  const token = await harness.addKey(["clients:read", "clients:write"]);
  const changed = await harness.request<Client>("PATCH", `/clients/${client.id}`, {
    token,
    body: { displayName: "Beto" },
  });
  expect(changed.body).toEqual({ id: client.id, displayName: "Beto", language: null });
  expect((await harness.request<Client>("GET", `/clients/${client.id}`, { token })).body).toEqual(changed.body);

  const theirs = newId();
  await harness.database.query("insert into customers (id, profile) values ($1, 'elsewhere')", [theirs]);
  expect((await harness.request("GET", `/clients/${theirs}`, { token })).status).toBe(404);
  expect((await harness.request("PATCH", `/clients/${theirs}`, { token, body: { language: "es" } })).status).toBe(404);
  await harness.database.query(
    `insert into customer_identities (id, customer_id, profile, channel, address, fingerprint)
     values ($1, $2, 'elsewhere', 'twilio-whatsapp', 'x', $3)`,
    [newId(), theirs, createSealer("test").fingerprint("whatsapp:+5213312345678")],
  );
  expect((await create({ phone: "+52 33 1234 5678" })).body).toMatchObject({ isNew: true });
});
