/** An entity as marked in an example: `[anita]{"entity":"profesional","value":"Ana Torres"}` or `[anita](profesional)`. */
export interface MarkedEntity {
  entity: string;
  /** The given value, else the marked text; synonyms are not applied here. */
  value: string;
  start: number;
  end: number;
}

const MARK = /\[(?<text>[^\]]*)\](?:\((?<name>[^)]*)\)|(?<json>\{[^}]*\}))/gu;

/** @throws Error with a sentence for the trainer when a mark is not well formed. */
export function readMarkup(source: string): { text: string; entities: MarkedEntity[] } {
  const entities: MarkedEntity[] = [];
  let text = "";
  let last = 0;
  for (const match of source.matchAll(MARK)) {
    const { text: marked = "", name, json } = match.groups ?? {};
    text += source.slice(last, match.index);
    last = match.index + match[0].length;
    if (!marked.trim()) throw new Error(`an empty mark: ${match[0]}`);
    const { entity, value } = json ? readJson(json) : { entity: name?.trim(), value: undefined };
    if (!entity || !/^\p{L}[\p{L}\p{N}_]*$/u.test(entity))
      throw new Error(`a mark without an entity name: ${match[0]}`);
    entities.push({ entity, value: value ?? marked, start: text.length, end: text.length + marked.length });
    text += marked;
  }
  text += source.slice(last);
  if (/\]\s*[({]|\[[^\]]*$/u.test(text)) throw new Error(`a mark that is not closed: ${source}`);
  return { text, entities };
}

function readJson(json: string): { entity: string | undefined; value: string | undefined } {
  try {
    const parsed = JSON.parse(json) as { entity?: unknown; value?: unknown };
    return {
      entity: typeof parsed.entity === "string" ? parsed.entity : undefined,
      value: parsed.value === undefined ? undefined : String(parsed.value),
    };
  } catch {
    throw new Error(`a mark whose braces are not JSON: ${json}`);
  }
}
