import type { GateName } from "../../nlu/index.ts";
import type { Outcome } from "./evaluate.ts";
import type { Gate } from "./gates.ts";
import { hasWrongEntity } from "./metrics-entities.ts";
import type { Share } from "./metrics-share.ts";
import type { NluReport } from "./report-schema.ts";

/** What the trainer reads, in the terminal and on the page. */
export const GATE_LABELS: Readonly<Record<GateName, string>> = {
  intent_accuracy: "Intención correcta",
  macro_f1: "F1 media por intención",
  entity_f1: "F1 de entidades",
  date_accuracy: "Fechas bien leídas",
  out_of_scope_recall: "Lo ajeno, reconocido o preguntado",
  out_of_scope_write: "Lo ajeno que empieza una escritura",
  wrong_write: "Escrituras equivocadas",
  ece: "Error de calibración (ECE)",
  cross_validation: "Validación cruzada",
  parse_p50_ms: "Mediana de lectura",
};

export const OUTCOME_LABELS: Readonly<Record<Outcome, string>> = {
  right: "acierta",
  question: "pregunta",
  wrongAnswer: "contesta otra cosa",
  wrongWrite: "escritura equivocada",
};

export const LANGUAGE_LABELS: Readonly<Record<string, string>> = {
  es: "español",
  en: "inglés",
  fr: "francés",
  hi: "hindi",
};

/** How much of the blind files is counted and not shown, and why; undefined when there is none. */
export function hiddenText({ decisions, comparison }: NluReport): string | undefined {
  const hidden = decisions.filter(({ isBlind }) => isBlind);
  if (hidden.length === 0) return undefined;
  const files = [...new Set(hidden.map(({ file }) => file.split("/").at(-1)))].join(", ");
  const changed = comparison?.changes.filter(({ isBlind }) => isBlind) ?? [];
  const parts = [
    `${count(hidden.filter(({ intent, guess }) => intent !== guess).length)} mal entendidas`,
    ...somewhat(hidden.filter(hasWrongEntity).length, "con alguna entidad de más o de menos"),
    ...somewhat(changed.length, "que cambian"),
  ];
  return `A ciegas, ${files}: sus ${count(hidden.length)} frases cuentan en todo y no se enseñan (${parts.join(", ")}), para que nadie escriba de ellas y sigan midiendo.`;
}

function somewhat(number: number, what: string): string[] {
  return number > 0 ? [`${count(number)} ${what}`] : [];
}

export function count(number: number): string {
  return number.toLocaleString("es-MX");
}

/** "96.2 %" */
export function percent(value: number | null): string {
  return value === null ? "sin medir" : `${decimal(100 * value, 1)} %`;
}

/** "92 a 98 %": where the share of all such messages lies, with 95 % certainty. */
export function interval({ value, low, high }: Share): string {
  return value === null ? "" : `${decimal(100 * low, 1)} a ${decimal(100 * high, 1)} %`;
}

/** "150 de 156" */
export function counts({ count: part, of }: Share): string {
  return `${count(part)} de ${count(of)}`;
}

/** F1 and the like, which are no shares of anything. */
export function score(value: number | null): string {
  return value === null ? "sin medir" : decimal(value, 3);
}

export function decimal(value: number, digits: number): string {
  return value.toLocaleString("es-MX", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

const AS_SCORE: ReadonlySet<GateName> = new Set(["macro_f1", "entity_f1", "ece"]);

/** A gate's value, limit or goal in its own unit. */
export function gateNumber({ name }: Pick<Gate, "name">, value: number | null): string {
  if (value === null) return "–";
  if (name === "parse_p50_ms") return `${decimal(value, 1)} ms`;
  return AS_SCORE.has(name) ? score(value) : percent(value);
}

/** "al menos 90.0 %" */
export function gateLimit(gate: Gate, limit: number | null): string {
  return limit === null ? "–" : `${gate.kind === "min" ? "al menos" : "a lo más"} ${gateNumber(gate, limit)}`;
}

/** "intención correcta 92.2 %, al menos 97.0 %" */
export function brokenGateText(gate: Gate): string {
  return `${gateInSentence(gate)} ${gateNumber(gate, gate.value)}, ${gateLimit(gate, gate.limit)}`;
}

/** Of a report that breaks no gate: what could not be measured has not been passed either. */
export function passedText(gates: readonly Gate[]): string {
  const unmeasured = gates.filter(({ limit, value }) => limit !== null && value === null);
  if (unmeasured.length === 0) return "Pasa todas las puertas.";
  return `Pasa las puertas medidas; sin medir: ${unmeasured.map(gateInSentence).join(", ")}.`;
}

/** "validación cruzada", and "F1 de entidades" as it is. */
function gateInSentence({ name }: Gate): string {
  return GATE_LABELS[name].replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());
}

/** "cumple", "no cumple", "sin medir" */
export function gateVerdict(gate: Gate): string {
  if (gate.value === null) return "sin medir";
  if (gate.limit === null) return "sin puerta";
  return gate.isMet ? "cumple" : "no cumple";
}
