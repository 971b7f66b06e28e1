import type { Outcome } from "../../internal-api/index.ts";
import type { Annotation, AnnotationReason, AnnotationSummary } from "./annotation-rows.ts";
import type { Terminal } from "./terminal.ts";

const REASONS: Record<AnnotationReason, string> = {
  corrected: "el cliente corrigió la respuesta",
  handed_off: "acabó con una persona",
  clarified: "se le preguntó qué quería",
  low_confidence: "poca confianza",
  sampled: "muestra al azar",
};

const TWO_DIGITS = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

/** What was written, why it waits and what was understood, in two lines. */
export function messageText({ text, language, reasons, seenCount, parse }: AnnotationSummary): string {
  const why = reasons.map((reason) => REASONS[reason]).join(", ");
  const times = seenCount === 1 ? "" : `, ${seenCount} veces`;
  const understood = `${parse.intent.name} ${parse.intent.confidence.toLocaleString("es-MX", TWO_DIGITS)}`;
  return `«${text}»\n    ${language}${times}; ${why}; se entendió ${understood}`;
}

/** "Ana: agendar_cita · Beto: consultar_horarios (no coinciden)" */
export function judgementsText({ judgements, agreement }: Annotation): string {
  const said = judgements.map(({ trainer, intent }) => `${trainer}: ${intent}`).join(" · ");
  if (!agreement) return said;
  if (!agreement.intent) return `${said} (no coinciden)`;
  return `${said} (${agreement.entities ? "coinciden" : "no coinciden las marcas"})`;
}

const IN_SPANISH: [RegExp, string][] = [
  [/^there is no such intent; there are (.+)$/, "no existe esa intención; hay: $1"],
  [/^there is no such entity; there are (.+)$/, "no existe esa entidad; hay: $1"],
  [/^overlaps .+$/, "dos marcas se enciman, o una cae sobre un dato oculto"],
  [/^cuts a word.+$/, "la marca no abarca palabras enteras"],
  [/^a value has no .+$/, "el value no lleva llaves, corchetes ni saltos de línea"],
  [/^is no name .+$/, 'no es del catálogo ni un sinónimo: escribe su nombre con {"entity":"…","value":"…"}'],
  [/^`value` is no name .+$/, "el value no es un nombre del catálogo"],
];
const REFUSALS: Partial<Record<string, string>> = {
  annotation_settled: "ya está decidido",
  not_found: "ya no está",
  judgements_differ: "otra persona lo juzgó distinto",
};

/** Says why something was not done; of what was, nothing. */
export function sayRefusal({ say }: Terminal, outcome: Outcome<unknown>): void {
  if (outcome.kind === "done") return;
  const { code, errors = [] } = outcome;
  if (errors.length === 0) say(`    No se pudo: ${REFUSALS[code] ?? code}.`);
  for (const { message } of errors) {
    const known = IN_SPANISH.find(([pattern]) => pattern.test(message));
    say(`    No se pudo: ${known ? message.replace(...known) : message}.`);
  }
}
