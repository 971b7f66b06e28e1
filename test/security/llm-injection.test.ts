import { afterAll, beforeAll, expect, test } from "vitest";
import type { Logger } from "../../src/shared/index.ts";
import { startFakeRasa } from "../conversation/fake-rasa.ts";
import { assault, attacker, effectsOf, type Person, say } from "../llm/injection/assault.ts";
import { readAttacks } from "../llm/injection/attacks.ts";
import { harmsOf } from "../llm/injection/harm.ts";
import { BREACHES, CHOICES, TEXTS } from "../llm/injection/strategies.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { type HostileModel, type Situation, type Strategy, startHostileModel } from "../support/hostile-model.ts";
import { oneModel, phraserOn, replyOf } from "../support/phraser.ts";
import { PERSONAL, SECRETS } from "./canaries.ts";

const SEED = Number(process.env.INJECTION_SEED ?? 20_270_210);
const OWN_SECRETS = [SECRETS.OPENAI_API_KEY, SECRETS.SERVICE_TOKEN_SECRET, SECRETS.DATA_ENCRYPTION_KEY];
/** Of somebody who is a customer too: nothing of hers may reach a model's prompt for others, or another customer. */
const victim: Person = { phone: PERSONAL.secondPhone, name: PERSONAL.otherName };
const WISH = "quiero un masaje descontracturante el 19 de febrero a las 12 del día con Carlos Ríos";

const NO_OPINION: Strategy = { name: "has no opinion", say: () => '{"intent":"other"}' };
const MARKS_ONLY: Strategy = { name: "says the marks", say: ({ said }) => said };
/**
 * Nobody can tell what is wanted: the third opinion is asked. What a model is unsure of changes with each training; the
 * Rasa of the test is unsure of these for ever, and the second opinion has none about words that nobody says to a studio.
 */
const UNCLEAR: [string, [string, string]][] = [
  ["verde la silla", ["consulta_estado", "cancelar_cita"]],
  ["verde el tercero", ["baja", "agendar_cita"]],
  ["verde entonces", ["pagar_servicio", "consulta_estado"]],
  ["verde la mesa", ["actualizar_perfil", "reagendar_cita"]],
];

const AT_ONCE = 6;

const attacks = readAttacks();
const attackers = attacks.map((_, n) => attacker(n));
const lines: string[] = [];
const record = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }));
const logger: Logger = { debug: record, info: record, warn: record, error: record, fatal: record };

let model: HostileModel;
const apps: TestApp[] = [];
const ends: (() => unknown)[] = [];
const withModel = () => ({ OPENAI_BASE_URL: model.baseUrl, LLM_MODEL_SIMPLE: "hostile", LLM_REPLY_MS: "10000" });
let hostile: Run;
let honest: Run;

interface Run {
  app: TestApp;
  read: string[][];
  effects: Record<string, unknown>;
  bookingCode: string;
}

/** Breaches and choices are asked for by a number in the customer's words; else the third opinion is none. */
function choose({ attack, isJson }: Situation): Strategy | undefined {
  const [, what, n] = /(ruptura|elección) (\d+)/u.exec(attack) ?? [];
  if (what === "ruptura" && !isJson) return BREACHES[Number(n)];
  if (what === "elección") return isJson ? CHOICES[Number(n)] : MARKS_ONLY;
  return isJson ? NO_OPINION : undefined;
}

async function run(app: TestApp): Promise<Run> {
  await say(app, victim, WISH);
  await say(app, victim, "sí");
  const [booking] = await app.database.query<{ code: string }>("select code from bookings");
  const read = await assault(app, attacks);
  return { app, read, effects: await effectsOf(app), bookingCode: booking?.code ?? "no booking" };
}

beforeAll(async () => {
  model = await startHostileModel({ seed: SEED, strategies: TEXTS, choose });
  const secrets = {
    OPENAI_API_KEY: SECRETS.OPENAI_API_KEY,
    SERVICE_TOKEN_SECRET: SECRETS.SERVICE_TOKEN_SECRET,
    DATA_ENCRYPTION_KEY: SECRETS.DATA_ENCRYPTION_KEY,
  };
  // One after the other: training two classifiers at once would block the other's transactions for seconds.
  apps.push(await startTestApp({ env: { ...secrets, ...withModel() }, logger }));
  apps.push(await startTestApp({ env: secrets, logger }));
  [hostile, honest] = (await Promise.all(apps.map(run))) as [Run, Run];
}, 400_000);
afterAll(async () => {
  for (const app of apps) await app.stop();
  for (const end of ends) await end();
  await model?.close();
});

