import type { MigrationInterface, QueryRunner } from "typeorm";

/** Which trained model each profile's workers serve, which one was asked for, and what became of those of before. */
export class NluModels1732061690000 implements MigrationInterface {
  name = "NluModels1732061690000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      create table nlu_models (
        id uuid primary key,
        profile text not null,
        model text not null,
        -- Servers of somebody else's that have it loaded; empty: each worker starts one of its own.
        urls text[] not null default '{}',
        state text not null check (state in ('wanted', 'active', 'retired', 'refused')),
        wished_at timestamptz not null default clock_timestamp(),
        -- When it came into the state that it is in; of a wish that nobody has judged yet there is none.
        settled_at timestamptz,
        -- What was known when it was asked for, the golden messages, and why it was refused.
        verdict jsonb not null default '{}',
        -- The worker that puts the golden messages to it, and until when that one alone may judge.
        claimed_by text,
        claimed_until timestamptz,
        check ((state = 'wanted') = (settled_at is null)),
        check ((claimed_by is null) = (claimed_until is null))
      );
      create unique index nlu_models_one_wanted on nlu_models (profile) where state = 'wanted';
      create unique index nlu_models_one_active on nlu_models (profile) where state = 'active';
      -- The way back is the one that was retired last.
      create index nlu_models_retired on nlu_models (profile, settled_at desc) where state = 'retired';
    `);
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
