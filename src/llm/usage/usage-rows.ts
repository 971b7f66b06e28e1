import type { Sql } from "../../database/index.ts";
import type { UsageBatch } from "./usage-batch.ts";
import type { Amount } from "./usage-meter.ts";

/** Both tables in one statement: all of it or nothing. Every process takes the rows in the same order: none deadlocks. */
const ADD = /* sql */ `
  with by_customer as (
    insert into llm_customer_usage as u (customer_id, day, calls, tokens, cost_micros)
    select customer_id, day, calls, tokens, cost_micros
    from json_to_recordset($2::json) as r(customer_id uuid, day date, calls bigint, tokens bigint, cost_micros bigint)
    order by customer_id, day
    on conflict (customer_id, day) do update set
      calls = u.calls + excluded.calls, tokens = u.tokens + excluded.tokens,
      cost_micros = u.cost_micros + excluded.cost_micros
  )
  insert into llm_usage as u (profile, day, purpose, tier, model, intent, currency, calls, failures, estimated_calls,
    input_tokens, cached_tokens, output_tokens, cost_micros)
  select profile, day, purpose, tier, model, intent, $3, calls, failures, estimated_calls,
    input_tokens, cached_tokens, output_tokens, cost_micros
  from json_to_recordset($1::json) as r(profile text, day date, purpose text, tier text, model text, intent text,
    calls bigint, failures bigint, estimated_calls bigint, input_tokens bigint, cached_tokens bigint,
    output_tokens bigint, cost_micros bigint)
  order by profile, day, purpose, tier, model, intent
  on conflict (profile, day, purpose, tier, model, intent, currency) do update set
    calls = u.calls + excluded.calls, failures = u.failures + excluded.failures,
    estimated_calls = u.estimated_calls + excluded.estimated_calls,
    input_tokens = u.input_tokens + excluded.input_tokens, cached_tokens = u.cached_tokens + excluded.cached_tokens,
    output_tokens = u.output_tokens + excluded.output_tokens, cost_micros = u.cost_micros + excluded.cost_micros`;

export async function addUsage(sql: Sql, currency: string, batch: UsageBatch): Promise<void> {
  await sql.query(ADD, [JSON.stringify(batch.usage()), JSON.stringify(batch.customers()), currency]);
}

/** What all processes have written for a profile's local month ("2026-11") in this currency. */
export async function readMonth(sql: Sql, profile: string, month: string, currency: string): Promise<Amount> {
  const rows = await sql.query<{ calls: string; cost_micros: string }>(
    /* sql */ `select coalesce(sum(calls), 0) as calls, coalesce(sum(cost_micros), 0) as cost_micros from llm_usage
      where profile = $1 and day >= $2::date and day < $2::date + interval '1 month' and currency = $3`,
    [profile, `${month}-01`, currency],
  );
  return amountOf(rows);
}

/** The same for one customer's local day ("2026-11-21"). */
export async function readCustomer(sql: Sql, customerId: string, day: string): Promise<Amount> {
  return amountOf(
    await sql.query<{ calls: string; cost_micros: string }>(
      "select calls, cost_micros from llm_customer_usage where customer_id = $1 and day = $2",
      [customerId, day],
    ),
  );
}

function amountOf([row]: { calls: string; cost_micros: string }[]): Amount {
  return { calls: Number(row?.calls ?? 0), costMicros: Number(row?.cost_micros ?? 0) };
}
