/**
 * Plays conversations through the whole application (embedded classifier, no LLM) and keeps what it answered:
 *
 *     npx tsx test/llm/grounding/corpus/record.ts
 *
 * What recorded-turns.json holds already stays as it is, because the answers of the corpus quote its codes and links;
 * turns that it does not hold yet are added, up to `MOST_PER_TEMPLATE` and `MOST_TURNS`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { startCluster } from "../../../../chaos/support/cluster.ts";
import { migrateJobs } from "../../../../src/jobs/index.ts";
import { createAgenda, createMovableClock } from "../../../dialogues/agenda.ts";
import { createCustomer } from "../../../dialogues/customer.ts";
import { type Dialogue, type DialogueStep, readDialogueFile, readDialogues } from "../../../dialogues/dialogue-file.ts";
import { startTestApp, type TestApp } from "../../../support/app.ts";
import type { RecordedTurn } from "./types.ts";

const MOST_TURNS = 170;
const MOST_PER_TEMPLATE = 7;
const FILE = join(import.meta.dirname, "recorded-turns.json");
/** Nothing listens there: every call to the business's API fails at once. */
const NO_API = "http://127.0.0.1:9";
/** What payment links begin with. */
const ADDRESS = "https://estudiocalma.example";
const NAMES = ["Mariana", "Toño", "Renata", "Lupita", "Iván", "Paola", "Chuy", "Ximena", "Regina", "Beto"];
/** These leave as they are: the application never asks a model about them. */
const FIXED = new Set(["clarify", "consent", "dead_letter", "late"]);

type Words = Record<string, { text: string }[]>;
const templates = new Map<string, string[]>(
  ["rasa/core/responses/es.yml", "rasa/studio/responses/es.yml"].flatMap((path) => {
    const { responses } = parse(readFileSync(path, "utf8")) as { responses: Words };
    return Object.entries(responses).map(([key, variants]) => [key, variants.map(({ text }) => text)] as const);
  }),
);

interface Row {
  outcome: string | null;
  action: string | null;
  intent: string | null;
  language: string | null;
  template: string | null;
  alsoSaid: string[] | null;
  facts: Record<string, string> | null;
}

async function play(app: TestApp, stories: Dialogue[], firstNumber: number): Promise<RecordedTurn[]> {
  const agenda = createAgenda(app, clock);
  const turns: RecordedTurn[] = [];
  for (const [index, story] of stories.entries()) {
    const number = firstNumber + index;
    const customer = createCustomer(app, `+52155410${String(number).padStart(5, "0")}`);
    const history: RecordedTurn["history"] = [];
    await agenda.clear();
    try {
      for (const event of story.antes ?? []) await agenda.happen(event, customer);
      for (const [step, told] of story.pasos.entries()) {
        for (const event of told.mientras ?? []) await agenda.happen(event, customer);
        const last = history.at(-1)?.text ?? "";
        const contents = await contentsOf(app, told, customer, last);
        if (!contents) continue;
        const exchange = told.espera_aviso ? await customer.awaitNotice() : await customer.send(contents);
        const customerText = exchange.wrote.join("\n");
        const text = exchange.answers.join("\n\n");
        const row = await newestTurn(app, customer.from);
        const recorded = recordOf(row, text);
        if (recorded) {
          turns.push({
            id: `${slug(story.cuento)}.${step + 1}`,
            customerName: NAMES[number % NAMES.length] ?? "",
            customerText,
            history: history.slice(-10),
            ...recorded,
          });
        }
        if (customerText) history.push({ from: "customer", text: customerText });
        history.push({ from: "business", text });
      }
    } catch (error) {
      // The embedded classifier may lead a dialogue elsewhere than Rasa does: what was said until then counts.
      console.log(`  ${story.cuento}: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`);
    }
  }
  return turns;
}

type Customer = ReturnType<typeof createCustomer>;
type Contents = Parameters<Customer["send"]>[0];

async function contentsOf(app: TestApp, step: DialogueStep, customer: Customer, last: string) {
  if (step.espera_aviso) return [];
  if (step.toca !== undefined) {
    const options = [...last.matchAll(/^(\d+)\) (.+)$/gmu)];
    const option = options.find(([, , label]) => label === step.toca)?.[1];
    if (!option) throw new Error(`«${step.toca}» is not offered`);
    return [option];
  }
  if (step.ubicacion) {
    return [{ kind: "location", latitude: step.ubicacion.latitud, longitude: step.ubicacion.longitud }] as Contents;
  }
  const file = step.archivo && FILES[step.archivo];
  if (file) return [file];
  const repliedTo = app.twilio.messagesTo(customer.from).at(-1)?.sid ?? "";
  if (step.reaccion !== undefined) return [{ kind: "reaction", emoji: step.reaccion, repliedTo }] as Contents;
  const texts = step.juntos ?? (step.cliente === undefined ? [] : [step.cliente]);
  if (texts.length === 0) return undefined;
  return Promise.all(texts.map(customer.fill));
}

const FILES: Partial<Record<string, Contents[number]>> = {
  imagen: { kind: "image", url: "https://media.example/foto", contentType: "image/jpeg" },
  audio: { kind: "audio", url: "https://media.example/nota", contentType: "audio/ogg" },
};

async function newestTurn(app: TestApp, from: string): Promise<Row> {
  const [row] = await app.database.query<Row>(
    /* sql */ `
    select t.outcome, t.action, t.intent, t.record->>'language' as language, t.record->>'template' as template,
      t.record->'alsoSaid' as "alsoSaid", t.record->'facts' as facts
    from turns t join conversations c on c.id = t.conversation_id
    where c.address = $1 order by t.created_at desc limit 1`,
    [`whatsapp:${from}`],
  );
  if (!row) throw new Error("no turn");
  return row;
}

