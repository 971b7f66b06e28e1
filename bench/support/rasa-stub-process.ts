import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { nowMs } from "./figures.ts";
import { INTENTS, intentOf } from "./messages.ts";

/**
 * Answers `/model/parse` as one Rasa does: one at a time, each after `parseMs`. The turns of the line are reckoned, not
 * slept one after the other: a timer that is late must not make the server slower than it says it is.
 */
const parseMs = Number(process.argv[2]);
let freeAtMs = 0;
let parses = 0;

const server = createServer(async (request, response) => {
  response.setHeader("content-type", "application/json");
  if (!request.url?.startsWith("/model/parse")) {
    response.end(JSON.stringify({ model_file: "stub.tar.gz", model_id: "stub" }));
    return;
  }
  const asked = JSON.parse(await text(request)) as { text: string };
  freeAtMs = Math.max(nowMs(), freeAtMs) + parseMs;
  parses += 1;
  setTimeout(() => response.end(JSON.stringify(parseOf(asked.text))), Math.max(0, freeAtMs - nowMs()));
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on("message", () => process.send?.({ parses }));
process.on("disconnect", () => process.exit(0));

/** Of the size of a real answer: ten intents in the ranking. */
function parseOf(asked: string): object {
  const name = intentOf(asked);
  const others = INTENTS.filter((intent) => intent !== name).slice(0, 9);
  const intent = { name, confidence: 0.9712345 };
  return {
    text: asked,
    intent,
    entities: [],
    text_tokens: [...asked.matchAll(/\S+/g)].map(({ index, 0: word }) => [index, index + word.length]),
    intent_ranking: [intent, ...others.map((other, index) => ({ name: other, confidence: 0.02 / (index + 2) }))],
  };
}
