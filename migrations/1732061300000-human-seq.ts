import type { MigrationInterface, QueryRunner } from "typeorm";

/** Whose messages are whose after a person has given a conversation back. */
export class HumanSeq1732061300000 implements MigrationInterface {
  name = "HumanSeq1732061300000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      -- Messages up to this one came in before a person gave the conversation back: the bot answers none of them.
      alter table conversations add column human_seq bigint not null default 0;
    `);
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
