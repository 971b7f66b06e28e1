import type { Profile } from "../../config/index.ts";
import type { ResponseOf } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import type { Calendar } from "../booking/index.ts";
import { done, type Handler, refuseField } from "../outcome.ts";

type Budget = ResponseOf<"getLlmUsage">["budget"];

/** A year of days for some models and intents is less; more would be megabytes that nobody reads. */
const MAX_ROWS = 20_000;
/** What `by` may name, and how it is read. */
const DIMENSIONS: Record<string, string> = {
  day: `day::text as "day"`,
  model: "model",
  intent: `nullif(intent, '') as "intent"`,
  purpose: "purpose",
  tier: "tier",
};
// A sum of bigint is numeric, which the driver hands over as text.
const SUMS = /* sql */ `currency, sum(calls)::float8 as "calls", sum(failures)::float8 as "failures",
  sum(estimated_calls)::float8 as "estimatedCalls", sum(input_tokens)::float8 as "inputTokens",
  sum(cached_tokens)::float8 as "cachedInputTokens", sum(output_tokens)::float8 as "outputTokens",
  sum(cost_micros)::float8 as "costMicros"`;
const OF_DAYS = "from llm_usage where profile = $1 and day between $2 and $3";

type Sums = ResponseOf<"getLlmUsage">["totals"][number];

/** GET /admin/llm/usage. @param currency ISO 4217, of the routing's prices: the budget is in it */
export function getLlmUsageHandler(profile: Profile, calendar: Calendar, currency: string): Handler<"getLlmUsage"> {
  return {
    async run(sql, { query: { from, to, by }, now }) {
      const days = [profile.id, from, to];
      const wanted = [...new Set(by.split(","))];
      const columns = wanted.map((name) => DIMENSIONS[name]).join(", ");
      const usage = await sql.query<Sums>(
        `select ${columns}, ${SUMS} ${OF_DAYS} group by ${wanted.join(", ")}, currency
         order by ${wanted.join(", ")}, currency limit ${MAX_ROWS + 1}`,
        days,
      );
      if (usage.length > MAX_ROWS)
        return refuseField("by", "too much for one answer: ask for fewer days or fewer names");
      const totals = await sql.query<Sums>(`select ${SUMS} ${OF_DAYS} group by currency order by currency`, days);
      const budget = await readBudget(sql, profile, calendar.dayOf(now.getTime()).date.slice(0, 7), currency);
      return done({ from, to, timeZone: calendar.timeZone, usage, totals, budget });
    },
  };
}

/** As the workers see it, whichever of them spent it; a call reaches this table within some seconds. */
async function readBudget(sql: Sql, profile: Profile, month: string, currency: string): Promise<Budget> {
  const { monthlyMicros, softMicros, softPercent } = profile.assistant.budget;
  const [row] = await sql.query<{ spent: number }>(
    `select coalesce(sum(cost_micros), 0)::float8 as spent from llm_usage
     where profile = $1 and day >= $2::date and day < $2::date + interval '1 month' and currency = $3`,
    [profile.id, `${month}-01`, currency],
  );
  const spentMicros = row?.spent ?? 0;
  const standing =
    spentMicros >= (monthlyMicros ?? Number.POSITIVE_INFINITY)
      ? "hard"
      : spentMicros >= (softMicros ?? Number.POSITIVE_INFINITY)
        ? "soft"
        : "free";
  return { month, currency, limitMicros: monthlyMicros ?? null, softPercent, spentMicros, standing };
}
