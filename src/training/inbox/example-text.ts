import { readMarkup } from "../../nlu/index.ts";

/** A mark on a text: places in UTF-16 units; `value` only where it is another than the marked text. */
export interface Mark {
  entity: string;
  start: number;
  end: number;
  value?: string | undefined;
}

/** The text with its marks as trainers write them: `[yoga](servicio)`, `[anita]{"entity":"profesional","value":"Ana Torres"}`. */
export function writeMarkup(text: string, marks: readonly Mark[]): string {
  let written = "";
  let last = 0;
  for (const { entity, start, end, value } of [...marks].sort((a, b) => a.start - b.start)) {
    const marked = text.slice(start, end);
    const name = value === undefined || value === marked ? `(${entity})` : JSON.stringify({ entity, value });
    written += `${text.slice(last, start)}[${marked}]${name}`;
    last = end;
  }
  return written + text.slice(last);
}

/** The other way round. @throws Error with a sentence in English when a mark is not well formed */
export function readMarkedLine(source: string): { text: string; marks: Mark[] } {
  const { text, entities } = readMarkup(source);
  const marks = entities.map(({ entity, start, end, value }) => ({
    entity,
    start,
    end,
    ...(value === text.slice(start, end) ? {} : { value }),
  }));
  return { text, marks };
}
