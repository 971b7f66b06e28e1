import { afterAll, beforeAll, expect, test } from "vitest";
import { newSid } from "../../src/web/simulator/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import type { inboundWebhook } from "../support/fake-twilio.ts";

type Content = Parameters<typeof inboundWebhook>[0]["content"];

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const media = (kind: "image" | "sticker" | "audio" | "document" | "contacts", contentType: string): Content => ({
  kind,
  contentType,
  url: "https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME0",
});

const kinds: [string, Content, string, string][] = [
  ["a location", { kind: "location", latitude: 19.4, longitude: -99.16 }, "location", "utter_ubicacion_recibida"],
  ["a contact", media("contacts", "text/vcard"), "contact", "utter_contacto_recibido"],
  ["a reaction", { kind: "reaction", emoji: "👍", repliedTo: newSid("SM") }, "reaction", "utter_reaccion"],
  ["an image", media("image", "image/jpeg"), "media", "utter_multimedia imágenes"],
  ["a sticker", media("sticker", "image/webp"), "media", "utter_multimedia stickers"],
  ["an audio", media("audio", "audio/ogg"), "media", "utter_multimedia audios"],
  ["a document", media("document", "application/pdf"), "media", "utter_multimedia documentos"],
  ["a button of nobody's", { kind: "button", text: "Ofertas", payload: "promo-2019" }, "choice", "utter_no_entendi"],
  ["a pick from nobody's list", { kind: "list", id: "x:y:z", title: "Algo" }, "choice", "utter_no_entendi"],
  ["nobody's token", { kind: "button", text: "Sí", payload: "confirm:nope:yes" }, "choice", "utter_nada_pendiente"],
  [
    "an intent's button",
    { kind: "button", text: "P", payload: "intent:consultar_paquetes" },
    "choice",
    "utter_paquetes",
  ],
  ["an intent that is none", { kind: "button", text: "?", payload: "intent:toString" }, "choice", "utter_no_entendi"],
];

/** What was stored of a customer's only message, and which template answered it. */
const stored = (from: string) =>
  app.until<{ kind: string; content: Record<string, unknown>; answer: string }>(
    `select m.kind, m.content, concat_ws(' ', t.record->>'template', t.record->'facts'->>'tipo') as answer
     from messages m join conversations c on c.id = m.conversation_id join turns t on t.id = m.turn_id
     where c.address = $1 and m.direction = 'in'`,
    [`whatsapp:${from}`],
  );

test.each(kinds)("%s is stored as what it is and answered politely", async (_, content, kind, answer) => {
  const from = `+52155500${String(10_000 + kinds.findIndex((entry) => entry[1] === content))}`;
  expect(await app.ask(from, content)).toBeTruthy();
  expect(await stored(from)).toMatchObject({ kind, answer });
});

test("a kind that Twilio invents next year is stored as unknown and answered", async () => {
  const from = "+5215550020001";
  await app.post({ ...app.params(from, ""), MessageType: "hologram", HologramUrl: "https://x.example" });
  await app.twilio.waitForMessages(from, 1);
  expect(await stored(from)).toMatchObject({
    kind: "unknown",
    content: { type: "hologram" },
    answer: "utter_desconocido",
  });
});

test("a caption is not lost: it is stored with its image", async () => {
  const from = "+5215550020002";
  await app.ask(from, { kind: "image", contentType: "image/png", url: "https://x.example/1", caption: "mi espalda" });
  const { content } = await stored(from);
  expect(content).toMatchObject({ text: "mi espalda", media: [{ type: "image/png", url: "https://x.example/1" }] });
});

test("a list pick chooses what was offered, like its typed number and its label", async () => {
  const pick = (kind: "list" | "button" | "number" | "label", payload: string): Content => {
    if (kind === "list") return { kind, id: payload, title: "Yoga" };
    if (kind === "button") return { kind, payload, text: "Yoga" };
    return kind === "number" ? "7" : "yoga";
  };
  for (const [index, kind] of (["list", "button", "number", "label"] as const).entries()) {
    const from = `+521555003000${index}`;
    expect(await app.ask(from, "quiero agendar una cita")).toContain("7) Yoga");
    const { payload } = await app.until<{ payload: string }>(
      "select state->'options'->6->>'payload' as payload from conversations where address = $1",
      [`whatsapp:${from}`],
    );
    expect(await app.ask(from, pick(kind, payload))).toContain("Yoga, perfecto");
  }
});
