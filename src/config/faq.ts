import { z } from "zod";

const text = z.string().trim().min(1);
const wordings = z.array(text).min(1);

const entrySchema = z
  .strictObject({
    tema: z.string().regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, "lower case letters, digits and single underscores"),
    pregunta: text,
    tambien: z.array(text).default([]),
    respuesta: text,
    traducciones: z
      .record(
        z.string().regex(/^[a-z]{2}$/, "a language in two letters"),
        z
          .strictObject({ preguntas: wordings, respuesta: text })
          .transform(({ preguntas, respuesta }) => ({ questions: preguntas, answer: respuesta })),
      )
      .default({}),
  })
  .transform(({ tema, pregunta, tambien, respuesta, traducciones }) => ({
    tema,
    questions: [pregunta, ...tambien],
    answer: respuesta,
    translations: traducciones,
  }));

/** `faq.yml` of a profile: the owner's list in Spanish keys, read into the shape that `src/knowledge/` searches. */
export const faqSchema = z.array(entrySchema).superRefine((entries, context) => {
  const seen = new Set<string>();
  entries.forEach(({ tema }, index) => {
    if (seen.has(tema)) context.addIssue({ code: "custom", path: [index, "tema"], message: `"${tema}" is used twice` });
    seen.add(tema);
  });
});

/**
 * One answer of the owner's, with the wordings that ask for it in the business's language; `translations` holds the
 * same by two-letter language.
 */
export type FaqEntry = z.output<typeof faqSchema>[number];
