import type { Place } from "../check/index.ts";
import type { AnnotationSummary } from "./annotation-rows.ts";
import type { InboxDesk } from "./inbox-desk.ts";
import { createIntentGuide } from "./intent-question.ts";
import { judgementsText, messageText, sayRefusal } from "./judging-words.ts";
import { askMessage } from "./message-question.ts";
import type { Terminal } from "./terminal.ts";

/** Lists what waits, a message a line, and how many there are. */
export async function listWaiting(desk: InboxDesk, { say }: Pick<Terminal, "say">): Promise<void> {
  let count = 0;
  for await (const annotation of desk.open()) {
    count += 1;
    say(messageText(annotation));
    const read = annotation.judgedBy.length > 0 ? await desk.read(annotation.id) : undefined;
    if (read?.kind === "done") say(`    ${judgementsText(read.data)}`);
  }
  const waiting = `Esperan: ${figure(count)}. Para juzgarlos: npm run -s nlu:inbox -- --judge`;
  say(count === 0 ? "No espera ningún mensaje." : waiting);
}

/**
 * Asks for one message after the other, until "q" or the end of what is typed; "a" leads back to the one before, which is
 * opened again. What this trainer has judged is not asked again, but for whose judgement counts where another one's
 * differs.
 *
 * @param place of the training files, which say what intents there are
 */
export async function judgeAll(desk: InboxDesk, terminal: Terminal, place: Place): Promise<void> {
  const guide = createIntentGuide(place);
  const session = followed(desk);
  const waiting = desk.open();
  const asked: AnnotationSummary[] = [];
  const again: AnnotationSummary[] = [];
  for (;;) {
    const annotation = again.pop() ?? (await nextOf(waiting));
    const way = annotation ? await askMessage(session.desk, terminal, annotation, guide) : "over";
    if (!annotation || way === "over") break;
    if (way === "asked") asked.push(annotation);
    if (way !== "back") continue;
    again.push(annotation);
    const last = asked.pop();
    if (!last) terminal.say("    No hay ninguno antes.");
    else if (!session.settled.has(last.id) || (await reopen(session.desk, terminal, last))) again.push(last);
  }
  const accepted = [...session.settled.values()].filter((decision) => decision === "accepted").length;
  terminal.say(`\nJuzgados: ${figure(session.judged.size)}; aceptados: ${figure(accepted)}.`);
  if (accepted > 0) terminal.say("Para llevarlos a rasa/: npm run -s nlu:inbox -- --patch bandeja.patch");
}

/** False: it is not there any more, or an example by now. */
async function reopen(desk: InboxDesk, terminal: Terminal, { id }: AnnotationSummary): Promise<boolean> {
  const outcome = await desk.decide(id, { decision: "open" });
  sayRefusal(terminal, outcome);
  if (outcome.kind === "done") terminal.say("    Se deshizo lo decidido del anterior: vuelve a estar abierto.");
  return outcome.kind === "done";
}

/** A desk that remembers what was done at it: by id, who has been judged and what was decided and not undone. */
function followed(desk: InboxDesk) {
  const judged = new Set<string>();
  const settled = new Map<string, "accepted" | "rejected">();
  const own: InboxDesk = {
    ...desk,
    async judge(id, judgement) {
      const outcome = await desk.judge(id, judgement);
      if (outcome.kind === "done") judged.add(id);
      return outcome;
    },
    async decide(id, said) {
      const outcome = await desk.decide(id, said);
      if (outcome.kind !== "done") return outcome;
      if (said.decision === "open") settled.delete(id);
      else settled.set(id, said.decision);
      return outcome;
    },
  };
  return { desk: own, judged, settled };
}

async function nextOf<Item>(items: AsyncGenerator<Item, void>): Promise<Item | undefined> {
  const { value, done } = await items.next();
  return done ? undefined : value;
}

function figure(count: number): string {
  return count.toLocaleString("es-MX");
}
