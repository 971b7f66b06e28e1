import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../support/app.ts";
import { type Answer, type FakeOpenai, replying, saying, silent, startFakeOpenai } from "../support/fake-openai.ts";
import { type FakeRasa, startFakeRasa } from "./fake-rasa.ts";
import { customerOf } from "./helpers.ts";

const BOOKING = "quiero un masaje mañana a las 5 de la tarde";
/** Nobody says these to a studio, so the second opinion has none; what Rasa is torn between stands beside each. */
const DOUBTS: Record<string, [string, string]> = {
  "verde la silla": ["consulta_estado", "cancelar_cita"],
  "verde el tercero": ["baja", "agendar_cita"],
  "verde entonces": ["queja", "consulta_estado"],
  "verde la mesa": ["hablar_con_agente", "agendar_cita"],
  "verde azul": ["afirmar", "consulta_estado"],
  "verde masaje": ["consultar_paquetes", "agendar_cita"],
};

let rasa: FakeRasa;
let openai: FakeOpenai;
let app: TestApp;
beforeAll(async () => {
  rasa = await startFakeRasa();
  for (const [text, guesses] of Object.entries(DOUBTS)) rasa.unsure.set(text, guesses);
  for (const text of ["sí", "sí, por favor"]) rasa.intents.set(text, "afirmar");
  rasa.intents.set(BOOKING, "agendar_cita");
  rasa.intents.set("¿cuándo es mi cita?", "consulta_estado");
  openai = await startFakeOpenai(saying(""));
  app = await startTestApp({
    env: {
      ...{ RASA: "auto", RASA_URL: rasa.url, OPENAI_BASE_URL: openai.baseUrl, OPENAI_API_KEY: "key-of-the-test" },
      // Time enough on a busy machine, and not too long for the model that keeps silent.
      LLM_REPLY_MS: "8000",
    },
  });
  await app.untilRasaAnswers();
});
afterAll(async () => {
  await app.stop();
  await openai.close();
  await rasa.stop();
});

let from = "";
let next = 0;
beforeEach(() => {
  next += 1;
  from = `+5215569100${String(next).padStart(3, "0")}`;
  openai.requests.length = 0;
});

/** Answers what it is asked to classify; whatever else it is asked, its words are refused and the template stands. */
const classifying =
  (answer: Answer): Answer =>
  (request, response) =>
    request.response_format ? answer(request, response) : saying("no")(request, response);
const choosing = (intent: string) => classifying(saying(JSON.stringify({ intent })));
const classified = () => openai.requests.filter(({ body }) => body.response_format);

interface Opinion {
  intent?: string;
  isTaken: boolean;
  among: string[];
  model: string | null;
  promptVersion: string | null;
  durationMs: number;
  reason: string | null;
}

async function lastTurn() {
  const [turn] = await app.database.query<{
    record: { thirdOpinion?: Opinion; parse?: { intent: { name: string } }; llmCalls: { purpose: string }[] };
    intent: string;
    outcome: string;
  }>(
    `select t.record, t.intent, t.outcome from turns t join conversations c on c.id = t.conversation_id
     where c.address = $1 order by t.created_at desc limit 1`,
    [`whatsapp:${from}`],
  );
  return turn;
}

async function book(): Promise<void> {
  openai.answer = choosing("other");
  await app.ask(from, BOOKING);
  expect(await app.ask(from, "sí")).toContain("quedó agendada");
  openai.requests.length = 0;
}

/** What has happened to this customer's matters beside words. */
async function effects() {
  const address = `whatsapp:${from}`;
  const [row] = await app.database.query<{ written: number; tickets: number; consents: number; isOptedOut: boolean }>(
    `select c.is_opted_out as "isOptedOut",
       (select count(*)::int from write_requests w where w.conversation_id = c.id and w.state not in ('open', 'cancelled')) as written,
       (select count(*)::int from tickets t where t.conversation_id = c.id) as tickets,
       (select count(*)::int from consents k where k.customer_id = c.customer_id) as consents
     from conversations c where c.address = $1`,
    [address],
  );
  return { ...row, bookings: (await customerOf(app, from).bookings()).map(({ status }) => status) };
}
const NOTHING = { written: 0, tickets: 0, consents: 0, isOptedOut: false, bookings: [] };

