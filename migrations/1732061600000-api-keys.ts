import type { MigrationInterface, QueryRunner } from "typeorm";

/** Developers' API keys. */
export class ApiKeys1732061600000 implements MigrationInterface {
  name = "ApiKeys1732061600000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      create table api_keys (
        id uuid primary key,
        profile text not null,
        name text not null,
        scopes text[] not null check (cardinality(scopes) > 0),
        -- The caller that made it: an administrator, another key, or the command line.
        created_by text not null,
        created_at timestamptz not null,
        last_used_at timestamptz,
        expires_at timestamptz,
        revoked_at timestamptz
      );
      create index on api_keys (profile, id);

      -- Hashes only. A rotation adds a secret and gives the one before it an end.
      create table api_key_secrets (
        hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
        key_id uuid not null references api_keys,
        hint text not null,
        valid_until timestamptz
      );
      create index on api_key_secrets (key_id);
      create unique index api_key_secrets_current on api_key_secrets (key_id) where valid_until is null;
    `);
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
