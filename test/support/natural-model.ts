import { type ChatRequest, type FakeOpenai, startFakeOpenai, streaming } from "./fake-openai.ts";

export type NaturalModel = FakeOpenai;

/** What a good model puts around what it is given; each fits any outcome. */
const OPENINGS = ["Claro.", "Con gusto.", "Gracias por escribirnos.", "Te leo, {nombre}.", "Va."];

/**
 * A model that does what its prompts ask for: kind words around the markers of the message, each marker once and in order;
 * "other" where it is asked for an intent. The same question gets the same answer.
 */
export async function startNaturalModel(): Promise<NaturalModel> {
  return startFakeOpenai((request, response) => streaming(answerTo(request))(request, response));
}

function answerTo(request: ChatRequest): string {
  if (request.response_format) return JSON.stringify({ intent: "other" });
  const asked = request.messages.at(-1)?.content ?? "";
  const markers = [...new Set(asked.match(/\[\d+\]/gu) ?? [])];
  if (markers.length === 0) return "¿Me cuentas qué necesitas?";
  return `${OPENINGS[asked.length % OPENINGS.length]} ${markers.join(" ")}`;
}
