import type { Outcome } from "../../internal-api/index.ts";
import { type IntentMeaning, readIntentPage } from "../check/index.ts";
import type { Annotation, AnnotationReason, AnnotationSummary } from "./annotation-rows.ts";
import { readMarkedLine, writeMarkup } from "./example-text.ts";
import type { InboxDesk } from "./inbox-desk.ts";
import { askIntent } from "./intent-question.ts";
import type { Terminal } from "./terminal.ts";

const REASONS: Record<AnnotationReason, string> = {
  corrected: "el cliente corrigió la respuesta",
  handed_off: "acabó con una persona",
  clarified: "se le preguntó qué quería",
  low_confidence: "poca confianza",
  sampled: "muestra al azar",
};

/** Lists what waits, a message a line, and how many there are. */
export async function listWaiting(desk: InboxDesk, { say }: Pick<Terminal, "say">): Promise<void> {
  let count = 0;
  for await (const annotation of desk.open()) {
    count += 1;
    say(describe(annotation));
    const read = annotation.judgedBy.length > 0 ? await desk.read(annotation.id) : undefined;
    if (read?.kind === "done") say(`    ${describeJudgements(read.data)}`);
  }
  const waiting = `Esperan: ${figure(count)}. Para juzgarlos: npm run -s nlu:inbox -- --judge`;
  say(count === 0 ? "No espera ningún mensaje." : waiting);
}

/** How one message ended. */
interface Step {
  isJudged: boolean;
  /** Nothing more is asked. */
  isOver: boolean;
}

const SKIPPED: Step = { isJudged: false, isOver: false };
const OVER: Step = { isJudged: false, isOver: true };

/**
 * Asks for one message after the other, until "q" or the end of what is typed. What this trainer has judged is not asked
 * again, but for whose judgement counts where another one's differs.
 *
 * @param rootDirectory of the page that says what each intent means; where it has one, "?" shows what is proposed
 */
export async function judgeAll(desk: InboxDesk, terminal: Terminal, rootDirectory?: string): Promise<void> {
  const page = rootDirectory === undefined ? undefined : readIntentPage(rootDirectory);
  let judged = 0;
  for await (const annotation of desk.open()) {
    const isMine = annotation.judgedBy.includes(desk.trainer);
    const { isJudged, isOver } = await (isMine ? settleOne : judgeOne)(desk, terminal, annotation, page);
    if (isJudged) judged += 1;
    if (isOver) break;
  }
  terminal.say(`\nJuzgados: ${figure(judged)}.`);
}

function describe({ text, language, reasons, seenCount, parse }: AnnotationSummary): string {
  const why = reasons.map((reason) => REASONS[reason]).join(", ");
  const times = seenCount === 1 ? "" : `, ${seenCount} veces`;
  const understood = `${parse.intent.name} ${parse.intent.confidence.toLocaleString("es-MX", TWO_DIGITS)}`;
  return `«${text}»\n    ${language}${times}; ${why}; se entendió ${understood}`;
}

const TWO_DIGITS = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

function figure(count: number): string {
  return count.toLocaleString("es-MX");
}

/** "Ana: agendar_cita · Beto: consultar_horarios (no coinciden)" */
function describeJudgements({ judgements, agreement }: Annotation): string {
  const said = judgements.map(({ trainer, intent }) => `${trainer}: ${intent}`).join(" · ");
  if (!agreement) return said;
  if (!agreement.intent) return `${said} (no coinciden)`;
  return `${said} (${agreement.entities ? "coinciden" : "no coinciden las marcas"})`;
}

async function judgeOne(
  desk: InboxDesk,
  terminal: Terminal,
  annotation: AnnotationSummary,
  page: readonly IntentMeaning[] | undefined,
): Promise<Step> {
  const { id, text, parse } = annotation;
  terminal.say(`\n${describe(annotation)}`);
  const proposed = parse.ranking.map(({ name }) => name);
  for (const [index, name] of proposed.entries()) terminal.say(`    ${index + 1}  ${name}`);
  const typed = await askIntent(terminal, proposed, page);
  if (typed === undefined || typed === "q") return OVER;
  if (typed === "") return SKIPPED;
  if (typed === "r") {
    report(terminal, await desk.decide(id, { decision: "rejected" }));
    return SKIPPED;
  }
  const intent = proposed[Number(typed) - 1] ?? typed;
  const suggested = writeMarkup(text, parse.entities);
  terminal.say(`    ${suggested}`);
  const marked = await terminal.ask("Marcas (Enter: así; o la frase con sus marcas): ");
  if (marked === undefined) {
    terminal.say("\n    De este mensaje no se guardó nada.");
    return OVER;
  }
  const entities = marksIn(marked.trim() || suggested, text);
  if (typeof entities === "string") {
    terminal.say(`    ${entities}`);
    return judgeOne(desk, terminal, annotation, page);
  }
  const outcome = await desk.judge(id, { intent, entities });
  report(terminal, outcome);
  if (outcome.kind === "refused") {
    return outcome.code === "validation_failed" ? judgeOne(desk, terminal, annotation, page) : SKIPPED;
  }
  const isOver = (await offerToAccept(desk, terminal, outcome.data)) === "over";
  if (isOver) terminal.say("\n    Tu juicio de este mensaje quedó guardado; falta decidir si se acepta.");
  return { isJudged: true, isOver };
}

