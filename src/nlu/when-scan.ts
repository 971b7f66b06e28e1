import type { DateTime } from "luxon";
import type { Token } from "./tokens.ts";
import { COUNTED, numberOf, type PartOfDay } from "./when-words.ts";

export type WhenEntity = "fecha" | "hora" | "parte_del_dia";

/** What a rule found: tokens [from, to) are used up; [coreFrom, coreTo) is what a trainer would mark as the entity. */
export interface Find {
  /** Undefined for what is no entity: "no puedo", "mejor", and names that look like dates. */
  entity: WhenEntity | undefined;
  from: number;
  to: number;
  coreFrom: number;
  coreTo: number;
  meaning: Meaning;
}

export type Meaning =
  /** One day of the calendar. `isNumber`: only its number was said, "el 5". */
  | { kind: "day"; day: DateTime; part?: PartOfDay; isNumber?: true }
  /** "en enero" by itself: a number of a day that is said beside it belongs to that month. */
  | { kind: "month"; month: number }
  /** A weekday: the day it stands for when nothing else is said. */
  | { kind: "weekday"; weekday: number; day: DateTime; isFixed: boolean }
  /** "la próxima semana": moves a weekday, is no day by itself. */
  | { kind: "week"; weeks: number }
  /** Looks like a date and names none: 31/02, "los sábados", "el fin de semana". */
  | { kind: "no-day" }
  /** `isExact` false: the hour may be of the morning or of the afternoon. */
  | { kind: "time"; hour: number; minute: number; isExact: boolean }
  /** `between`: the hours where a stretch begins and ends; `since` or `until`: only one of them is said. */
  | { kind: "no-time"; between?: [Hour, Hour]; since?: Hour; until?: Hour }
  /** "en media hora", counted from now. */
  | { kind: "offset"; minutes: number }
  /** A day and an hour at once, which an offset becomes. */
  | { kind: "moment"; day: DateTime; hour: number; minute: number }
  /** "a primera hora" */
  | { kind: "opening" }
  | { kind: "part"; part: PartOfDay }
  /** What its clause names is declined: "no puedo". It ends the clause where it always comes after ("kal nahi"). */
  | { kind: "not"; endsClause?: true }
  /** What comes next replaces what came before: "mejor", "perdón". */
  | { kind: "rather"; says?: Meaning }
  | { kind: "clause" }
  /** Only looks like a date: "soy Domingo". */
  | { kind: "skip" };

/** `isExact` false: of the morning or of the afternoon. */
export interface Hour {
  hour: number;
  minute: number;
  isExact: boolean;
}

/** How a language says that an appointment moves. */
export interface Moves {
  /** By their keys. */
  verbs: RegExp;
  /** They stand after the hours, not before. */
  isVerbLast?: true;
  /** No verb counts beyond these: the words that lead to where it goes, "cambia mi cita a mañana de 5 a 7". */
  ends: string;
}

export type Rule = (scan: Scan, at: number) => Find | undefined;

/** How many words away a verb is looked for, so that the work for a place is bounded. */
const CLAUSE = 15;

/** A hundred questions are asked of every token: a choice is taken apart once. */
const choices = new Map<string, ReadonlySet<string>>();
function choicesOf(word: string): ReadonlySet<string> {
  const known = choices.get(word);
  if (known) return known;
  const set = new Set(word.split("|"));
  choices.set(word, set);
  return set;
}

/** The message as tokens, with the questions that rules ask of it. */
export class Scan {
  constructor(
    readonly tokens: readonly Token[],
    readonly today: DateTime,
  ) {}

  key(at: number): string {
    return this.tokens[at]?.key ?? "";
  }

  /** True when the tokens from `at` on are these words; a word may be a choice "a|b". */
  has(at: number, ...words: string[]): boolean {
    for (let index = 0; index < words.length; index++) {
      if (!choicesOf(words[index]!).has(this.key(at + index))) return false;
    }
    return true;
  }

  /** A number of at most four figures, or a number word. */
  number(at: number): number | undefined {
    const token = this.tokens[at];
    if (token?.kind === "number") return token.key.length <= 4 ? Number(token.key) : undefined;
    return token?.kind === "word" ? numberOf(token.key) : undefined;
  }

  isFigure(at: number): boolean {
    return this.tokens[at]?.kind === "number";
  }

  /** True when no space stands between this token and the one before. */
  isJoined(at: number): boolean {
    return at > 0 && this.tokens[at]?.start === this.tokens[at - 1]?.end;
  }

  isCounted(at: number): boolean {
    if (this.has(at, "por|x")) return this.isFigure(at + 1); // "2 por 1", but not "a las 5 por favor"
    return COUNTED.has(this.key(at)) || this.has(at, "%|$");
  }

  /** "cambia mi cita de las 5 …": in the clause of this place something is moved and not yet said where to. */
  isMoving(at: number, { verbs, isVerbLast, ends }: Moves): boolean {
    const step = isVerbLast ? 1 : -1;
    for (let away = 1, place = at + step; away < CLAUSE; away++, place += step) {
      if (this.isEnd(place) || this.has(place, ends)) return false;
      if (verbs.test(this.key(place))) return true;
    }
    return false;
  }

  isEnd(at: number): boolean {
    const token = this.tokens[at];
    return !token || token.kind === "sign" || token.kind === "emoji";
  }

  find(entity: Find["entity"], from: number, to: number, meaning: Meaning, core: [number, number] = [from, to]): Find {
    return { entity, from, to, coreFrom: core[0], coreTo: core[1], meaning };
  }
}
