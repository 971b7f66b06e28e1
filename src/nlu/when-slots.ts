import type { Hour, Scan } from "./when-scan.ts";
import { keysOf, slipsOf, type WhenVocabulary } from "./when-vocabulary.ts";
import type { PartOfDay } from "./when-words.ts";

/** What the slots of a phrase held. `hour2` and `minute2` belong to the end of a stretch. */
export interface Captures {
  weekday?: number;
  month?: number;
  day?: number;
  year?: number;
  count?: number;
  hour?: number;
  minute?: number;
  hour2?: number;
  minute2?: number;
  isPadded?: boolean;
  part?: PartOfDay;
  half?: "am" | "pm";
}

/** Reads a value at a place into the captures; the place after it, or undefined when there is none. */
export type SlotReader = (scan: Scan, at: number, said: Captures) => number | undefined;

type Words<T> = Map<string, T>;

/** The readers of the slots that phrases may name. */
export function createReader(vocabulary: WhenVocabulary): (slot: string) => SlotReader {
  const weekdays = wordsOf(
    vocabulary,
    vocabulary.weekdays.map((names, index) => [index + 1, names]),
    true,
  );
  const months = wordsOf(
    vocabulary,
    vocabulary.months.map((names, index) => [index + 1, names]),
    true,
  );
  const numbers = wordsOf(
    vocabulary,
    Object.entries(vocabulary.numbers).map(([value, names]) => [Number(value), names]),
  );
  const parts = wordsOf(vocabulary, Object.entries(vocabulary.parts) as [PartOfDay, string][]);
  const halves = wordsOf(vocabulary, Object.entries(vocabulary.halves) as ["am" | "pm", string][]);
  const counted = wordsOf(vocabulary, [[true, vocabulary.counted]]);

  const number = (scan: Scan, at: number): { value: number; to: number } | undefined => {
    if (!scan.isFigure(at)) return lookUp(numbers, scan, at);
    return scan.key(at).length <= 4 ? { value: Number(scan.key(at)), to: at + 1 } : undefined;
  };
  const isCounted = (scan: Scan, at: number) =>
    lookUp(counted, scan, at) !== undefined || /^[%$€₹]$/u.test(scan.key(at));
  const store =
    <K extends keyof Captures>(name: K, words: Words<NonNullable<Captures[K]>>): SlotReader =>
    (scan, at, said) => {
      const hit = lookUp(words, scan, at);
      if (hit) said[name] = hit.value;
      return hit?.to;
    };
  const numeric =
    (name: "day" | "year" | "count" | "minute", least: number, most: number): SlotReader =>
    (scan, at, said) => {
      const hit = number(scan, at);
      if (!hit || hit.value < least || hit.value > most) return undefined;
      if (name === "day" && (!Number.isInteger(hit.value) || isCounted(scan, hit.to) || isFraction(scan, hit.to))) {
        return undefined;
      }
      said[name] = hit.value;
      return hit.to;
    };
  const hour =
    (suffix: "" | "2", needsClock: boolean): SlotReader =>
    (scan, at, said) => {
      const hit = number(scan, at);
      if (!hit || hit.value > 24 || !Number.isInteger(hit.value)) return undefined;
      const minute = clockMinute(scan, at);
      if ((needsClock && minute === undefined) || (minute === undefined && isFraction(scan, hit.to))) return undefined;
      if (isCounted(scan, hit.to)) return undefined;
      said[`hour${suffix}`] = hit.value;
      if (minute !== undefined) said[`minute${suffix}`] = minute;
      if (scan.isFigure(at) && scan.key(at).startsWith("0")) said.isPadded = true;
      return minute === undefined ? hit.to : hit.to + 2;
    };
  const readers: Record<string, SlotReader> = {
    weekday: store("weekday", weekdays),
    month: store("month", months),
    part: store("part", parts),
    half: store("half", halves),
    day: numeric("day", 1, 31),
    year: numeric("year", 2000, 2100),
    count: numeric("count", 0.25, 120),
    minute: numeric("minute", 1, 59),
    hour: hour("", false),
    hour2: hour("2", false),
    clock: hour("", true),
  };
  return (slot) => {
    const reader = readers[slot];
    if (!reader) throw new RangeError(`No slot <${slot}> in phrases of dates`);
    return reader;
  };
}

/** An hour of the clock; undefined when its words contradict each other ("17 am"). */
export function hourOf(said: Captures, end: "hour" | "hour2" = "hour"): Hour | undefined {
  const value = said[end];
  const minute = (end === "hour" ? said.minute : said.minute2) ?? 0;
  if (value === undefined || value > 24 || (value === 24 && minute > 0)) return undefined;
  if (value === 0 || value > 12) {
    return said.half === "am" && value > 0 ? undefined : { hour: value % 24, minute, isExact: true };
  }
  if (said.half === "am" || said.part === "manana") return { hour: value % 12, minute, isExact: true };
  if (said.part === "noche") return { hour: (value + 12) % 24, minute, isExact: true };
  if (said.half === "pm" || said.part === "tarde") {
    const isLateMorning = said.part === "tarde" && value === 11;
    return { hour: isLateMorning ? 11 : (value % 12) + 12, minute, isExact: true };
  }
  return { hour: value, minute, isExact: value === 12 || said.isPadded === true };
}

/** The longest entry of at most three words at a place. */
function lookUp<T>(words: Words<T>, scan: Scan, at: number): { value: T; to: number } | undefined {
  let key = "";
  let best: { value: T; to: number } | undefined;
  for (let to = at; to < at + 3 && scan.tokens[to]?.kind === "word"; to++) {
    key = key ? `${key} ${scan.key(to)}` : scan.key(to);
    const value = words.get(key);
    if (value !== undefined) best = { value, to: to + 1 };
  }
  return best;
}

function wordsOf<T>(vocabulary: WhenVocabulary, entries: [T, string][], takesSlips = false): Words<T> {
  const words: Words<T> = new Map();
  const exact = entries.flatMap(([value, names]) =>
    names
      .split(" ")
      .filter(Boolean)
      .map((name) => [keysOf(name.replaceAll("_", " "), vocabulary).join(" "), value] as const),
  );
  if (takesSlips) for (const [key, value] of exact) for (const slip of slipsOf(key)) words.set(slip, value);
  for (const [key, value] of exact) words.set(key, value);
  return words;
}

/** "17:30", "17.30", "17h30" */
function clockMinute(scan: Scan, at: number): number | undefined {
  if (!scan.isFigure(at) || !scan.has(at + 1, ":|.|h") || !scan.isJoined(at + 1) || !scan.isJoined(at + 2)) {
    return undefined;
  }
  const minute = scan.isFigure(at + 2) && scan.key(at + 2).length === 2 ? Number(scan.key(at + 2)) : 60;
  return minute < 60 ? minute : undefined;
}

/** The number is only the beginning of another: "3/4", "2.500", "1,200". */
function isFraction(scan: Scan, at: number): boolean {
  return /^[/.,:]$/u.test(scan.key(at)) && scan.isJoined(at) && scan.isFigure(at + 1) && scan.isJoined(at + 1);
}