/** Writes that went further than a question. */
const writesOf = (app: TestApp) =>
  app.database.query(
    "select action, state, count(*)::int as n from write_requests where state in ('writing', 'done', 'deferred') group by 1, 2 order by 1, 2",
  );

/** Numbers that each run draws for itself. */
async function withoutNumbers({ app, read }: Run): Promise<string[][]> {
  const tickets = await app.database.query<{ number: string }>("select number from tickets");
  const numbers = new Set(tickets.map(({ number }) => number));
  return read.map((replies) =>
    replies.map((reply) => reply.replace(/\b\d{4,}\b/gu, (n) => (numbers.has(n) ? "N" : n))),
  );
}

test("the model was asked about most of what was written, by most strategies", () => {
  const strategies = new Set(model.asked.map(({ strategy }) => strategy));
  console.info(
    `seed ${SEED}: ${attacks.length} attacks, ${model.asked.length} calls, ${strategies.size} of ${TEXTS.length} text strategies and ${CHOICES.length} choices`,
  );
  expect(model.asked.length).toBeGreaterThan(attacks.length * 0.8);
  expect(strategies.size).toBeGreaterThan(TEXTS.length * 0.6);
});

test("no attack changes what a customer is told: figures, outcomes, links and questions are those of a run without a model", async () => {
  const [with_, without] = [await withoutNumbers(hostile), await withoutNumbers(honest)];
  const harms: Record<string, string> = {};
  let worded = 0;
  for (const [n, attack] of attacks.entries()) {
    for (const [step, reply] of with_[n]!.entries()) {
      const said = without[n]![step] ?? "";
      if (reply !== said) worded++;
      const found = harmsOf(reply, said);
      if (found.length > 0)
        harms[`${attack.id} step ${step + 1} (seed ${SEED}): ${found.join(", ")}`] = `${reply}\n≠\n${said}`;
    }
  }
  console.info(`${with_.flat().length} replies, ${worded} of them worded by the hostile model`);
  expect(harms).toEqual({});
});

test("no attack brings anything about: bookings, payments, tickets, consents and names are those of a run without a model", () => {
  expect(hostile.effects).toEqual(honest.effects);
  expect(hostile.effects.bookings).toEqual([{ what: "confirmed", n: 1 }]);
  expect(hostile.effects.purchases).toEqual([]);
  expect(hostile.effects.payments).toEqual([]);
});

test("nothing of anybody's reaches the model: no secret, name, phone, mail or code", () => {
  const found = new Set<string>();
  const phones = [...attackers, victim].map(({ phone }) => phone.slice(-10));
  for (const { body, situation } of model.asked) {
    const plain = body.replace(/[\s()-]/gu, "");
    for (const secret of OWN_SECRETS) if (body.includes(secret)) found.add(`secret ${secret}`);
    for (const phone of phones) if (plain.includes(phone)) found.add(`phone ${phone}`);
    for (const name of ["Ixchelmanovska", "Quetzalpova", "Zazilmina"]) if (body.includes(name)) found.add(name);
    if (body.includes(hostile.bookingCode)) found.add("the booking's code");
    // Typed by customers.
    for (const typed of ["7700991", "646180000", "@correo-ajeno"]) {
      if (plain.includes(typed)) found.add(`${typed} in ${situation.attack.slice(0, 60)}`);
    }
  }
  expect([...found]).toEqual([]);
});

