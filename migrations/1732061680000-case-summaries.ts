import type { MigrationInterface, QueryRunner } from "typeorm";

/** What a case is about, told to the person who takes it over. */
export class CaseSummaries1732061680000 implements MigrationInterface {
  name = "CaseSummaries1732061680000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      alter table tickets
        -- Sealed, as the words that it is made of.
        add case_summary text,
        add case_summary_source text check (case_summary_source in ('llm', 'template')),
        add case_summary_at timestamptz,
        add case_summary_attempts smallint not null default 0,
        add check ((case_summary is null) = (case_summary_source is null)),
        add check ((case_summary is null) = (case_summary_at is null));
      -- Tickets of before are known to whoever works on them.
      update tickets set case_summary_attempts = 3;
      create index tickets_to_summarise on tickets (created_at)
        where status = 'open' and case_summary_attempts < 3 and case_summary_source is distinct from 'llm';
    `);
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
