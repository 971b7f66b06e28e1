import { foldText } from "../shared/index.ts";
import type { DialogueState } from "./dialogue-state.ts";

/** "la primera", "the second one", "le premier", "doosra": by position. */
const ORDINALS = [
  /^(?:primer|first|premier|pehl|पहल)/,
  /^(?:segund|second|deuxieme|dusr|doosr|दूसर)/,
  /^(?:tercer|third|troisieme|teesr|tisr|तीसर)/,
  /^(?:cuart|fourth|quatrieme|chauth|चौथ)/,
  /^(?:quint|fifth|cinquieme)/,
  /^(?:sext|sixth|sixieme)/,
  /^(?:septim|seventh|septieme)/,
  /^(?:octav|eighth|huitieme)/,
];
const LAST = /^(?:ultim|last|dernier|derniere|akhri|aakhri|आखिर)/;
const ORDINAL = /^(?:la |el |lo |the |le |l')?(\p{L}[\p{L}\p{M}]*)(?: opcion| option| one| wala| wali)?$/u;
const OPTION_NUMBER = /^(?:opcion |option |number |numero |la |el |the )?[#(]?(\d{1,2})[).]?$/;

/** "5", "un 5", "5/5", "5 estrellas", "3 pq no me entendías": a mark from 1 to 5, and no hour. */
const MARK =
  /^(?:le doy |te doy |pues |mi |i give |je donne )?(?:un |una |a )?([1-5])(?![\d:]| ?(?:am|pm|a\.? ?m|p\.? ?m|de la|hrs|horas|h\b|baje|y media))(?:\P{L}|$)/u;
const STARS = /^(?:⭐️?|🌟){1,5}$/u;

export const RATING = "rating";

/** "2", "2)", "opción 2", "la segunda" or the label itself: what the last answer offered, as its payload. */
export function findOption(text: string, options: DialogueState["options"]): string | undefined {
  if (!options?.length) return undefined;
  const folded = foldText(text);
  if (options.some(({ payload }) => payload.startsWith(`${RATING}:`))) return findMark(text.trim(), folded);
  const number = OPTION_NUMBER.exec(folded)?.[1];
  if (number !== undefined) return options[Number(number) - 1]?.payload;
  const ordinal = ORDINAL.exec(folded)?.[1];
  if (ordinal !== undefined && LAST.test(ordinal)) return options.at(-1)?.payload;
  const position = ordinal === undefined ? -1 : ORDINALS.findIndex((pattern) => pattern.test(ordinal));
  if (position >= 0 && ordinal !== undefined && ordinal.length <= 12) return options[position]?.payload;
  return options.find((option) => foldText(option.label) === folded)?.payload;
}

function findMark(text: string, folded: string): string | undefined {
  const stars = STARS.test(text) ? [...text.matchAll(/⭐|🌟/gu)].length : undefined;
  const mark = stars ?? MARK.exec(folded)?.[1];
  return mark === undefined ? undefined : `${RATING}:${mark}`;
}

/** What the question for a mark waits for. They are not shown: "del 1 al 5" says it. */
export function markOptions(): NonNullable<DialogueState["options"]> {
  return [1, 2, 3, 4, 5].map((score) => ({ payload: `${RATING}:${score}`, label: String(score) }));
}
