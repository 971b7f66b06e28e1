import type { Annotation, AnnotationSummary } from "./annotation-rows.ts";
import { readMarkedLine, writeMarkup } from "./example-text.ts";
import type { InboxDesk } from "./inbox-desk.ts";
import { askIntent, type IntentGuide } from "./intent-question.ts";
import { judgementsText, messageText, sayRefusal } from "./judging-words.ts";
import type { Terminal } from "./terminal.ts";

/** What comes after a message: the next one, after this one was asked or not; the one before it; or the end. */
export type Way = "asked" | "unasked" | "back" | "over";

/** Shows a message and asks all there is to ask. Of one that this trainer has judged: only whose judgement counts where they differ. */
export async function askMessage(
  desk: InboxDesk,
  terminal: Terminal,
  annotation: AnnotationSummary,
  guide: IntentGuide,
): Promise<Way> {
  const { id, judgedBy, parse } = annotation;
  if (judgedBy.includes(desk.trainer)) return settleMessage(desk, terminal, annotation);
  terminal.say(`\n${messageText(annotation)}`);
  const proposed = parse.ranking.map(({ name }) => name);
  for (;;) {
    const answer = await askIntent(terminal, proposed, guide);
    if (answer === "back" || answer === "over") return answer;
    if (answer === "skip") return "asked";
    if (answer === "reject") {
      sayRefusal(terminal, await desk.decide(id, { decision: "rejected" }));
      return "asked";
    }
    const way = await judgeAs(desk, terminal, annotation, answer.intent);
    if (way !== "back") return way;
  }
}

/** The marks, and whether it is accepted. "back": to the intent. */
async function judgeAs(
  desk: InboxDesk,
  terminal: Terminal,
  { id, text, parse }: AnnotationSummary,
  intent: string,
): Promise<Way> {
  const suggested = writeMarkup(text, parse.entities);
  terminal.say(`    ${suggested}`);
  for (;;) {
    const typed = await ask(terminal, "Marcas (Enter: así; o la frase con sus marcas; a: otra intención, q: salir): ");
    if (typed === "a") return "back";
    if (typed === "q") {
      terminal.say("\n    De este mensaje no se guardó nada más.");
      return "over";
    }
    const entities = marksIn(typed || suggested, text);
    if (typeof entities === "string") {
      terminal.say(`    ${entities}`);
      continue;
    }
    const outcome = await desk.judge(id, { intent, entities });
    sayRefusal(terminal, outcome);
    if (outcome.kind === "done") return offerToAccept(desk, terminal, outcome.data);
    if (outcome.code !== "validation_failed") return "asked";
  }
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

/** What this trainer has judged waits for a decision where another one says something else. */
async function settleMessage(desk: InboxDesk, terminal: Terminal, annotation: AnnotationSummary): Promise<Way> {
  const read = annotation.judgedBy.length > 1 ? await desk.read(annotation.id) : undefined;
  if (read?.kind !== "done" || isAgreed(read.data)) return "unasked";
  terminal.say(`\n${messageText(annotation)}`);
  return chooseJudgement(desk, terminal, read.data);
}

function isAgreed({ agreement }: Annotation): boolean {
  return agreement === null || (agreement.intent && agreement.entities);
}

async function offerToAccept(desk: InboxDesk, terminal: Terminal, annotation: Annotation): Promise<Way> {
  const way = isAgreed(annotation)
    ? await acceptJudgement(desk, terminal, annotation)
    : await chooseJudgement(desk, terminal, annotation);
  if (way === "over") terminal.say("\n    Tu juicio de este mensaje quedó guardado; falta decidir si se acepta.");
  return way;
}

async function acceptJudgement(desk: InboxDesk, terminal: Terminal, { id }: Annotation): Promise<Way> {
  const typed = (await ask(terminal, "¿Aceptar como ejemplo? (s/N; a: otra intención, q: salir): ")).toLowerCase();
  if (typed === "a") return "back";
  if (typed === "q") return "over";
  if (["s", "si", "sí"].includes(typed)) sayRefusal(terminal, await desk.decide(id, { decision: "accepted" }));
  return "asked";
}

/** Where trainers differ somebody has to say who is right, with all judgements in view. */
async function chooseJudgement(desk: InboxDesk, terminal: Terminal, annotation: Annotation): Promise<Way> {
  const { id, text, judgements } = annotation;
  terminal.say(`    ${judgementsText(annotation)}`);
  for (const [index, { trainer, intent, entities }] of judgements.entries()) {
    terminal.say(`    ${index + 1}  ${trainer}: ${intent}: ${writeMarkup(text, entities)}`);
  }
  for (;;) {
    const question = "¿Cuál se acepta como ejemplo? (número; Enter: ninguno aún, a: atrás, q: salir): ";
    const typed = await ask(terminal, question);
    if (typed === "a") return "back";
    if (typed === "q") return "over";
    if (typed === "") return "asked";
    const chosen = judgements[Number(typed) - 1];
    if (!chosen) continue;
    sayRefusal(terminal, await desk.decide(id, { decision: "accepted", judgementBy: chosen.trainer }));
    return "asked";
  }
}

/** Without the spaces around it; the end of what is typed is "q". */
async function ask(terminal: Terminal, question: string): Promise<string> {
  return (await terminal.ask(question))?.trim() ?? "q";
}
