import type { Meaning } from "./when-scan.ts";

type Side = "day" | "hour";

const SIDE: Partial<Record<Meaning["kind"], Side>> = {
  day: "day",
  weekday: "day",
  week: "day",
  month: "day",
  "no-day": "day",
  time: "hour",
  "no-time": "hour",
  opening: "hour",
  offset: "hour",
  part: "hour",
};

interface Clause {
  said: Meaning[];
  isDeclined: boolean;
  /** What it says replaces what was said before. */
  isInstead: boolean;
}

/** What stands when a customer declines ("el lunes no puedo") and corrects ("a las 5, perdón, a las 6"). */
export function standing(meanings: Meaning[]): Meaning[] {
  const clauses = withDeclined(clausesOf(meanings));
  let kept: Meaning[] = [];
  for (const [index, clause] of clauses.entries()) {
    if (clause.isDeclined) {
      // "mañana a las 5 no, a las 6": a new hour declines the hour only; a new day declines everything.
      const after = clauses.slice(index + 1).filter((later) => !later.isDeclined);
      const isHourOnly = sides(clause.said).size === 2 && sides(after.flatMap(({ said }) => said)).size === 1;
      const isNewHour = isHourOnly && sides(after.flatMap(({ said }) => said)).has("hour");
      if (isNewHour) kept.push(...clause.said.filter((meaning) => SIDE[meaning.kind] === "day"));
      continue;
    }
    if (clause.isInstead) {
      const replaced = sides(clause.said);
      kept = kept
        .filter((meaning) => !replaced.has(SIDE[meaning.kind] as Side))
        .map((meaning) => strip(meaning, replaced));
    }
    kept.push(...clause.said);
  }
  return kept;
}

function clausesOf(meanings: Meaning[]): Clause[] {
  const clauses: Clause[] = [{ said: [], isDeclined: false, isInstead: false }];
  for (const meaning of meanings) {
    const last = clauses.at(-1)!;
    if (meaning.kind === "clause") clauses.push({ said: [], isDeclined: false, isInstead: false });
    else if (meaning.kind === "rather") {
      clauses.push({ said: meaning.says ? [meaning.says] : [], isDeclined: false, isInstead: true });
    } else if (meaning.kind === "not") {
      last.isDeclined = true;
      if (meaning.endsClause) clauses.push({ said: [], isDeclined: false, isInstead: false });
    } else if (meaning.kind !== "skip") last.said.push(meaning);
  }
  return clauses;
}

/** "a las 5, no, a las 6": a "no" of its own says that the next clause corrects. "Mejor, el jueves" too. */
function withDeclined(clauses: Clause[]): Clause[] {
  const out: Clause[] = [];
  let isInstead = false;
  for (const clause of clauses) {
    const isEmpty = clause.said.length === 0;
    isInstead ||= clause.isInstead || (isEmpty && clause.isDeclined);
    if (isEmpty) continue;
    out.push({ ...clause, isInstead });
    isInstead = false;
  }
  return out;
}

function sides(meanings: Meaning[]): Set<Side> {
  const out = new Set<Side>();
  for (const meaning of meanings) {
    const side = SIDE[meaning.kind];
    if (side) out.add(side);
    if (meaning.kind === "day" && meaning.part) out.add("hour");
  }
  return out;
}

/** "esta tarde, no, a las 10 de la mañana": the day stays, its part goes. */
function strip(meaning: Meaning, replaced: Set<Side>): Meaning {
  return meaning.kind === "day" && replaced.has("hour") ? { kind: "day", day: meaning.day } : meaning;
}