test("what Rasa doubts the model may choose, and the customer is answered in place of being asked what they mean", async () => {
  await book();
  openai.answer = choosing("consulta_estado");
  expect(await app.ask(from, "verde la silla")).toContain("Masaje relajante");
  const turn = await lastTurn();
  expect(turn?.record.thirdOpinion).toMatchObject({
    intent: "consulta_estado",
    isTaken: true,
    reason: null,
    among: expect.arrayContaining(["consulta_estado", "cancelar_cita"]),
    model: expect.any(String),
    promptVersion: expect.stringMatching(/^classification\/intent@/),
    durationMs: expect.any(Number),
  });
  // What Rasa thought stays, for those who train it.
  expect(turn?.record.parse?.intent.name).toBe(turn?.intent);
  expect(classified()).toHaveLength(1);
  expect(turn?.record.llmCalls.map(({ purpose }) => purpose)).toEqual(["classify", "phrase"]);
});

test("a choice that would write ends in the question, and only the customer's yes does it", async () => {
  await book();
  openai.answer = choosing("cancelar_cita");
  await app.ask(from, "verde la silla");
  expect(await effects()).toMatchObject({ written: 1, bookings: ["confirmed"] });
  expect(await customerOf(app, from).template()).toBe("utter_cancelar_confirmar");
  await app.ask(from, "sí");
  expect(await effects()).toMatchObject({ written: 2, bookings: ["cancelled"] });
});

test("none of them: the customer is asked as before", async () => {
  openai.answer = choosing("other");
  const question = await app.ask(from, "verde la silla");
  expect(question).toContain("1) Ver mi cita");
  expect(question).toContain("2) Cancelar mi cita");
  const turn = await lastTurn();
  expect(turn?.outcome).toBe("clarify");
  expect(turn?.record.thirdOpinion).toMatchObject({ intent: "other", isTaken: false });
});

test("what the text holds is kept, and nothing comes on top of it", async () => {
  openai.answer = choosing("agendar_cita");
  // The service was in it: the next question is the day.
  expect(await app.ask(from, "verde masaje")).toContain("Masaje relajante");
  expect(await customerOf(app, from).template()).toBe("utter_agendar_fecha");
});

test.each([
  ["verde el tercero", "baja"],
  ["verde entonces", "queja"],
  ["verde la mesa", "hablar_con_agente"],
  ["verde azul", "afirmar"],
])("what is done at once is not done for a model: %s, %s", async (text, intent) => {
  openai.answer = choosing(intent);
  await app.ask(from, text);
  expect((await lastTurn())?.record.thirdOpinion).toMatchObject({ intent, isTaken: false });
  expect((await lastTurn())?.outcome).toBe("clarify");
  expect(await effects()).toEqual(NOTHING);
});

test("a complaint that the model hears is the first thing that the customer is offered", async () => {
  openai.answer = choosing("queja");
  expect(await app.ask(from, "verde entonces")).toMatch(/1\) .*queja/i);
});

test("neither a sure message nor an answer to an open question is read by the model", async () => {
  openai.answer = choosing("cancelar_cita");
  await app.ask(from, BOOKING);
  await app.ask(from, "verde la silla");
  expect(classified()).toEqual([]);
  expect(await customerOf(app, from).bookings()).toEqual([]);
  expect(await app.ask(from, "sí, por favor")).toContain("quedó agendada");
});

test.each<[string, Answer]>([
  ["an intent that was not on offer", choosing("pagar_servicio")],
  ["an entity of its own", classifying(saying('{"intent":"cancelar_cita","codigo_reserva":"K7P2QM"}'))],
  ["prose", classifying(saying("El cliente quiere darse de baja. Ya lo di de baja."))],
  ["nonsense", classifying(replying(200, "<html>"))],
  ["a failure", classifying(replying(500, "{}"))],
  ["silence", classifying(silent)],
])("a model that answers with %s changes nothing: the customer is asked as before", async (_what, answer) => {
  openai.answer = answer;
  expect(await app.ask(from, "verde la silla")).toContain("1) Ver mi cita");
  const turn = await lastTurn();
  expect(turn?.record.thirdOpinion).toMatchObject({ isTaken: false, reason: expect.any(String) });
  expect(turn?.record.thirdOpinion).not.toHaveProperty("intent");
  expect(await effects()).toEqual(NOTHING);
});

test.each(["cancelar_cita", "reagendar_cita", "baja", "hablar_con_agente", "afirmar", "pagar_servicio"])(
  "a hostile model that always chooses %s, message after message, writes, opens and ends nothing",
  async (intent) => {
    await book();
    const before = await effects();
    openai.answer = choosing(intent);
    for (const text of Object.keys(DOUBTS)) await app.ask(from, text);
    expect(await effects()).toEqual(before);
  },
);
