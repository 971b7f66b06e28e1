import { afterAll, beforeAll, expect, test } from "vitest";
import { createInbox, type Inbox } from "../../src/conversation/index.ts";
import { createTickets, type NewTicket, type TicketReason, type Tickets } from "../../src/handoff/index.ts";
import { createSealer, newId, type Sealer } from "../../src/shared/index.ts";
import { clockAt, WEDNESDAY_MORNING } from "../support/clock.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

/** What encryption will look like: two sealed texts joined in SQL could not be opened again. */
const sealer: Sealer = {
  ...createSealer("test"),
  seal: (text) => `sealed(${Buffer.from(text).toString("hex")})`,
  open(sealed) {
    const hex = /^sealed\(([0-9a-f]*)\)$/.exec(sealed)?.[1];
    if (hex === undefined) throw new Error("not a sealed text");
    return Buffer.from(hex, "hex").toString();
  },
};
let database: TestDatabase;
let inbox: Inbox;
let tickets: Tickets;
beforeAll(async () => {
  database = await createTestDatabase();
  inbox = createInbox({ database, sealer, defaultProfile: "studio" });
  tickets = createTickets({ database, sealer, clock: clockAt(WEDNESDAY_MORNING) });
});
afterAll(() => database.drop());

let next = 0;
async function conversation(): Promise<NewTicket["conversation"]> {
  const { conversationId } = await inbox.accept("twilio-whatsapp", {
    eventId: newId(),
    to: "whatsapp:+5215511111111",
    from: `whatsapp:+52155630${String(10_000 + next++)}`,
    senderName: "Ana",
    content: { kind: "text", text: "hola" },
  });
  const [row] = await database.query("select customer_id from conversations where id = $1", [conversationId]);
  return { id: conversationId, customerId: row.customer_id, profile: "studio" };
}

const open = (of: NewTicket["conversation"], number: string, summary: string | null, reason: TicketReason) =>
  database.transaction((sql) =>
    tickets.open(sql, { number, conversation: of, reason, summary, messageId: summary === null ? null : newId() }),
  );

const stored = (of: NewTicket["conversation"]) =>
  database.query<{ number: string; reason: string; status: string; summary: string | null; created_at: Date }>(
    "select number, reason, status, summary, created_at from tickets where conversation_id = $1 order by number",
    [of.id],
  );

const close = (number: string) =>
  database.query("update tickets set status = 'closed', closed_at = clock_timestamp() where number = $1", [number]);

test("the first ticket is 1001, and numbers rise and are never given twice", async () => {
  const asking = await Promise.all(Array.from({ length: 12 }, conversation));
  const reserve = ({ id }: { id: string }) => tickets.reserveNumber(id, "agent_requested");
  const first = await reserve(asking[0]!);
  expect(first).toEqual({ number: "1001", isExisting: false });
  const rest = await Promise.all(asking.slice(1).map(reserve));
  expect(rest.map(({ number }) => Number(number)).sort()).toEqual(rest.map((_, index) => 1002 + index));
});

test("a customer who asks for a person again hears the same number, and both texts are kept, sealed", async () => {
  const ana = await conversation();
  const { number } = await tickets.reserveNumber(ana.id, "agent_requested");
  expect(await open(ana, number, "quiero hablar con alguien", "agent_requested")).toEqual({ number, isNew: true });

  const again = await tickets.reserveNumber(ana.id, "agent_requested");
  expect(again).toEqual({ number, isExisting: true });
  expect(await open(ana, number, "¿hay alguien?", "agent_requested")).toEqual({ number, isNew: false });
  await open(ana, number, null, "agent_requested");

  const [ticket, ...others] = await stored(ana);
  expect(others).toEqual([]);
  expect(ticket).toMatchObject({ number, status: "open" });
  expect(ticket?.summary).not.toContain("alguien");
  expect(sealer.open(ticket?.summary ?? "")).toBe("quiero hablar con alguien\n¿hay alguien?");
  expect(ticket?.created_at.toISOString().slice(0, 10)).toBe(WEDNESDAY_MORNING.slice(0, 10));
});

