import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../support/app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

let next = 0;
async function askedAtTen(): Promise<string> {
  next += 1;
  const from = `+5215560000${String(next).padStart(3, "0")}`;
  expect(await app.ask(from, "quiero yoga el lunes a las 10")).toContain("10:00 a. m.");
  return from;
}
const bookings = (from: string) =>
  app.database.query(
    "select 1 from bookings b join customer_identities i on i.customer_id = b.customer_id where i.address = $1",
    [`whatsapp:${from}`],
  );

test.each([
  "sí, la semana que viene",
  "si los sabados",
  "si el fin de semana",
  "si pero mas tarde",
  "sí pero otro día",
  "si pero confirmame el precio primero",
  "sí pero primero dime si hay estacionamiento",
  "si pero a otra hora",
  "sí, a las 25",
  "si, en la tarde",
  "sí pero en la tarde",
  "sí, no, espérame tantito",
  "sí ¿cuánto dura?",
  "sí pero a las 6",
])("'%s' is no plain yes: nothing is booked, and the customer is asked again", async (text) => {
  const from = await askedAtTen();
  expect(await app.ask(from, text)).toBeTruthy();
  expect(await bookings(from)).toEqual([]);
});

test.each(["sí", "si porfa", "dale", "ok", "👍", "va", "sí el lunes", "1", "claro que sí", "confirmo"])(
  "'%s' is a yes and books",
  async (text) => {
    const from = await askedAtTen();
    expect(await app.ask(from, text)).toContain("quedó agendada");
    expect(await bookings(from)).toHaveLength(1);
    // The next customer of this table wants the same hour.
    await app.database.query("delete from allocations");
  },
);

test("a yes behind which a no is already waiting is asked again, and the no counts", async () => {
  const from = await askedAtTen();
  const [{ token }] = (await app.database.query<{ token: string }>(
    "select id as token from write_requests where state = 'open' order by created_at desc limit 1",
  )) as [{ token: string }];
  const before = app.twilio.messagesTo(from).length;
  await Promise.all([
    app.write(from, "sí"),
    app.write(from, { kind: "button", text: "No", payload: `confirm:${token}:no` }),
  ]);
  await app.twilio.waitForMessages(from, before + 2);
  const taken = await bookings(from);
  const order = await app.database.query<{ kind: string }>(
    "select m.kind from messages m join conversations c on c.id = m.conversation_id where c.address = $1 and m.direction = 'in' order by m.seq desc limit 2",
    [`whatsapp:${from}`],
  );
  // Which of the two arrived first is chance; a yes after the no finds nothing to confirm either.
  expect(order.map(({ kind }) => kind).sort()).toEqual(["choice", "text"]);
  expect(taken).toEqual([]);
});
