import type { MigrationInterface, QueryRunner } from "typeorm";

/** What no statement reads and every turn paid for. */
export class UnreadIndexes1732061510000 implements MigrationInterface {
  name = "UnreadIndexes1732061510000";

  async up(runner: QueryRunner): Promise<void> {
    // A message knows its turn; nobody looks for a turn by its messages.
    await runner.query("drop index turns_messages");
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
