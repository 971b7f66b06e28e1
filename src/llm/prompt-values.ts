import { z } from "zod";
import { truncateText } from "../shared/index.ts";

const MAX_DATA_CHARACTERS = 4000;
const MAX_TEXT_CHARACTERS = 1000;

const bounded = (type: "text" | "data", usual: number) =>
  z.strictObject({ type: z.literal(type), maxCharacters: z.int().min(1).max(20_000).default(usual) });
const enumValues = z.union([
  z.array(z.string().min(1)).min(1),
  z.record(z.string().min(1), z.string()).refine((values) => Object.keys(values).length > 0, "no values"),
]);

/** One variable as a prompt's header declares it: a bare type name, or a type with its bounds or values. */
export const variableSchema = z.preprocess(
  (value) => (typeof value === "string" ? { type: value } : value),
  z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("word") }),
    z.strictObject({ type: z.literal("number") }),
    z.strictObject({
      type: z.literal("enum"),
      values: enumValues.transform(
        (values) => new Map(Array.isArray(values) ? values.map((value) => [value, value]) : Object.entries(values)),
      ),
    }),
    bounded("text", MAX_TEXT_CHARACTERS),
    bounded("data", MAX_DATA_CHARACTERS),
  ]),
);
export type Variable = z.output<typeof variableSchema>;

/** `data` may be a list; of one that is too long the last entries stay. */
export type PromptValue = string | number | readonly string[];

/** What a text of the owner's may hold: no fence, marker, slot or placeholder. */
const PLAIN_TEXT = /^[^<>{}[\]]*$/u;

/** The value as it stands in the prompt, or what is wrong with it: never the value itself. */
export function renderValue(
  name: string,
  variable: Variable,
  value: PromptValue,
): { text: string } | { fault: string } {
  switch (variable.type) {
    case "data":
      return { text: fence(name, value, variable.maxCharacters) };
    case "number":
      return typeof value === "number" && Number.isFinite(value) ? { text: String(value) } : { fault: "is no number" };
    case "word":
      return typeof value === "string" && /^[\p{L}\p{N}_-]{1,60}$/u.test(value)
        ? { text: value }
        : { fault: "must be one word" };
    case "enum": {
      const text = typeof value === "string" ? variable.values.get(value) : undefined;
      return text === undefined ? { fault: "is none of its values" } : { text };
    }
    case "text": {
      if (typeof value !== "string") return { fault: "is no text" };
      const text = visibleText(value);
      if (!PLAIN_TEXT.test(text)) return { fault: "holds more than plain text" };
      return text.length <= variable.maxCharacters ? { text } : { fault: "is too long" };
    }
  }
}

/**
 * JSON without "<" or ">" or a letter that only looks like one, so that no text can close its own fence or open another;
 * and without what nobody sees: a line of invisible letters is read by a model like any other.
 */
function fence(name: string, value: PromptValue, maxCharacters: number): string {
  const json =
    typeof value === "object"
      ? `[${newest(value, maxCharacters)
          .map((item) => `\n${JSON.stringify(item)}`)
          .join(",")}\n]`
      : JSON.stringify(cut(String(value), maxCharacters));
  const escaped = json.replace(
    /[<>\u2039\u203A\u2329\u232A\u3008\u3009\uFE64\uFE65\uFF1C\uFF1E]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `<data name="${name}">${escaped}</data>`;
}

function newest(items: readonly string[], maxCharacters: number): string[] {
  const kept: string[] = [];
  let room = maxCharacters;
  for (const item of items.toReversed()) {
    const text = cut(item, maxCharacters);
    if (text.length > room) break;
    kept.unshift(text);
    room -= text.length;
  }
  return kept;
}

function cut(text: string, maxCharacters: number): string {
  // Cut before it is cleaned: the work is bounded by what is kept, whatever comes in.
  const visible = visibleText(truncateText(text, 4 * maxCharacters));
  return visible.length <= maxCharacters ? visible : `${truncateText(visible, maxCharacters - 1)}…`;
}

/** Without control characters, invisible letters (joiners, tags, direction marks) and lone surrogates; line breaks stay. */
export function visibleText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/gu, "\n")
    .replace(/(?![\n\t])\p{Cc}|\p{Default_Ignorable_Code_Point}/gu, "")
    .normalize("NFC");
}
