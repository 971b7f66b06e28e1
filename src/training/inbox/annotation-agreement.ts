import type { ResponseOf } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";

type Agreement = ResponseOf<"getAnnotationAgreement">;

/** How often two trainers, `first` before `second` by name, gave the same messages these intents. */
export interface JudgedPair {
  first: string;
  second: string;
  firstIntent: string;
  secondIntent: string;
  count: number;
}

/** Counted in the database: two people may have judged thousands. */
export function readJudgedPairs(sql: Sql, profileId: string): Promise<JudgedPair[]> {
  return sql.query<JudgedPair>(
    /* sql */ `select a.trainer as first, b.trainer as second, a.intent as "firstIntent", b.intent as "secondIntent",
        count(*)::int as count
      from nlu_judgements a join nlu_judgements b on b.annotation_id = a.annotation_id and a.trainer < b.trainer
      join nlu_annotations n on n.id = a.annotation_id
      where n.profile = $1 group by 1, 2, 3, 4`,
    [profileId],
  );
}

/** Of all pairs together, for each two trainers, and which intents they take for each other. */
export function agreementOf(pairs: readonly JudgedPair[]): Agreement {
  const byTrainers = groupBy(pairs, ({ first, second }) => JSON.stringify([first, second]));
  const trainers = [...byTrainers.values()].map((own) => ({
    first: own[0]!.first,
    second: own[0]!.second,
    ...measure(own),
  }));
  const differing = pairs.filter(({ firstIntent, secondIntent }) => firstIntent !== secondIntent);
  const byIntents = groupBy(differing, ({ firstIntent, secondIntent }) => [firstIntent, secondIntent].sort().join(" "));
  const disagreements = [...byIntents].map(([names, own]) => ({
    intents: names.split(" ") as [string, string],
    pairs: sum(own),
  }));
  return {
    ...measure(pairs),
    trainers: trainers.sort((a, b) => b.pairs - a.pairs),
    disagreements: disagreements.sort((a, b) => b.pairs - a.pairs || (a.intents.join() < b.intents.join() ? -1 : 1)),
  };
}

/**
 * Cohen's kappa: (observed - expected) / (1 - expected), where chance is what each side's own shares of the intents would
 * give. Cohen, "A coefficient of agreement for nominal scales", 1960.
 */
function measure(pairs: readonly JudgedPair[]): Pick<Agreement, "pairs" | "equalShare" | "kappa"> {
  const all = sum(pairs);
  if (all === 0) return { pairs: 0, equalShare: null, kappa: null };
  const equalShare = sum(pairs.filter(({ firstIntent, secondIntent }) => firstIntent === secondIntent)) / all;
  const shareOf = (side: "firstIntent" | "secondIntent", intent: string) =>
    sum(pairs.filter((pair) => pair[side] === intent)) / all;
  const intents = new Set(pairs.map(({ firstIntent }) => firstIntent));
  const byChance = [...intents]
    .map((intent) => shareOf("firstIntent", intent) * shareOf("secondIntent", intent))
    .reduce((total, part) => total + part, 0);
  const kappa = byChance >= 1 ? null : Math.max(-1, (equalShare - byChance) / (1 - byChance));
  return { pairs: all, equalShare, kappa };
}

function groupBy(pairs: readonly JudgedPair[], keyOf: (pair: JudgedPair) => string): Map<string, JudgedPair[]> {
  const groups = new Map<string, JudgedPair[]>();
  for (const pair of pairs) groups.set(keyOf(pair), [...(groups.get(keyOf(pair)) ?? []), pair]);
  return groups;
}

function sum(pairs: readonly JudgedPair[]): number {
  return pairs.reduce((total, { count }) => total + count, 0);
}
