import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the language models were used for and what it cost: sums by day, no text and nobody's data. */
export class LlmUsage1732061670000 implements MigrationInterface {
  name = "LlmUsage1732061670000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      create table llm_usage (
        profile text not null,
        -- In the business's time zone, as a month's budget is.
        day date not null,
        purpose text not null,
        tier text not null,
        model text not null,
        -- Empty: of no intent.
        intent text not null,
        -- Of the prices at that time: a setup that changes its currency begins new rows.
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        calls bigint not null check (calls >= 0),
        failures bigint not null check (failures >= 0),
        -- Calls whose tokens the server did not tell and which were estimated.
        estimated_calls bigint not null check (estimated_calls >= 0),
        input_tokens bigint not null check (input_tokens >= 0),
        -- Of input_tokens, what the provider had in its prefix cache.
        cached_tokens bigint not null check (cached_tokens >= 0),
        output_tokens bigint not null check (output_tokens >= 0),
        cost_micros bigint not null check (cost_micros >= 0),
        primary key (profile, day, purpose, tier, model, intent, currency)
      );

      -- For the daily cap of one customer. No foreign key: a sum that comes a second after its customer was erased must not
      -- hold up everybody else's; the row says nothing beyond an id and goes after some days.
      create table llm_customer_usage (
        customer_id uuid not null,
        day date not null,
        calls bigint not null check (calls >= 0),
        tokens bigint not null check (tokens >= 0),
        cost_micros bigint not null check (cost_micros >= 0),
        primary key (customer_id, day)
      );
      create index on llm_customer_usage (day);

      -- That a month has reached a limit is told once, whichever process sees it first.
      create table llm_budget_alerts (
        profile text not null,
        month date not null check (extract(day from month) = 1),
        kind text not null check (kind in ('llm.budget_soft', 'llm.budget_spent')),
        created_at timestamptz not null default clock_timestamp(),
        primary key (profile, month, kind)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