test("a complaint beside a request for a person is a ticket of its own", async () => {
  const ana = await conversation();
  const person = await tickets.reserveNumber(ana.id, "agent_requested");
  await open(ana, person.number, null, "agent_requested");
  const complaint = await tickets.reserveNumber(ana.id, "complaint");
  expect(complaint.isExisting).toBe(false);
  await open(ana, complaint.number, "me cobraron dos veces", "complaint");
  expect((await stored(ana)).map(({ reason }) => reason)).toEqual(["agent_requested", "complaint"]);
});

test("a turn that fails after it opened a ticket leaves only a gap in the numbers", async () => {
  const ana = await conversation();
  const { number } = await tickets.reserveNumber(ana.id, "complaint");
  const failing = database.transaction(async (sql) => {
    await tickets.open(sql, {
      number,
      conversation: ana,
      reason: "complaint",
      summary: "nadie abrió",
      messageId: null,
    });
    throw new Error("the lease was lost");
  });
  await expect(failing).rejects.toThrow("lease");
  expect(await stored(ana)).toEqual([]);
  const retried = await tickets.reserveNumber(ana.id, "complaint");
  expect(Number(retried.number)).toBeGreaterThan(Number(number));
  expect(await open(ana, retried.number, "nadie abrió", "complaint")).toEqual({ number: retried.number, isNew: true });
});

test("ten opened at the same instant are one ticket with all ten texts", async () => {
  const ana = await conversation();
  const texts = Array.from({ length: 10 }, (_, index) => `queja ${index}`);
  const opened = await Promise.all(
    texts.map(async (text) => {
      const { number } = await tickets.reserveNumber(ana.id, "complaint");
      return open(ana, number, text, "complaint");
    }),
  );
  expect(opened.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect(new Set(opened.map(({ number }) => number)).size).toBe(1);
  const [ticket, ...others] = await stored(ana);
  expect(others).toEqual([]);
  expect(ticket?.number).toBe(opened[0]?.number);
  expect(
    sealer
      .open(ticket?.summary ?? "")
      .split("\n")
      .sort(),
  ).toEqual(texts);
});

test("after staff closed it, the next request is a new ticket", async () => {
  const ana = await conversation();
  const first = await tickets.reserveNumber(ana.id, "bot_unsure");
  await open(ana, first.number, "mmm", "bot_unsure");
  await close(first.number);
  const second = await tickets.reserveNumber(ana.id, "bot_unsure");
  expect(second.isExisting).toBe(false);
  await open(ana, second.number, "otra cosa", "bot_unsure");
  expect((await stored(ana)).map(({ number, status }) => [number, status])).toEqual([
    [first.number, "closed"],
    [second.number, "open"],
  ]);
});

test("a ticket that staff closes while its number is being told is opened again", async () => {
  const ana = await conversation();
  const { number } = await tickets.reserveNumber(ana.id, "complaint");
  await open(ana, number, "el piso estaba mojado", "complaint");
  expect(await tickets.reserveNumber(ana.id, "complaint")).toEqual({ number, isExisting: true });
  await close(number);
  expect(await open(ana, number, "y sigue mojado", "complaint")).toEqual({ number, isNew: false });
  const [ticket, ...others] = await stored(ana);
  expect(others).toEqual([]);
  expect(ticket?.status).toBe("open");
  expect(sealer.open(ticket?.summary ?? "")).toBe("el piso estaba mojado\ny sigue mojado");
});

test("somebody who never stops complaining fills a ticket up to a limit, and the first words stay", async () => {
  const ana = await conversation();
  const { number } = await tickets.reserveNumber(ana.id, "complaint");
  for (const text of ["primero", "a".repeat(16_000), "b".repeat(16_000)]) await open(ana, number, text, "complaint");
  const [ticket] = await stored(ana);
  const summary = sealer.open(ticket?.summary ?? "");
  expect(summary).toHaveLength(16_384);
  expect(summary.startsWith("primero\naaa")).toBe(true);
});