/** What this trainer has judged waits for a decision where another one says something else. */
async function settleOne(desk: InboxDesk, terminal: Terminal, annotation: AnnotationSummary): Promise<Step> {
  const read = annotation.judgedBy.length > 1 ? await desk.read(annotation.id) : undefined;
  if (read?.kind !== "done" || isAgreed(read.data)) return SKIPPED;
  terminal.say(`\n${describe(annotation)}`);
  return (await chooseJudgement(desk, terminal, read.data)) === "over" ? OVER : SKIPPED;
}

/** The marks, or what is wrong with the line. */
function marksIn(marked: string, text: string) {
  try {
    const read = readMarkedLine(marked);
    return read.text === text ? read.marks : "Sin las marcas tiene que quedar la misma frase, letra por letra.";
  } catch {
    return 'Una marca no está bien escrita: "quiero [yoga](servicio)".';
  }
}

function isAgreed({ agreement }: Annotation): boolean {
  return agreement === null || (agreement.intent && agreement.entities);
}

async function offerToAccept(desk: InboxDesk, terminal: Terminal, annotation: Annotation): Promise<"over" | "asked"> {
  if (!isAgreed(annotation)) return chooseJudgement(desk, terminal, annotation);
  const answer = (await terminal.ask("¿Aceptar como ejemplo? (s/N): "))?.trim().toLowerCase();
  if (answer === undefined) return "over";
  const isAccepted = answer === "s" || answer === "si" || answer === "sí";
  if (isAccepted) report(terminal, await desk.decide(annotation.id, { decision: "accepted" }));
  return "asked";
}

/** Where trainers differ somebody has to say who is right, with all judgements in view. */
async function chooseJudgement(desk: InboxDesk, terminal: Terminal, annotation: Annotation): Promise<"over" | "asked"> {
  const { id, text, judgements } = annotation;
  terminal.say(`    ${describeJudgements(annotation)}`);
  for (const [index, { trainer, intent, entities }] of judgements.entries()) {
    terminal.say(`    ${index + 1}  ${trainer}: ${intent}: ${writeMarkup(text, entities)}`);
  }
  const typed = (await terminal.ask("¿Cuál se acepta como ejemplo? (número; Enter: ninguno aún, q: salir): "))?.trim();
  if (typed === undefined || typed === "q") return "over";
  if (typed === "") return "asked";
  const chosen = judgements[Number(typed) - 1];
  if (!chosen) return chooseJudgement(desk, terminal, annotation);
  report(terminal, await desk.decide(id, { decision: "accepted", judgementBy: chosen.trainer }));
  return "asked";
}

const IN_SPANISH: [RegExp, string][] = [
  [/^there is no such intent; there are (.+)$/, "no existe esa intención; hay: $1"],
  [/^there is no such entity; there are (.+)$/, "no existe esa entidad; hay: $1"],
  [/^overlaps .+$/, "dos marcas se enciman, o una cae sobre un dato oculto"],
  [/^cuts a word.+$/, "la marca no abarca palabras enteras"],
  [/^is no name .+$/, 'no es del catálogo ni un sinónimo: escribe su nombre con {"entity":"…","value":"…"}'],
  [/^`value` is no name .+$/, "el value no es un nombre del catálogo"],
];
const REFUSALS: Partial<Record<string, string>> = {
  annotation_settled: "ya lo decidió otra persona",
  not_found: "ya no está",
  judgements_differ: "otra persona lo juzgó distinto",
};

function report({ say }: Terminal, outcome: Outcome<unknown>): void {
  if (outcome.kind === "done") return;
  const { code, errors = [] } = outcome;
  if (errors.length === 0) say(`    No se pudo: ${REFUSALS[code] ?? code}.`);
  for (const { message } of errors) {
    const known = IN_SPANISH.find(([pattern]) => pattern.test(message));
    say(`    No se pudo: ${known ? message.replace(...known) : message}.`);
  }
}
