import type { MigrationInterface, QueryRunner } from "typeorm";

export class Booking1732060900000 implements MigrationInterface {
  name = "Booking1732060900000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("select 1");
  }

  async down(): Promise<void> {}
}
