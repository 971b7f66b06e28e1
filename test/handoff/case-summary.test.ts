import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createCache } from "../../src/cache/index.ts";
import { loadProfile } from "../../src/config/index.ts";
import { createInbox, createRecent, type Inbox } from "../../src/conversation/index.ts";
import {
  type CaseSummaries,
  createCaseSummaries,
  createTickets,
  type NewTicket,
  type TicketReason,
  type Tickets,
} from "../../src/handoff/index.ts";
import { createSummariser } from "../../src/llm/index.ts";
import { type Clock, createSealer, newId, silentLogger } from "../../src/shared/index.ts";
import { gatewayTo, prompts, spoken } from "../llm/gateway-to.ts";
import { WEDNESDAY_MORNING } from "../support/clock.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type Answer, type FakeOpenai, replying, saying, startFakeOpenai } from "../support/fake-openai.ts";

const sealer = createSealer("test");
const profile = loadProfile("profiles/studio");
const WORDS = "mi masaje del jueves salió mal, quiero hablar con alguien";
const FAITHFUL = "Quiere: hablar con alguien porque su masaje del jueves salió mal.";
const PLAIN =
  "Pidió hablar con una persona. Temas: cancelar cita, agendar cita. A medias: servicio Masaje relajante, " +
  "fecha 2027-02-11, hora 17:00. Cita de la que se habló: RKF64D. Sus palabras (10) están en el ticket.";

let now: Date;
const clock: Clock = { now: () => now, monotonicMs: () => performance.now() };
const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};

let database: TestDatabase;
let openai: FakeOpenai;
let inbox: Inbox;
let tickets: Tickets;
let summaries: CaseSummaries;
beforeAll(async () => {
  database = await createTestDatabase();
  openai = await startFakeOpenai(saying(""));
  inbox = createInbox({ database, sealer, defaultProfile: "studio" });
});
afterAll(async () => {
  await openai.close();
  await database.drop();
});
beforeEach(async () => {
  now = new Date(WEDNESDAY_MORNING);
  await database.query("update tickets set status = 'closed', closed_at = clock_timestamp() where status = 'open'");
  openai.requests.length = 0;
  tickets = createTickets({ database, sealer, clock });
  summaries = summariesWith(openai);
});

function summariesWith(model: FakeOpenai | undefined): CaseSummaries {
  const recent = createRecent({ database, cache: createCache({ url: undefined, logger: silentLogger }), sealer });
  const summariser = createSummariser({ llm: gatewayTo(model), prompts });
  return createCaseSummaries({ database, summariser, recent, sealer, clock, logger: silentLogger, profile });
}

let next = 0;
/** Somebody in the middle of a booking, who was understood to want two things. */
async function conversation(): Promise<NewTicket["conversation"]> {
  const { conversationId } = await inbox.accept("twilio-whatsapp", {
    eventId: newId(),
    to: "whatsapp:+5215511111111",
    from: `whatsapp:+52155640${String(10_000 + next++)}`,
    senderName: "Mariana Solís",
    content: { kind: "text", text: `soy Mariana, ${WORDS}` },
  });
  const state = {
    form: {
      action: "book-appointment",
      updatedAt: now.toISOString(),
      slots: { servicio: "Masaje relajante", fecha: "2027-02-11", hora: "17:00", nombre: "Mariana" },
    },
    focus: { codigo_reserva: "RKF64D", at: now.toISOString() },
  };
  const [row] = await database.query<{ customer_id: string }>(
    "update conversations set state = $2 where id = $1 returning customer_id",
    [conversationId, JSON.stringify(state)],
  );
  for (const intent of ["saludo", "agendar_cita", "cancelar_cita"]) {
    await database.query(
      `insert into turns (id, conversation_id, profile, message_ids, fence, intent, outcome, record, duration_ms)
       values ($1, $2, 'studio', '{}', 1, $3, 'done', '{}', 1)`,
      [newId(), conversationId, intent],
    );
  }
  return { id: conversationId, customerId: row?.customer_id ?? "", profile: "studio" };
}

async function openTicket(of: NewTicket["conversation"], words: string | null = WORDS): Promise<string> {
  const reason: TicketReason = "agent_requested";
  const { number } = await tickets.reserveNumber(of.id, reason);
  await database.transaction((sql) =>
    tickets.open(sql, { number, conversation: of, reason, summary: words, messageId: null }),
  );
  return number;
}

test("who takes a case over reads what it is about, and in whose words", async () => {
  openai.answer = saying(FAITHFUL);
  const number = await openTicket(await conversation());
  expect(await tickets.caseOf(number)).toMatchObject({ reason: "agent_requested", words: WORDS, summary: null });
  expect(await summaries.summarise(number)).toBe("llm");
  expect(await tickets.caseOf(number)).toMatchObject({
    number,
    status: "open",
    words: WORDS,
    summary: { text: `${PLAIN}\n${FAITHFUL}`, source: "llm", at: now },
  });
  expect(await tickets.caseOf("999999")).toBeUndefined();
});

