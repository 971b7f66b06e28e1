import { afterAll, beforeAll, expect, test } from "vitest";
import { newSid } from "../../src/web/simulator/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

let next = 0;
/** A customer that no other test of this file writes as. */
function customer(): string {
  next += 1;
  return `+5215520000${String(next).padStart(3, "0")}`;
}

const bookings = (from: string) =>
  app.database.query<{ code: string; status: string }>(
    `select b.code, b.status from bookings b join customer_identities i on i.customer_id = b.customer_id
     where i.address = $1 order by b.created_at`,
    [`whatsapp:${from}`],
  );

test("a customer books in two messages, asks about it and cancels it", async () => {
  const from = customer();
  expect(await app.ask(from, "hola")).toContain("Estudio Calma");
  const question = await app.ask(from, "quiero un masaje mañana a las 5 de la tarde");
  expect(question).toContain("¿Confirmo tu cita?");
  expect(question).toContain("jueves 11 de febrero");
  expect(question).toContain("5:00 p. m.");
  expect(question).toContain("$850");
  expect(await bookings(from)).toEqual([]);

  const done = await app.ask(from, "sí");
  const [booking] = await bookings(from);
  expect(booking?.status).toBe("confirmed");
  expect(done).toContain(booking?.code);

  expect(await app.ask(from, "¿cómo va mi cita?")).toContain(booking?.code);
  expect(await app.ask(from, "cancélala")).toContain("¿Cancelo esta cita?");
  expect((await bookings(from))[0]?.status).toBe("confirmed");
  expect(await app.ask(from, "sí")).toContain("cancelé tu cita");
  expect((await bookings(from))[0]?.status).toBe("cancelled");
});

test("a second yes is told that it is already done, and books nothing", async () => {
  const from = customer();
  await app.ask(from, "quiero pilates mañana a las 10");
  await app.ask(from, "sí");
  expect(await app.ask(from, "sí")).toBe("Eso ya quedó hecho.");
  expect(await bookings(from)).toHaveLength(1);
});

test("the same webhook five times, two of them at the same instant, is one booking and one answer", async () => {
  const from = customer();
  await app.ask(from, "quiero yoga mañana a las 10");
  const yes = app.params(from, "sí", newSid("SM"));
  const statuses = await Promise.all([app.post(yes), app.post(yes)]);
  await app.twilio.waitForMessages(from, 2);
  for (let i = 0; i < 3; i++) statuses.push(await app.post(yes));
  expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);

  // Another message after them proves that nothing of theirs is still on its way.
  expect(await app.ask(from, "gracias")).toBeTruthy();
  expect(app.twilio.messagesTo(from)).toHaveLength(3);
  expect(await bookings(from)).toHaveLength(1);
});

test("a yes sent together with the request books nothing before the question was seen", async () => {
  const from = customer();
  await app.write(from, "masaje mañana a las 6 de la tarde");
  await app.write(from, "sí porfa");
  const [question] = await app.twilio.waitForMessages(from, 1);
  expect(question?.body).toContain("¿Confirmo tu cita?");
  expect(await bookings(from)).toEqual([]);
  expect(await app.ask(from, "sí")).toContain("quedó agendada");
  expect(await bookings(from)).toHaveLength(1);
});

test("50 messages of 10 customers at once are all answered, in each customer's order", async () => {
  const people = Array.from({ length: 10 }, customer);
  const texts = ["hola", "qué paquetes tienen", "cuánto cuesta el masaje", "gracias", "adiós"];
  // Each customer's messages arrive one after the other, the customers all at once.
  await Promise.all(
    people.map(async (from) => {
      for (const text of texts) {
        const response = await app.write(from, text);
        expect(response.status).toBe(200);
      }
    }),
  );
  for (const from of people) {
    await app.until(
      `select 1 where not exists (
        select 1 from messages m join conversations c on c.id = m.conversation_id
        where c.address = $1 and m.state not in ('handled', 'sent', 'delivered', 'read'))`,
      [`whatsapp:${from}`],
    );
    const order = await app.database.query<{ in_order: boolean }>(
      `select array_agg(m.provider_event_id order by m.seq) = array_agg(m.provider_event_id order by m.claimed_at) as in_order
       from messages m join conversations c on c.id = m.conversation_id where c.address = $1 and m.direction = 'out'`,
      [`whatsapp:${from}`],
    );
    expect(order).toEqual([{ in_order: true }]);
    const unanswered = await app.database.query(
      `select m.id from messages m join conversations c on c.id = m.conversation_id
       where c.address = $1 and m.direction = 'in'
         and not exists (select 1 from messages o where o.turn_id = m.turn_id and o.direction = 'out')`,
      [`whatsapp:${from}`],
    );
    expect(unanswered).toEqual([]);
  }
});
