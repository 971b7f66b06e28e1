import type { NluParse } from "./types.ts";

/** One answer of Rasa's `POST /model/parse`, with who gave it. Offsets count code points, as Python does. */
export interface RasaFormat {
  text: string;
  intent: { name: string; confidence: number };
  entities: { entity: string; start: number; end: number; value: string; extractor: string }[];
  intent_ranking: { name: string; confidence: number }[];
  engine: NluParse["engine"];
  model: string;
}

/** A parse as tools that read Rasa's answers expect it. */
export function toRasaFormat({ text, intent, entities, ranking, engine, model }: NluParse): RasaFormat {
  const codePoints = (offset: number) => [...text.slice(0, offset)].length;
  return {
    text,
    intent: { ...intent },
    entities: entities.map(({ entity, start, end, value }) => ({
      entity,
      start: codePoints(start),
      end: codePoints(end),
      value,
      extractor: "atiende",
    })),
    intent_ranking: ranking.map((one) => ({ ...one })),
    engine,
    model,
  };
}
