import { z } from "zod";
import type { DialogueState } from "./dialogue-state.ts";

const words = z.string();
const slots = z.record(z.string(), words);
const facts = z.record(z.string(), words);
const options = z.array(z.looseObject({ payload: words, label: words }));
const task = z.looseObject({ action: words, slots, text: words });

const form = z.looseObject({
  action: words,
  slots,
  updatedAt: words,
  isParked: z.boolean().optional(),
  asksText: z.enum(["nombre", "detalle"]).optional(),
  question: z.looseObject({ template: words, facts, options, language: words }).optional(),
});

/** Loose, because a newer version of the program may have noted more. */
const stateSchema = z.looseObject({
  form: form.extend({ under: form.optional() }).optional(),
  later: z.array(task).optional(),
  focus: z.looseObject({ codigo_reserva: words, at: words }).optional(),
  ratingUntil: words.optional(),
  language: words.optional(),
  lastSaid: z.array(words).optional(),
  options: options.optional(),
  confirm: z.looseObject({ token: z.guid(), action: words, slots }).optional(),
  lastWrite: z.looseObject({ token: words, action: words, at: words }).optional(),
  clarifications: z.number().optional(),
});

/** What a conversation remembers, as it stands in its row; undefined when it cannot be read. */
export function readState(stored: unknown): DialogueState | undefined {
  const parsed = stateSchema.safeParse(stored);
  return parsed.success ? (stored as DialogueState) : undefined;
}
