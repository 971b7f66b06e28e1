import { foldText } from "../../shared/index.ts";
import type { Facts } from "../types.ts";
import { AROUND } from "./around-vocabulary-es.ts";
import { atomsOf, keyOf, wordsOf } from "./derived-values.ts";
import type { Atom, AtomKind } from "./figure-values.ts";
import { splitOptionList } from "./option-list.ts";
import { verbForm } from "./verb-forms-es.ts";
import { CHEER, COURTESY, FREE, groupOf, WELCOME } from "./vocabulary-es.ts";

export interface ScoredReply {
  template: string;
  /** What left. */
  reply: string;
  /** Why a wording of the model was refused; empty when it was taken or none was asked for. */
  reasons: string[];
  customerText: string;
  facts: Facts;
  source: "template" | "llm";
}

/** Each 0–100, whole numbers. */
export interface ReplyScore {
  total: number;
  grounding: number;
  relevance: number;
  tone: number;
  length: number;
}

const WEIGHTS = { grounding: 0.4, relevance: 0.3, tone: 0.15, length: 0.15 } as const;
const ASKED: ReadonlyArray<{ asks: RegExp; kinds: readonly AtomKind[] | "place" | "name" }> = [
  { asks: /\b(?:cuanto|cuanta|cuesta|cuestan|precios?|costo|vale)\b/u, kinds: ["money", "number"] },
  { asks: /\b(?:cuando|que dias?|que hora|a que horas?|horarios?)\b/u, kinds: ["date", "time", "weekday", "day-word"] },
  { asks: /\b(?:donde|ubicacion|direccion)\b/u, kinds: "place" },
  { asks: /\b(?:quien|quienes)\b/u, kinds: "name" },
];
const PLACE = /\b(?:calle|avenida|av|col|colonia|direccion|ubicad[oa]|plaza|piso|numero|num|esquina|maps)\b/u;
const TU = new Set(["tu", "tus", "te", "ti", "contigo", "quieres", "prefieres", "puedes", "dime", "tienes"]);
const USTED = new Set(["usted", "ustedes", "digame", "prefiera", "desea", "gusta"]);
const GOOD_LENGTH = 320;
const BAD_LENGTH = 1200;

/**
 * How good the reply that left is, for trends and for comparing models, not for deciding what leaves:
 * `total = 0.4 grounding + 0.3 relevance + 0.15 tone + 0.15 length`.
 *
 * - grounding: the share of the template's figures that the reply holds by value; 0 when it adds one, or when a wording
 *   left that the check refused. A template is its own ground: 100.
 * - relevance: mean of two shares, each left out where there is nothing to compare, 100 when both are. Kinds of question
 *   (how much, when, where, who) whose kind of answer the reply holds; topics of the question (words beyond grammar and
 *   courtesy, figures) that the reply or the facts hold, half of them being enough. Lexical: a good answer in
 *   entirely other words scores low.
 * - tone: 100, less 20 without a warm word or picture, 30 for tú and usted in one reply, 20 each for shouting, for "!!"
 *   and for more than three pictures.
 * - length: of the text before the list or card; 100 up to 320 characters, 0 from 1200 on; at most 60 beyond twice the
 *   template's and 200 more.
 */
export function scoreReply(scored: ScoredReply): ReplyScore {
  const parts = {
    grounding: grounding(scored),
    relevance: relevance(scored),
    tone: tone(scored.reply),
    length: lengthOf(scored),
  };
  const total =
    WEIGHTS.grounding * parts.grounding +
    WEIGHTS.relevance * parts.relevance +
    WEIGHTS.tone * parts.tone +
    WEIGHTS.length * parts.length;
  return { total: Math.round(total), ...parts };
}

function grounding({ template, reply, reasons, source }: ScoredReply): number {
  if (source === "template" || reply === template) return 100;
  if (reasons.length > 0) return 0;
  const said = new Set(atomsOf(template).map(keyOf));
  const heard = new Set(atomsOf(reply).map(keyOf));
  if ([...heard].some((key) => !said.has(key) && !/^(?:day-word|number)=/u.test(key))) return 0;
  return said.size === 0 ? 100 : Math.round((100 * [...said].filter((key) => heard.has(key)).length) / said.size);
}

function relevance({ reply, customerText, facts }: ScoredReply): number {
  const atoms = atomsOf(reply);
  const question = foldText(customerText);
  const asked = ASKED.filter(({ asks }) => asks.test(question));
  const answered = asked.filter(({ kinds }) => holds(kinds, atoms, reply));
  const topics = topicsOf(customerText);
  const known = new Set([...topicsOf(reply), ...topicsOf(JSON.stringify(facts))]);
  const met = [...topics].filter((topic) => known.has(topic)).length;
  const shares = [
    ...(asked.length > 0 ? [answered.length / asked.length] : []),
    ...(topics.size > 0 ? [Math.min(1, (2 * met) / topics.size)] : []),
  ];
  return shares.length === 0 ? 100 : Math.round((100 * shares.reduce((sum, share) => sum + share, 0)) / shares.length);
}

function holds(kinds: readonly AtomKind[] | "place" | "name", atoms: Atom[], reply: string): boolean {
  if (kinds === "place") return PLACE.test(foldText(reply)) || atoms.some(({ kind }) => kind === "link");
  if (kinds === "name") return /(?<=[\p{L}\d,:] )\*?\p{Lu}\p{Ll}/u.test(reply);
  return atoms.some(({ kind }) => kinds.includes(kind));
}

/** Figures, effects by class ("cancelar" = "cancelé"), groups of synonyms, other words by their stem. */
function topicsOf(text: string): Set<string> {
  const topics = wordsOf(text).flatMap((word) => {
    const folded = foldText(word);
    const effect = verbForm(word)?.class ?? groupOf(folded)?.id;
    if (effect !== undefined) return [effect];
    return folded.length < 4 || FREE.has(folded) || AROUND.has(folded)
      ? []
      : [folded.replace(/(?:[aei]mos|[ae]n|es|s|[aei]r|[aeo])$/u, "")];
  });
  return new Set([...topics, ...atomsOf(text).map(keyOf)]);
}

function tone(reply: string): number {
  const found = wordsOf(splitOptionList(reply).head).map(foldText);
  const pictures = reply.match(/(?![0-9#*©®™])\p{Extended_Pictographic}/gu)?.length ?? 0;
  const isWarm =
    pictures > 0 || found.some((word) => COURTESY.has(word) || CHEER.has(word) || WELCOME.has(word) || hasMood(word));
  const isMixed = found.some((word) => TU.has(word)) && found.some((word) => USTED.has(word));
  const shouts = /(?:\p{Lu}{4,}\s+){2}/u.test(`${reply} `);
  const penalty =
    (isWarm ? 0 : 20) + (isMixed ? 30 : 0) + (shouts ? 20 : 0) + (/!!/u.test(reply) ? 20 : 0) + (pictures > 3 ? 20 : 0);
  return Math.max(0, 100 - penalty);
}

function hasMood(word: string): boolean {
  return AROUND.get(word)?.some((shade) => shade === "cheer" || shade === "joy" || shade === "regret") ?? false;
}

function lengthOf({ template, reply }: ScoredReply): number {
  const { length } = splitOptionList(reply).head;
  const share = (BAD_LENGTH - length) / (BAD_LENGTH - GOOD_LENGTH);
  const score = Math.round(100 * Math.min(1, Math.max(0, share)));
  return length > 2 * splitOptionList(template).head.length + 200 ? Math.min(60, score) : score;
}
