import type { MigrationInterface, QueryRunner } from "typeorm";

/** What one process sees of its dependencies, for the others to tell; and who acknowledged an alert. */
export class Watchers1732061500000 implements MigrationInterface {
  name = "Watchers1732061500000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      alter table processes add column dependencies jsonb not null default '{}';
      -- The name in the administrator's token, when it has one.
      alter table alerts add column acknowledged_by text;
    `);
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
