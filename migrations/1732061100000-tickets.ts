import type { MigrationInterface, QueryRunner } from "typeorm";

/** What a person has to look at, and what customers think of how they were served. */
export class Tickets1732061100000 implements MigrationInterface {
  name = "Tickets1732061100000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      -- A number is taken before the answer that tells it is written; one that is not used leaves a gap.
      create sequence ticket_numbers start with 1001;

      create table tickets (
        id uuid primary key,
        number bigint not null unique,
        profile text not null,
        customer_id uuid not null references customers,
        conversation_id uuid not null references conversations,
        reason text not null check (reason in ('agent_requested', 'complaint', 'bot_unsure')),
        -- Sealed: the customer's own words.
        summary text,
        status text not null default 'open' check (status in ('open', 'closed')),
        message_id uuid,
        created_at timestamptz not null default clock_timestamp(),
        closed_at timestamptz,
        check ((status = 'closed') = (closed_at is not null))
      );
      alter sequence ticket_numbers owned by tickets.number;
      create index on tickets (customer_id);
      -- Asking for a person twice is one request; this is also how a conversation's open tickets are found.
      create unique index tickets_one_open on tickets (conversation_id, reason) where status = 'open';

      create table satisfaction_answers (
        id uuid primary key,
        conversation_id uuid not null references conversations,
        customer_id uuid not null references customers,
        -- The name of the action that was finished.
        task text not null,
        asked_at timestamptz not null,
        score smallint check (score between 1 and 5),
        answered_at timestamptz,
        check ((score is null) = (answered_at is null))
      );
      create index on satisfaction_answers (customer_id, asked_at);
      create index on satisfaction_answers (conversation_id, asked_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
