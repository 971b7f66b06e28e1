import type { Facts } from "../types.ts";
import type { Atom } from "./figure-values.ts";
import { takeFigures } from "./figures.ts";
import { localDate } from "./local-date.ts";

/** What sources and facts hold, by value. */
export interface KnownValues {
  /** "date=11-21", "time=17:00", "money=850" …; codes and links in lower case. */
  atoms: ReadonlySet<string>;
  /** Folded by case only: Peña is not Pena. */
  words: ReadonlySet<string>;
}

const ISO = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/u;
const UNIT_OF_KEY: ReadonlyArray<readonly [RegExp, string]> = [
  [/minute|duration/iu, "min"],
  [/hour/iu, "h"],
  [/day/iu, "d"],
  [/week/iu, "w"],
  [/month/iu, "mo"],
];
const MONEY_KEY = /price|amount|cost|total|fee|charge|paid|expected|actual/iu;

export function keyOf({ kind, value }: Atom): string {
  return `${kind}=${kind === "code" || kind === "link" || kind === "email" ? value.toLowerCase() : value}`;
}

/** Figures of a text, in order. */
export function atomsOf(text: string): Atom[] {
  const { marked, figureAt } = takeFigures(text);
  return [...marked.matchAll(/[\uE000-\uF8FF]/gu)].flatMap(({ 0: mark }) => figureAt(mark) ?? []);
}

export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
}

/** @param timeZone IANA name; dates with an offset of their own are read where it says, "Z" in this zone. */
export function knownValues(sources: readonly string[], facts: Facts, timeZone: string | undefined): KnownValues {
  const atoms = new Set<string>();
  const words = new Set<string>();
  const addText = (text: string) => {
    for (const atom of atomsOf(text)) atoms.add(keyOf(atom));
    for (const word of wordsOf(text)) words.add(word);
  };
  const addFact = (value: unknown, key: string): void => {
    if (typeof value === "number") for (const atom of numberAtoms(value, key)) atoms.add(atom);
    else if (typeof value === "string") {
      // "2026-11-21T17:00:00-06:00" holds no time of six.
      const iso = isoAtoms(value, timeZone);
      if (iso.length === 0) addText(value);
      for (const atom of iso) atoms.add(atom);
    } else if (value !== null && typeof value === "object") {
      for (const [name, inner] of Object.entries(value)) addFact(inner, Array.isArray(value) ? key : name);
    }
  };
  for (const source of sources) addText(source);
  addFact(facts, "");
  return { atoms, words };
}

function numberAtoms(value: number, key: string): string[] {
  if (/minor$/iu.test(key)) return [`money=${value / 100}`];
  const unit = UNIT_OF_KEY.find(([pattern]) => pattern.test(key))?.[1];
  return [
    `number=${value}`,
    ...(unit ? [`number=${value}${unit}`] : []),
    ...(MONEY_KEY.test(key) ? [`money=${value}`, `money=${value / 100}`] : []),
  ];
}

function isoAtoms(text: string, timeZone: string | undefined): string[] {
  const found = ISO.exec(text);
  if (!found) return [];
  const [, writtenDay = "", writtenTime, offset] = found;
  const local =
    writtenTime !== undefined && offset === "Z" && timeZone !== undefined ? localDate(text, timeZone) : undefined;
  const day = local?.day ?? writtenDay;
  const time = local?.time ?? writtenTime;
  const weekday = ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
  return [
    `date=${day.slice(5)}`,
    `year=${day.slice(0, 4)}`,
    `weekday=${weekday}`,
    ...(time === undefined ? [] : [`time=${time}`]),
  ];
}
