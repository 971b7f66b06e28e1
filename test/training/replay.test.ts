import { afterAll, beforeAll, expect, test } from "vitest";
import type { NluParse } from "../../src/nlu/index.ts";
import { createSealer, newId } from "../../src/shared/index.ts";
import { compareReplay, decideTexts } from "../../src/training/promotion/replay.ts";
import { readRecentTexts } from "../../src/training/promotion/replay-messages.ts";
import { studio } from "../nlu/studio.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const POLICY = { confidence: 0.6, margin: 0.15, clarifyLimit: 2, silenceMinutes: 30 };
const sealer = createSealer("k".repeat(32));

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("the newest texts of the profile's customers come masked, and the same words once", async () => {
  const write = await createWriter("studio", "Ana Morales");
  await write("soy ana morales, mi correo es ana@example.com");
  await write("hola");
  await write("quiero cita con Ana Torres");
  await write("hola");
  await write("me llaman al 55 1234 5678?");
  await (await createWriter("ferreteria", "Beto"))("tienen cemento?");

  const texts = await readRecentTexts({ database, sealer, catalogue: studio }, { profile: "studio", last: 4 });
  expect(texts).toEqual([
    { text: "me llaman al [teléfono]?", times: 1 },
    { text: "hola", times: 2 },
    { text: "quiero cita con Ana Torres", times: 1 },
  ]);
  const all = await readRecentTexts({ database, sealer, catalogue: studio }, { profile: "studio", last: 100 });
  expect(JSON.stringify(all)).not.toMatch(/morales|example|1234/i);
});

test("what would cancel or charge comes first, however often the rest was written", async () => {
  const texts = [
    { text: "dónde están", times: 3 },
    { text: "una cita", times: 2 },
    { text: "mm", times: 2 },
    { text: "ya no voy", times: 1 },
    { text: "gracias", times: 9 },
  ];
  const before = {
    "dónde están": "ubicacion",
    "una cita": "agendar_cita",
    mm: "saludo?",
    "ya no voy": "negar",
    gracias: "agradecimiento",
  };
  const after = {
    ...before,
    "dónde están": "pregunta_informacion",
    "una cita": "consultar_horarios",
    mm: "saludo",
    "ya no voy": "cancelar_cita",
  };
  const replay = compareReplay(texts, await decide(texts, before), await decide(texts, after));

  expect(replay.changes.map(({ text, effect, weight }) => [text, effect, weight])).toEqual([
    ["ya no voy", "delicate", 20],
    ["una cita", "write", 10],
    ["mm", "question", 4],
    ["dónde están", "other", 3],
  ]);
  expect(replay).toMatchObject({ messages: 17, texts: 5, counts: { delicate: 1, write: 2, question: 2, other: 3 } });
});

test("another guess that is only asked about changes nothing for the customer", async () => {
  const texts = [{ text: "eso", times: 1 }];
  const replay = compareReplay(
    texts,
    await decide(texts, { eso: "pagar_servicio?" }),
    await decide(texts, { eso: "baja?" }),
  );
  expect(replay.changes).toEqual([]);
});

test("what is not ours, for one model by name and for the other by its fallback, is the same answer", async () => {
  const texts = [{ text: "eso", times: 1 }];
  const replay = compareReplay(
    texts,
    await decide(texts, { eso: "fuera_de_alcance" }),
    await decide(texts, { eso: "nlu_fallback?" }),
  );
  expect(replay.changes).toEqual([]);
});

/** A guess with a question mark is not sure enough to be acted on. */
function decide(texts: { text: string; times: number }[], guesses: Record<string, string>) {
  const parse = async (text: string): Promise<NluParse> => {
    const [name = ""] = guesses[text]!.split("?");
    const intent = { name, confidence: guesses[text]!.endsWith("?") ? 0.4 : 0.9 };
    return { text, intent, ranking: [intent], entities: [], engine: "rasa", model: "m", durationMs: 1 };
  };
  return decideTexts(texts, parse, POLICY);
}

/** A customer of a profile; the function stores what they write. */
async function createWriter(profile: string, name: string) {
  const [account, customer, conversation] = [newId(), newId(), newId()];
  await database.query("insert into channel_accounts (id, profile, channel, address) values ($1, $2, 'whatsapp', $3)", [
    account,
    profile,
    account,
  ]);
  await database.query("insert into customers (id, profile, display_name) values ($1, $2, $3)", [
    customer,
    profile,
    sealer.seal(name),
  ]);
  await database.query(
    "insert into conversations (id, channel_account_id, customer_id, fingerprint, address) values ($1, $2, $3, $4, $4)",
    [conversation, account, customer, customer],
  );
  let seq = 0;
  return (text: string) =>
    database.query(
      /* sql */ `insert into messages (id, conversation_id, channel_account_id, direction, seq, kind, content, state)
        values ($1, $2, $3, 'in', $4, 'text', $5, 'handled')`,
      [newId(), conversation, account, ++seq, JSON.stringify({ kind: "text", text: sealer.seal(text) })],
    );
}