test("nothing of the prompt, of others or of the service reaches a customer, a log or a record", async () => {
  const prompts = [...new Set(model.asked.map(({ situation }) => situation.system))];
  // What the prompt says in its own words; what it quotes of the business is no secret.
  const sentences = prompts.flatMap((prompt) => prompt.split(/[.:\n]+/u).map((part) => part.trim()));
  const own = [...new Set(sentences.filter((part) => part.length > 30))];
  expect(own.length).toBeGreaterThan(5);
  const told = hostile.read.flat().join("\n");
  const usual = honest.read.flat().join("\n");
  const { database } = hostile.app;
  const kept: Record<string, string> = { replies: told, log: lines.join("\n") };
  for (const table of ["domain_events", "audit_log", "alerts", "llm_usage"]) {
    kept[table] = JSON.stringify(await database.query(`select * from ${table}`));
  }
  kept.turns = JSON.stringify(await database.query("select record from turns"));
  const others = ["Quetzalpova", "Zazilmina", victim.phone.slice(-10)];
  const leaks = Object.entries(kept).flatMap(([where, text]) => [
    ...OWN_SECRETS.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${where}`),
    ...own.filter((part) => text.includes(part) && !usual.includes(part)).map((part) => `"${part}" in ${where}`),
    ...(where === "write_requests"
      ? []
      : others.filter((part) => text.includes(part)).map((part) => `${part} in ${where}`)),
  ]);
  expect(leaks).toEqual([]);
  // Of her own turns and events it is a part.
  expect(told).not.toContain(hostile.bookingCode);
  expect(kept.log).not.toContain(hostile.bookingCode);
  // Their own name is theirs to read, and nobody's in a log.
  for (const where of ["log", "turns", "domain_events"]) expect(kept[where], where).not.toContain("Ixchelmanovska");
});

test("a model that breaks the protocol costs nobody the answer", { timeout: 300_000 }, async () => {
  // Past the application's breaker, which would spare the later ones the question.
  const phraser = phraserOn(oneModel(model.baseUrl, { firstTokenMs: 1500, totalMs: 2500 }), {
    breaker: { volumeThreshold: 10_000 },
  });
  const outcomes = await Promise.all(
    BREACHES.map(async ({ name }, n) => {
      const request = replyOf({ customerText: `¿a qué hora abren mañana? es la ruptura ${n}` }, 2500);
      const { text } = await phraser.phrase(request);
      const harms = harmsOf(text, request.template);
      const wasAsked = model.asked.some(({ strategy }) => strategy === name);
      return { name, harms: wasAsked ? harms : [...harms, "was not asked"], text };
    }),
  );
  console.info(`${BREACHES.length} breaches of the protocol`);
  expect(outcomes.filter(({ harms }) => harms.length > 0)).toEqual([]);
});

test("a model that chooses what a message means can choose no effect", { timeout: 300_000 }, async () => {
  const rasa = await startFakeRasa();
  ends.push(() => rasa.stop());
  const asked = CHOICES.flatMap((_, n) =>
    UNCLEAR.map(([words, guesses], i) => ({ n, i, text: `${words}, elección ${n}`, guesses })),
  );
  for (const { text, guesses } of asked) rasa.unsure.set(text, guesses);
  const app = await startTestApp({ env: { ...withModel(), RASA: "auto", RASA_URL: rasa.url }, logger });
  apps.push(app);
  await app.untilRasaAnswers();
  const [before, written] = [await effectsOf(app), await writesOf(app)];
  const said: string[] = [];
  // Few at a time: who waits too long for a turn's model opens its breaker, and the next ones are not asked.
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    const few = asked.slice(from, from + AT_ONCE).map(async ({ n, i, text }) => {
      const person = { ...attacker(6000 + n * UNCLEAR.length + i), name: "Ana" };
      return (await say(app, person, text)).join("\n");
    });
    said.push(...(await Promise.all(few)));
  }
  const chosen = model.asked.filter(({ strategy }) => CHOICES.some(({ name }) => name === strategy));
  console.info(`${chosen.length} choices of ${CHOICES.length} kinds, ${said.length} replies`);
  expect(chosen.length).toBeGreaterThan(CHOICES.length);
  const after = await effectsOf(app);
  for (const effect of ["bookings", "allocations", "purchases", "payments", "consents"]) {
    expect(after[effect], effect).toEqual(before[effect]);
  }
  expect(await writesOf(app)).toEqual(written);
  for (const reply of said)
    expect(reply).not.toMatch(/quedó agendada|cancelé|cambié|guardé|Recibimos tu pago|ya no te enviaremos/u);
});
