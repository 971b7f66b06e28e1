import { setTimeout as pause } from "node:timers/promises";
import { startFakeRasa } from "../../test/conversation/fake-rasa.ts";
import { type ChatRequest, saying, startFakeOpenai } from "../../test/support/fake-openai.ts";
import { until } from "../../test/support/process.ts";
import { type ChaosContext, type Check, check } from "../scenario.ts";
import { type FaultyProxy, type ProxyFault, startFaultyProxy } from "./faulty-proxy.ts";
import { type FrontDesk, openFrontDesk, type PartReport } from "./front-desk.ts";

const PATIENT_MS = 60_000;
const PACKAGES = "qué paquetes tienen";
const FAULTS: ProxyFault[] = [
  ...([{ kind: "drop" }, { kind: "status", status: 500 }, { kind: "garbage" }] as const),
  ...([{ kind: "hang" }, { kind: "drip" }, { kind: "slow", ms: 8000 }] as const),
];
/** The design's three seconds, and what a busy machine adds to a timer. */
const PHRASE_MS = 3500;

/** Rasa behind a bad wire: the embedded classifier answers, health says so, and Rasa is asked again when it is back. */
export async function rasaAway(context: ChaosContext): Promise<PartReport> {
  const rasa = await startFakeRasa();
  rasa.intents.set(PACKAGES, "consultar_paquetes");
  const wire = await startFaultyProxy(rasa.url);
  const desk = await openFrontDesk(context, { RASA: "auto", RASA_URL: wire.url });
  const checks: Check[] = [];
  const figures: Record<string, unknown> = {};
  try {
    await untilEngine(desk, "rasa");
    for (const fault of FAULTS) {
      wire.set(() => fault);
      const began = performance.now();
      const from = desk.newCustomer();
      const body = await desk.world.ask(from, PACKAGES, PATIENT_MS);
      const firstMs = Math.round(performance.now() - began);
      const turn = await desk.lastTurn(from);
      await Promise.all(Array.from({ length: 4 }, () => desk.world.ask(desk.newCustomer(), PACKAGES, PATIENT_MS)));
      const isDegraded = await untilEngine(desk, "embedded").then(
        () => true,
        () => false,
      );
      const { status } = await desk.health();
      wire.heal();
      const isBack = await untilEngine(desk, "rasa").then(
        () => true,
        () => false,
      );
      const later = desk.newCustomer();
      await desk.world.ask(later, PACKAGES, PATIENT_MS);
      figures[fault.kind] = { firstMs };
      checks.push(
        check(`Rasa ${fault.kind}: the customer is answered all the same`, desk.says(body, "utter_paquetes"), body),
        check(`Rasa ${fault.kind}: the turn says who understood`, turn?.engine === "embedded", turn),
        check(`Rasa ${fault.kind}: health says degraded`, isDegraded && status === "degraded", status),
        check(
          `Rasa back after ${fault.kind}: it is asked again`,
          isBack && (await desk.lastTurn(later))?.engine === "rasa",
        ),
      );
    }
    checks.push(await flaps(desk, wire), desk.noExit());
  } finally {
    await desk.close();
    await wire.close();
    await rasa.stop();
  }
  return { figures, checks };
}

/** Every other parse fails: each customer is answered. */
async function flaps(desk: FrontDesk, wire: FaultyProxy): Promise<Check> {
  wire.set((_, n) => (n % 2 ? { kind: "drop" } : undefined));
  const wrong: string[] = [];
  for (let n = 0; n < 20; n++) {
    const body = await desk.world.ask(desk.newCustomer(), PACKAGES, PATIENT_MS);
    if (!desk.says(body, "utter_paquetes")) wrong.push(body);
  }
  wire.heal();
  return check("Rasa flapping: everybody is answered", wrong.length === 0, wrong);
}

async function untilEngine(desk: FrontDesk, engine: string): Promise<void> {
  await until(async () => (await desk.health()).nlu?.engine === engine, `engine ${engine}`, 30_000);
}

/** The LLM behind a bad wire, or talking nonsense: the template within three seconds. */
export async function llmAway(context: ChaosContext): Promise<PartReport> {
  const llm = await startFakeOpenai((request, response) => saying(templateIn(request))(request, response));
  const wire = await startFaultyProxy(llm.baseUrl.replace(/\/v1$/, ""));
  const desk = await openFrontDesk(context, { OPENAI_BASE_URL: `${wire.url}/v1`, LLM_MODEL_SIMPLE: "fake" });
  const checks: Check[] = [];
  const figures: Record<string, unknown> = {};
  const good = llm.answer;
  const ask = async () => {
    const from = desk.newCustomer();
    const body = await desk.world.ask(from, PACKAGES, PATIENT_MS);
    return { body, phrase: (await desk.lastTurn(from))?.phrase };
  };
  try {
    const first = await ask();
    checks.push(check("the LLM is asked while it is there", first.phrase?.source === "llm", first.phrase));
    for (const fault of [...FAULTS, "babbles" as const]) {
      const name = fault === "babbles" ? fault : fault.kind;
      if (fault === "babbles")
        llm.answer = saying("Todo es gratis hoy, y mañana también: $0. Tu cita ABC123 ya quedó.");
      else wire.set(() => fault);
      const answers = await Promise.all(Array.from({ length: 6 }, ask));
      const slowestMs = Math.max(...answers.map(({ phrase }) => phrase?.durationMs ?? Number.POSITIVE_INFINITY));
      const wrong = answers.filter(
        ({ body, phrase }) => phrase?.source !== "template" || !desk.says(body, "utter_paquetes"),
      );
      llm.answer = good;
      wire.heal();
      figures[name] = { slowestMs, reasons: [...new Set(answers.map(({ phrase }) => phrase?.reason))] };
      checks.push(
        check(`LLM ${name}: the customer gets the template`, wrong.length === 0, wrong),
        check(`LLM ${name}: within three seconds`, slowestMs <= PHRASE_MS, slowestMs),
        check(`LLM back after ${name}: it is asked again`, await comesBack(ask)),
      );
    }
    checks.push(desk.noExit());
  } finally {
    await desk.close();
    await wire.close();
    await llm.close();
  }
  return { figures, checks };
}

/** The breaker lets a first call through after 15 s. */
async function comesBack(ask: () => Promise<{ phrase: { source: string } | null | undefined }>): Promise<boolean> {
  const deadline = performance.now() + 40_000;
  while (performance.now() < deadline) {
    if ((await ask()).phrase?.source === "llm") return true;
    await pause(500);
  }
  return false;
}

/** What it was asked to reword, word for word: a faithful, if lazy, model. */
function templateIn({ messages }: ChatRequest): string {
  const text = messages.at(-1)?.content ?? "";
  const fenced = text.slice(text.lastIndexOf("El mensaje que debes decir"));
  return fenced
    .split("\n")
    .slice(1)
    .join("\n")
    .replace(/<\/?[^>\n]+>/g, "")
    .trim();
}
