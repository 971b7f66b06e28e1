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
  ["a location", { kind: "location", latitude: 19.4, longitude: -99.16 }, "location", "Recibí tu ubicación"],
  ["a contact", media("contacts", "text/vcard"), "contact", "Recibí el contacto"],
  ["a reaction", { kind: "reaction", emoji: "👍", repliedTo: newSid("SM") }, "reaction", "¡Recibido!"],
  ["an image", media("image", "image/jpeg"), "media", "todavía no puedo ver imágenes"],
  ["a sticker", media("sticker", "image/webp"), "media", "todavía no puedo ver stickers"],
  ["an audio", media("audio", "audio/ogg"), "media", "todavía no puedo ver audios"],
  ["a document", media("document", "application/pdf"), "media", "todavía no puedo ver documentos"],
  ["a button of nobody's", { kind: "button", text: "Ofertas", payload: "promo-2019" }, "choice", "no te entendí"],
  ["a pick from nobody's list", { kind: "list", id: "x:y:z", title: "Algo" }, "choice", "no te entendí"],
  ["a token of nobody's question", { kind: "button", text: "Sí", payload: "confirm:nope:yes" }, "choice", "nada pendiente"],
  ["an intent's button", { kind: "button", text: "Paquetes", payload: "intent:consultar_paquetes" }, "choice", "Nuestros paquetes"],
  ["an intent that is none", { kind: "button", text: "?", payload: "intent:toString" }, "choice", "no te entendí"],
];

test.each(kinds)("%s is stored as what it is and answered politely", async (_, content, kind, answer) => {
  const from = `+52155500${String(10_000 + kinds.findIndex((entry) => entry[1] === content))}`;
  expect(await app.ask(from, content)).toContain(answer);
  const [stored] = await app.database.query(
    "select m.kind from messages m join conversations c on c.id = m.conversation_id where c.address = $1 and m.direction = 'in'",
    [`whatsapp:${from}`],
  );
  expect(stored).toEqual({ kind });
});

test("a kind that Twilio invents next year is stored as unknown and answered", async () => {
  const from = "+5215550020001";
  await app.post({ ...app.params(from, ""), MessageType: "hologram", HologramUrl: "https://x.example" });
  const [answer] = await app.twilio.waitForMessages(from, 1);
  expect(answer?.body).toContain("no pude leerlo");
  expect(await app.until("select content->>'type' as type from messages where kind = 'unknown'")).toEqual({
    type: "hologram",
  });
});

test("a caption is not lost: it is stored with its image", async () => {
  const from = "+5215550020002";
  await app.ask(from, { kind: "image", contentType: "image/png", url: "https://x.example/1", caption: "mi espalda" });
  const [stored] = await app.database.query(
    "select m.content->>'text' as text, m.content->'media' as media from messages m join conversations c on c.id = m.conversation_id where c.address = $1 and m.kind = 'media'",
    [`whatsapp:${from}`],
  );
  expect(stored).toEqual({ text: "mi espalda", media: [{ type: "image/png", url: "https://x.example/1" }] });
});

test("a list pick chooses what was offered, like its typed number and its label", async () => {
  for (const [from, pick] of [
    ["+5215550020003", { kind: "list", id: 'slots:{"servicio":"Yoga"}', title: "Yoga" }],
    ["+5215550020004", "7"],
    ["+5215550020005", "yoga"],
  ] as const) {
    const offered = await app.ask(from, "quiero agendar una cita");
    expect(offered).toContain("7) Yoga");
    expect(await app.ask(from, pick)).toContain("Yoga, perfecto");
  }
});
