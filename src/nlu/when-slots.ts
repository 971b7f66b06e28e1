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

export interface Slot {
  read: SlotReader;
  /** The keys with which its words begin, and `FIGURE` when it reads figures; undefined when it only looks around. */
  starts: Iterable<string> | undefined;
}

/** Stands for every number in figures. */
export const FIGURE = "0";

type Words<T> = Map<string, T>;

/** The slots that phrases may name. */
export function createSlots(vocabulary: WhenVocabulary): (name: string) => Slot {
  const numberWords = (...lists: Record<number, string>[]): Words<number> =>
    wordsOf(lists.flatMap((list) => Object.entries(list).map(([value, names]): [number, string] => [+value, names])));
  const { numbers, ordinals, articles } = vocabulary;
  const cardinals = numberWords(numbers);
  const counted = wordsOf([[true, vocabulary.counted]]);
  const isCounted = (scan: Scan, at: number) =>
    lookUp(counted, scan, at) !== undefined || /^[%$€₹]$/u.test(scan.key(at));

  const stored = <K extends keyof Captures>(name: K, words: Words<NonNullable<Captures[K]>>): Slot => ({
    starts: startsOf(words),
    read(scan, at, said) {
      const hit = lookUp(words, scan, at);
      if (hit) said[name] = hit.value;
      return hit?.to;
    },
  });
  const numeric = (
    name: "day" | "year" | "count" | "minute",
    words: Words<number>,
    [least, most]: [number, number],
  ): Slot => ({
    starts: [FIGURE, ...startsOf(words)],
    read(scan, at, said) {
      const hit = readNumber(words, scan, at);
      if (!hit || hit.value < least || hit.value > most) return undefined;
      if (name === "day" && (!Number.isInteger(hit.value) || isCounted(scan, hit.to) || isFraction(scan, hit.to))) {
        return undefined;
      }
      said[name] = hit.value;
      return hit.to;
    },
  });
  const hour = (words: Words<number>, { end = "" as "" | "2", needsClock = false } = {}): Slot => ({
    starts: [FIGURE, ...startsOf(words)],
    read(scan, at, said) {
      const hit = readNumber(words, scan, at);
      if (!hit || hit.value > 24 || !Number.isInteger(hit.value)) return undefined;
      const minute = clockMinute(scan, at);
      if ((needsClock && minute === undefined) || (minute === undefined && isFraction(scan, hit.to))) return undefined;
      if (isCounted(scan, hit.to)) return undefined;
      said[`hour${end}`] = hit.value;
      if (minute !== undefined) said[`minute${end}`] = minute;
      if (scan.isFigure(at) && scan.key(at).startsWith("0")) said.isPadded = true;
      return minute === undefined ? hit.to : hit.to + 2;
    },
  });

  const { moves } = vocabulary;
  const noWords: Words<number> = new Map();
  const year = numeric("year", noWords, [2000, 2100]);
  const slots: Record<string, Slot> = {
    weekday: stored("weekday", namesOf(vocabulary.weekdays)),
    month: stored("month", namesOf(vocabulary.months)),
    part: stored("part", wordsOf(Object.entries(vocabulary.parts) as [PartOfDay, string][])),
    half: stored("half", wordsOf(Object.entries(vocabulary.halves) as ["am" | "pm", string][])),
    day: numeric("day", numberWords(numbers, ordinals), [1, 31]),
    // A day without its month: "the one" and "samedi deux places" are none.
    nth: numeric("day", numberWords(ordinals), [1, 31]),
    year: { starts: [FIGURE, ","], read: (scan, at, said) => year.read(scan, scan.has(at, ",") ? at + 1 : at, said) },
    count: numeric("count", numberWords(numbers, { 1: articles }), [0.25, 120]),
    minute: numeric("minute", cardinals, [1, 59]),
    hour: hour(cardinals),
    hour2: hour(cardinals, { end: "2" }),
    // An hour that nothing but its place marks as one: a word there may count what is not said ("pour deux").
    figure: hour(noWords),
    clock: hour(noWords, { needsClock: true }),
    // No value: it holds where something is being moved.
    moved: { starts: undefined, read: (scan, at) => (moves && scan.isMoving(at, moves) ? at : undefined) },
  };
  return (name) => {
    const slot = slots[name];
    if (!slot) throw new RangeError(`No slot <${name}> in phrases of dates`);
    return slot;
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

function readNumber(words: Words<number>, scan: Scan, at: number): { value: number; to: number } | undefined {
  if (!scan.isFigure(at)) return lookUp(words, scan, at);
  return scan.key(at).length <= 4 ? { value: Number(scan.key(at)), to: at + 1 } : undefined;
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

function wordsOf<T>(entries: [T, string][]): Words<T> {
  return new Map(
    entries.flatMap(([value, names]) =>
      names
        .split(" ")
        .filter(Boolean)
        .map((name) => [keysOf(name.replaceAll("_", " ")).join(" "), value] as const),
    ),
  );
}

/** Names by their place in the list, from 1; with their slips, which no name of the list is. */
function namesOf(names: string[]): Words<number> {
  const exact = wordsOf(names.map((spellings, index) => [index + 1, spellings]));
  return new Map([
    ...[...exact].flatMap(([key, value]) => slipsOf(key).map((slip) => [slip, value] as const)),
    ...exact,
  ]);
}

function startsOf<T>(words: Words<T>): string[] {
  return [...words.keys()].map((key) => key.split(" ")[0]!);
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
