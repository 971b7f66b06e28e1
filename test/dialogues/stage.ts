import { startTestApp, type TestApp } from "../support/app.ts";
import { type Agenda, createAgenda, createMovableClock } from "./agenda.ts";
import { checkStep, optionsOf } from "./check-step.ts";
import { type Customer, createCustomer, type Exchange } from "./customer.ts";
import type { Dialogue, DialogueStep } from "./dialogue-file.ts";

/** What a single message waits for more. */
const QUIET_MS = 50;
/** What the messages of `juntos` wait for each other: they come by webhooks of their own, on a machine that may be busy. */
const BURST_QUIET_MS = 2000;

/** A business that is the same at the beginning of each dialogue, and what a dialogue is played in. */
export interface Stage {
  engine: "rasa" | "embedded";
  /** @throws with the whole conversation in the message when a step does not hold */
  play(dialogue: Dialogue, number: number): Promise<void>;
  /** How many replies a model worded, how many it would have and was refused, and how many are the template's own. */
  phrases(): Promise<{ llm: number; refused: number; template: number }>;
  stop(): Promise<void>;
}

/** An application with its agenda and its clock. */
interface Room {
  app: TestApp;
  agenda: Agenda;
}

/** @param env further variables of the application, as a person would set them */
export async function openStage(rasaUrl: string | undefined, env: Record<string, string> = {}): Promise<Stage> {
  const engine = rasaUrl ? "rasa" : "embedded";
  const rooms = new Map<number, Promise<Room>>();

  function roomWith(quietMs: number): Promise<Room> {
    const room =
      rooms.get(quietMs) ?? openRoom(engine, { BURST_QUIET_MS: String(quietMs), ...rasaEnv(rasaUrl), ...env });
    rooms.set(quietMs, room);
    return room;
  }
  await roomWith(QUIET_MS);

  async function play(dialogue: Dialogue, number: number): Promise<void> {
    const isBurst = dialogue.pasos.some(({ juntos }) => juntos !== undefined);
    const { app, agenda } = await roomWith(isBurst ? BURST_QUIET_MS : QUIET_MS);
    const customer = createCustomer(app, `+52155400${String(number).padStart(5, "0")}`);
    const exchanges: Exchange[] = [];
    await agenda.clear();
    for (const event of dialogue.antes ?? []) await agenda.happen(event, customer);
    for (const [index, step] of dialogue.pasos.entries()) {
      try {
        for (const event of step.mientras ?? []) await agenda.happen(event, customer);
        const exchange = step.espera_aviso
          ? await customer.awaitNotice()
          : await customer.send(await contentsOf(app, step, customer, exchanges));
        exchanges.push(exchange);
        await checkStep(step, exchange, customer);
        checkIsNew(exchange, exchanges.at(-2));
        checkEngine(exchange, engine);
      } catch (error) {
        if (error instanceof Error) error.message = failure(error.message, dialogue, index, exchanges);
        throw error;
      }
    }
  }

  const opened = () => Promise.all(rooms.values());

  async function phrases() {
    const counts = await Promise.all((await opened()).map(({ app }) => app.database.query<PhraseCount>(PHRASES)));
    const sum = (keep: (row: PhraseCount) => boolean) =>
      counts
        .flat()
        .filter(keep)
        .reduce((total, { count }) => total + count, 0);
    return {
      llm: sum(({ source }) => source === "llm"),
      refused: sum(({ reason }) => reason === "refused"),
      template: sum(({ source, reason }) => source === "template" && reason !== "refused"),
    };
  }

  async function stop() {
    await Promise.all((await opened()).map(({ app }) => app.stop()));
  }

  return { engine, play, phrases, stop };
}

function rasaEnv(rasaUrl: string | undefined): Record<string, string> {
  return rasaUrl ? { RASA: "auto", RASA_URL: rasaUrl } : { RASA: "off" };
}

