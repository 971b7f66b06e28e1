import { createHash } from "node:crypto";
import { maskForTraining } from "../../llm/index.ts";
import { isSure, type Policy } from "../../nlu/index.ts";
import { foldText } from "../../shared/index.ts";
import type { AnnotationReason } from "./annotation-rows.ts";
import type { Mark } from "./example-text.ts";
import { isCorrection } from "./inbox-corrections.ts";
import type { LookedAtTurn } from "./inbox-turns.ts";

/** A message for the inbox, masked. */
export interface Candidate {
  turn: LookedAtTurn & { read: NonNullable<LookedAtTurn["read"]> };
  reasons: AnnotationReason[];
  text: string;
}

/** One in a hundred, so that trainers also see what nobody complained of. */
const SAMPLED_OF = 100;
/** Names of the catalogue, and no customer's. */
const CATALOGUE_ENTITIES = new Set(["servicio", "profesional", "paquete"]);

/** What ends in a ticket. */
const HAND_OVERS: ReadonlySet<string | null> = new Set(["hand-over", "take-complaint"]);

/** Whether the turn before has to be looked at as well: this one says something of it. */
export function tellsOfBefore(turn: LookedAtTurn): boolean {
  return HAND_OVERS.has(turn.action) || (turn.text !== undefined && isCorrection(turn.text));
}

/**
 * The message of a turn, and of the one before it where this one takes that answer back or hands over after a question.
 * Button taps, typed option numbers and answers in own words are nobody's to judge.
 * @param names of the catalogue, folded
 */
export function candidatesOf(
  turn: LookedAtTurn,
  before: LookedAtTurn | undefined,
  { policy, names }: { policy: Policy; names: ReadonlySet<string> },
): Candidate[] {
  const own = toCandidate(turn, reasonsOf(turn, policy), names);
  const reasons: AnnotationReason[] = [];
  if (turn.text !== undefined && isCorrection(turn.text)) reasons.push("corrected");
  if (HAND_OVERS.has(turn.action) && before?.outcome === "clarify") reasons.push("handed_off");
  const earlier =
    before && reasons.length > 0 ? toCandidate(before, [...reasonsOf(before, policy), ...reasons], names) : [];
  return [...earlier, ...own];
}

function reasonsOf({ read, outcome, messageId }: LookedAtTurn, policy: Policy): AnnotationReason[] {
  const reasons: AnnotationReason[] = [];
  if (outcome === "clarify") reasons.push("clarified");
  if (read && !isSure(read.parse, policy)) reasons.push("low_confidence");
  if (isSampled(messageId)) reasons.push("sampled");
  return reasons;
}

/** By the message's id, so that every look decides the same. */
export function isSampled(messageId: string): boolean {
  return createHash("sha256").update(messageId).digest().readUInt32BE(0) % SAMPLED_OF === 0;
}

function toCandidate(turn: LookedAtTurn, reasons: AnnotationReason[], names: ReadonlySet<string>): Candidate[] {
  const { read, customerName } = turn;
  if (!read || reasons.length === 0) return [];
  const kept = read.entities
    // A model takes any name for a professional's, also the customer's own.
    .filter(({ entity, value }) => CATALOGUE_ENTITIES.has(entity) && names.has(foldText(value)))
    .map(({ start, end }) => read.text.slice(start, end));
  const text = maskForTraining(read.text, { customerName, kept });
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text)) return [];
  return [{ turn: { ...turn, read }, reasons, text }];
}

/** The entities of what was read on its masked text, by their words in their order; what a mask hides is left out. */
export function placeEntities({ text, entities }: NonNullable<LookedAtTurn["read"]>, masked: string): Mark[] {
  const marks: Mark[] = [];
  let from = 0;
  for (const { entity, start, end, value } of [...entities].sort((a, b) => a.start - b.start)) {
    const words = text.slice(start, end).replace(/\s+/gu, " ").trim();
    const at = words === "" ? -1 : masked.indexOf(words, from);
    if (at < 0) continue;
    from = at + words.length;
    marks.push({ entity, start: at, end: from, ...(value === words ? {} : { value }) });
  }
  return marks;
}
