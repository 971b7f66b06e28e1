import type { MigrationInterface, QueryRunner } from "typeorm";

/** What is needed to take in, after a downtime, what customers wrote meanwhile. */
export class Recovery1732061400000 implements MigrationInterface {
  name = "Recovery1732061400000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      -- When the customer wrote, by the provider's clock; only of messages that were found in its list afterwards.
      alter table messages add column sent_at timestamptz;

      -- Everything that customers wrote before it was taken in: what a later look at the provider's list starts from. A
      -- new number starts at its first message, so that nobody answers what was written before us.
      alter table channel_accounts add column received_until timestamptz;
      update channel_accounts a set received_until = coalesce(
        (select max(m.created_at) from messages m
          where m.channel_account_id = a.id and m.direction = 'in' and m.kind <> 'notice'),
        a.created_at);
      alter table channel_accounts alter column received_until set default clock_timestamp();
      alter table channel_accounts alter column received_until set not null;
    `);
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