test("the summary is sealed, and no name leaves the house for it", async () => {
  openai.answer = saying("Quiere: {nombre} pide hablar con alguien.");
  const number = await openTicket(await conversation());
  await summaries.summarise(number);
  const sent = spoken(openai.requests[0]?.body).join("\n");
  expect(sent).toContain("salió mal");
  expect(sent).not.toMatch(/Mariana|Solís|RKF64D/);
  const [row] = await database.query<{ case_summary: string }>("select case_summary from tickets where number = $1", [
    number,
  ]);
  expect(sealer.open(row?.case_summary ?? "")).toBe(`${PLAIN}\nQuiere: Mariana pide hablar con alguien.`);
  expect((await tickets.caseOf(number))?.summary?.text).toContain("Mariana pide hablar");
});

test("without a model the summary of a form is there, and nothing more is tried", async () => {
  const withoutModel = summariesWith(undefined);
  const number = await openTicket(await conversation());
  await withoutModel.sweep(now);
  expect((await tickets.caseOf(number))?.summary).toMatchObject({ text: PLAIN, source: "template" });
  later(5);
  await withoutModel.sweep(now);
  expect(await attemptsOf(number)).toBe(1);
});

const attemptsOf = async (number: string) =>
  (await database.query("select case_summary_attempts as attempts from tickets where number = $1", [number]))[0]
    ?.attempts;

test.each<[string, Answer]>([
  ["invents", saying("Quiere: que le devuelvan $850 de su masaje con Rodrigo.")],
  ["reports an effect that nobody had", saying("Quiere: una persona.\nHecho: se canceló su cita.")],
  ["babbles", replying(200, "<html>")],
  ["fails", replying(500, "{}")],
])("a model that %s leaves the summary of a form, and is asked three times in all", async (_what, answer) => {
  openai.answer = answer;
  const number = await openTicket(await conversation());
  for (let minute = 0; minute < 6; minute++) {
    await summaries.sweep(now);
    expect((await tickets.caseOf(number))?.summary).toMatchObject({ text: PLAIN, source: "template" });
    later(2);
  }
  expect(await attemptsOf(number)).toBe(3);
});

test("a model that is back gives the summary that it failed to give, and then no other", async () => {
  openai.answer = replying(500, "{}");
  const number = await openTicket(await conversation());
  await summaries.sweep(now);
  openai.answer = saying(FAITHFUL);
  await summaries.sweep(now);
  expect((await tickets.caseOf(number))?.summary?.source).toBe("template");
  later(2);
  await summaries.sweep(now);
  expect((await tickets.caseOf(number))?.summary?.source).toBe("llm");
  openai.requests.length = 0;
  later(2);
  await summaries.sweep(now);
  expect(openai.requests).toEqual([]);
});

test("two processes that sweep at once ask once", async () => {
  openai.answer = saying(FAITHFUL);
  const numbers = await Promise.all([1, 2, 3].map(async () => openTicket(await conversation())));
  await Promise.all([summaries.sweep(now), summariesWith(openai).sweep(now)]);
  expect(openai.requests).toHaveLength(numbers.length);
  for (const number of numbers) expect((await tickets.caseOf(number))?.summary?.source).toBe("llm");
});

test("new words make a new summary, and one that was being made of the old ones is dropped", async () => {
  const mariana = await conversation();
  const number = await openTicket(mariana);
  openai.answer = (request, response) => {
    openai.answer = saying(FAITHFUL);
    void openTicket(mariana, "y nadie contesta").then(() => saying(FAITHFUL)(request, response));
  };
  expect(await summaries.summarise(number)).toBe("template");
  expect(await tickets.caseOf(number)).toMatchObject({ words: `${WORDS}\ny nadie contesta`, summary: null });
  await summaries.sweep(now);
  expect((await tickets.caseOf(number))?.summary?.text).toContain("Sus palabras (13)");
});

test("a closed ticket, and one that is not there, get no summary", async () => {
  const number = await openTicket(await conversation());
  await database.query("update tickets set status = 'closed', closed_at = clock_timestamp() where number = $1", [
    number,
  ]);
  expect(await summaries.summarise(number)).toBeUndefined();
  expect(await summaries.summarise("999999")).toBeUndefined();
  expect(openai.requests).toEqual([]);
});

test("whoever stops does not wait for a model that is silent", async () => {
  const asked = new Promise<void>((resolve) => {
    openai.answer = () => resolve();
  });
  const number = await openTicket(await conversation());
  const summarising = summaries.summarise(number);
  await asked;
  await summaries.stop();
  expect(await summarising).toBe("template");
  const late = await openTicket(await conversation());
  expect(await summaries.summarise(late)).toBeUndefined();
  expect((await tickets.caseOf(late))?.summary).toBeNull();
});