/** What the phrasing step had in hand; undefined where nobody would reword it. */
function recordOf(row: Row, text: string) {
  if (row.language !== "es" || !row.template || !text || FIXED.has(row.outcome ?? "")) return undefined;
  if (text.startsWith("Como te decía:") && row.outcome !== "unavailable") return undefined;
  if (/^utter_(?:baja|alta|recordatorio)/u.test(row.template)) return undefined;
  const keys = [row.template, ...(row.alsoSaid ?? [])];
  const options = /\n\n1\) [\s\S]+$/u.exec(text)?.[0] ?? "";
  const template = text.slice(0, text.length - options.length);
  return {
    template,
    choices: [...options.matchAll(/^\d+\) (.+)$/gmu)].map(([, label]) => label ?? ""),
    facts: { ...factsOf(template, keys), ...row.facts },
    keys,
    outcome: outcomeOf(row.outcome),
    action: row.action,
    intent: row.intent,
    language: row.language,
  };
}

/**
 * The facts of all sayings, named as the phrasing step names them. The trace keeps those of the first only, and none that
 * is private, so they are read back out of the text.
 */
function factsOf(text: string, keys: string[]): Record<string, string> {
  const patterns = keys.map((key) => {
    return (templates.get(key) ?? []).map((variant) => variant.split(/\{(\w+)\}/u));
  });
  for (const chosen of combinations(patterns)) {
    const names: string[] = [];
    const source = chosen.map((pieces, saying) =>
      pieces
        .map((piece, index) => {
          if (index % 2 === 0) return piece.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");
          names.push(saying === 0 ? piece : `${piece}_${saying + 1}`);
          return "([\\s\\S]+?)";
        })
        .join(""),
    );
    const found = new RegExp(`^(?:[^\\n]+\\n\\n)?${source.join("\\n\\n")}$`, "u").exec(text);
    if (found) return Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? ""]));
  }
  return {};
}

function combinations<Value>(lists: Value[][]): Value[][] {
  return lists.reduce<Value[][]>((sofar, list) => sofar.flatMap((head) => list.map((one) => [...head, one])), [[]]);
}

function outcomeOf(outcome: string | null): RecordedTurn["outcome"] {
  const known = ["done", "refused", "ask", "confirm", "changed", "unavailable"] as const;
  return known.find((kind) => kind === outcome) ?? "info";
}

function slug(text: string): string {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/gu, "-").replace(/^-|-$/gu, "");
}

/** Two replies that differ in codes and links only teach nothing twice. */
const shapeOf = ({ template, keys }: RecordedTurn) =>
  `${keys.join(" ")} ${template.replace(/https?:\S+/gu, "").replace(/\b(?=\w*\d)[A-Z0-9-]{5,}\b/gu, "")}`;

function select(known: RecordedTurn[], played: RecordedTurn[]): RecordedTurn[] {
  const chosen = [...known];
  const ids = new Set(known.map(({ id }) => id));
  const shapes = new Set(known.map(shapeOf));
  const counts = new Map<string, number>();
  for (const { keys } of known) counts.set(keys.join(" "), (counts.get(keys.join(" ")) ?? 0) + 1);
  for (const turn of played) {
    const key = turn.keys.join(" ");
    const count = counts.get(key) ?? 0;
    if (chosen.length >= MOST_TURNS || count >= MOST_PER_TEMPLATE) continue;
    if (ids.has(turn.id) || shapes.has(shapeOf(turn))) continue;
    counts.set(key, count + 1);
    ids.add(turn.id);
    shapes.add(shapeOf(turn));
    chosen.push(turn);
  }
  return chosen;
}

const clock = createMovableClock();
const directory = mkdtempSync(join(tmpdir(), "atiende-corpus-"));
const cluster = await startCluster({ directory, isDurable: false });
try {
  const own = readDialogueFile(join(import.meta.dirname, "platicas.yml"));
  const shared = readDialogues("test/dialogues");
  const away = readDialogueFile(join(import.meta.dirname, "platicas-sin-sistema.yml"));
  const played: RecordedTurn[] = [];
  for (const [stories, env, first] of [
    [[...own, ...shared], {}, 0],
    [away, { INTERNAL_API_URL: NO_API }, 900],
  ] as const) {
    const database = await cluster.createDatabase();
    await migrateJobs(database.url);
    const app = await startTestApp({
      clock,
      database,
      env: { BURST_QUIET_MS: "100", PUBLIC_BASE_URL: ADDRESS, ...env },
    });
    // What has no system behind it comes before what has one: there is little of it.
    const turns = await play(app, [...stories], first);
    played.splice(first === 0 ? played.length : 0, 0, ...turns);
    await app.stop();
    await database.drop();
  }
  let known: RecordedTurn[] = [];
  try {
    known = JSON.parse(readFileSync(FILE, "utf8")) as RecordedTurn[];
  } catch {
    console.log("No turns yet: all are recorded anew.");
  }
  const turns = select(known, played);
  writeFileSync(FILE, `${JSON.stringify(turns, null, 2)}\n`);
  console.log(`${played.length} turns played, ${turns.length} kept, ${turns.length - known.length} of them new.`);
} finally {
  await cluster.stop();
  rmSync(directory, { recursive: true, force: true });
}
