import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { ENCODINGS } from "./encodings.ts";

const CARRIERS = ["message", "booking", "name", "complaint", "history"] as const;

const schema = z.strictObject({
  attacks: z.array(
    z
      .strictObject({
        id: z.string(),
        kind: z.string(),
        language: z.enum(["es", "en", "mixed", "fr", "hi"]),
        carrier: z.enum(CARRIERS),
        text: z.string().optional(),
        steps: z.array(z.string()).min(2).optional(),
        encoded: z.enum(Object.keys(ENCODINGS) as [string, ...string[]]).optional(),
        repeat: z.number().int().min(2).optional(),
      })
      .refine(({ text, steps }) => (text === undefined) !== (steps === undefined), "either text or steps"),
  ),
});

export interface Attack {
  id: string;
  kind: string;
  language: "es" | "en" | "mixed" | "fr" | "hi";
  carrier: (typeof CARRIERS)[number];
  /** The messages that carry the attack, as they are sent, without what its carrier puts around them. */
  steps: string[];
}

/** Every attack of `attacks.yml`, encoded and repeated as it says there. */
export function readAttacks(): Attack[] {
  const file = parse(readFileSync(new URL("./attacks.yml", import.meta.url), "utf8"));
  return schema.parse(file).attacks.map(({ id, kind, language, carrier, text, steps, encoded, repeat = 1 }) => {
    const encode = encoded ? ENCODINGS[encoded]! : (plain: string) => plain;
    return { id, kind, language, carrier, steps: (steps ?? [text!]).map((step) => encode(step).repeat(repeat)) };
  });
}

/** What a customer types, one message after the other, to put the attack where its carrier says. */
export function messagesOf({ carrier, steps }: Attack): string[] {
  const [text = ""] = steps;
  switch (carrier) {
    case "message":
    case "history":
      return steps;
    case "booking":
      return ["quiero un masaje relajante mañana a las 5 de la tarde", text];
    case "name":
      return ["quiero cambiar mi nombre", text, "sí", "hola"];
    case "complaint":
      return ["quiero poner una queja", text];
  }
}