async function openRoom(engine: Stage["engine"], env: Record<string, string>): Promise<Room> {
  const clock = createMovableClock();
  const app = await startTestApp({ clock, env });
  if (engine === "rasa") await app.untilRasaAnswers();
  return { app, agenda: createAgenda(app, clock) };
}

interface PhraseCount {
  source: string;
  reason: string | null;
  count: number;
}

const PHRASES = /* sql */ `
  select record->'phrase'->>'source' as source, record->'phrase'->>'reason' as reason, count(*)::int as count
  from turns group by 1, 2`;

async function contentsOf(
  app: TestApp,
  step: DialogueStep,
  customer: Customer,
  exchanges: Exchange[],
): Promise<Contents> {
  if (step.toca !== undefined) {
    const options = optionsOf(exchanges.at(-1)?.answers.join("\n\n") ?? "");
    const position = options.indexOf(step.toca);
    if (position === -1) throw new Error(`«${step.toca}» no está entre las opciones: ${options.join(" | ")}`);
    return [String(position + 1)];
  }
  if (step.ubicacion) {
    return [{ kind: "location", latitude: step.ubicacion.latitud, longitude: step.ubicacion.longitud }];
  }
  if (step.archivo) return [FILES[step.archivo]];
  const repliedTo = app.twilio.messagesTo(customer.from).at(-1)?.sid ?? "";
  if (step.reaccion !== undefined) return [{ kind: "reaction", emoji: step.reaccion, repliedTo }];
  if (step.repite) return [step.repite.texto.repeat(step.repite.veces)];
  const texts = step.juntos ?? [step.cliente ?? ""];
  return Promise.all(texts.map(customer.fill));
}

type Contents = Parameters<Customer["send"]>[0];

const at = (path: string) => `https://media.example/${path}`;
const FILES: Record<NonNullable<DialogueStep["archivo"]>, Contents[number]> = {
  imagen: { kind: "image", url: at("foto"), contentType: "image/jpeg" },
  sticker: { kind: "sticker", url: at("sticker"), contentType: "image/webp" },
  audio: { kind: "audio", url: at("nota"), contentType: "audio/ogg" },
  documento: { kind: "document", url: at("receta"), contentType: "application/pdf" },
  contacto: { kind: "contacts", url: at("contacto"), contentType: "text/vcard" },
};

/** "Nunca la misma frase dos veces seguidas"; what is said about consent is fixed by law, and the only exception. */
function checkIsNew({ answers, turns }: Exchange, before: Exchange | undefined): void {
  if (turns[0]?.template === "utter_baja_recordatorio" || before === undefined) return;
  const said = answers.join("\n\n");
  if (said === before.answers.join("\n\n")) throw new Error("contestó lo mismo dos veces seguidas");
}

function checkEngine({ turns }: Exchange, engine: string): void {
  const other = turns.find((turn) => turn.engine !== null && turn.engine !== engine);
  if (other) throw new Error(`entendió ${other.engine}, y tenía que entender ${engine}`);
}

/** What went wrong, and the whole conversation up to there as the customer saw it. */
function failure(message: string, { file, cuento }: Dialogue, index: number, exchanges: Exchange[]): string {
  const lines = exchanges.flatMap(({ wrote, turns, answers }, number) => [
    ...(wrote.length > 0 ? wrote : ["(espera un aviso)"]).map(
      (text) => `${number === index ? ">>" : "  "} cliente: ${text}`,
    ),
    ...turns.map(({ engine, intent, confidence, template }) => {
      const understood = intent ? `${engine}: ${intent} ${confidence?.toFixed(2)}` : "sin clasificar";
      return `     (${understood} → ${template})`;
    }),
    ...answers.map((text) => `     bot: ${text.replaceAll("\n", "\n          ")}`),
  ]);
  return `${file}, «${cuento}», paso ${index + 1}: ${message}\n\n${lines.join("\n")}\n`;
}
