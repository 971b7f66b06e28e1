import type { MigrationInterface, QueryRunner } from "typeorm";

/** Messages that were perhaps not understood, what trainers say of them, and how far turns have been looked through. */
export class NluAnnotations1732061700000 implements MigrationInterface {
  name = "NluAnnotations1732061700000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      create table nlu_annotations (
        id uuid primary key,
        profile text not null,
        -- Keyed hash of the folded masked text: the same message is one row and is asked about once.
        fingerprint text not null,
        -- Masked, then sealed.
        text text not null,
        language text not null,
        reasons text[] not null
          check (reasons <@ array['corrected', 'handed_off', 'clarified', 'low_confidence', 'sampled'] and cardinality(reasons) > 0),
        -- The newest message of this text, and what was understood. Values of entities are sealed.
        message_id uuid not null,
        intent text not null,
        confidence real not null,
        ranking jsonb not null,
        entities jsonb not null,
        engine text not null,
        model text not null,
        first_seen_at timestamptz not null,
        last_seen_at timestamptz not null,
        seen_count integer not null default 0,
        -- What a trainer should look at first: the weightiest reasons, then how often.
        usefulness integer not null generated always as (
          100 * (case when 'corrected' = any (reasons) then 16 else 0 end + case when 'handed_off' = any (reasons) then 8 else 0 end
            + case when 'clarified' = any (reasons) then 4 else 0 end + case when 'low_confidence' = any (reasons) then 2 else 0 end)
          + least(seen_count, 99)) stored,
        state text not null check (state in ('open', 'known', 'accepted', 'rejected')),
        -- Whose judgement was accepted.
        accepted_trainer text,
        settled_by text,
        settled_at timestamptz,
        unique (profile, fingerprint),
        check ((state = 'accepted') = (accepted_trainer is not null)),
        check ((state in ('accepted', 'rejected')) = (settled_by is not null)),
        check ((state = 'open') = (settled_at is null))
      );
      create index on nlu_annotations (profile, state, usefulness desc, id desc);
      create index on nlu_annotations (profile, state, last_seen_at desc, id desc);
      create index nlu_annotations_undecided on nlu_annotations (last_seen_at) where state = 'open';
      create index nlu_annotations_decided on nlu_annotations (settled_at) where state <> 'open';

      -- Each message once, however often it is looked at. No key to messages: those may go before.
      create table nlu_sightings (
        message_id uuid primary key,
        annotation_id uuid not null references nlu_annotations on delete cascade
      );
      create index on nlu_sightings (annotation_id);

      create table nlu_judgements (
        annotation_id uuid not null references nlu_annotations on delete cascade,
        trainer text not null,
        intent text not null,
        -- Places in the masked text, and names of the catalogue.
        entities jsonb not null,
        -- Sealed.
        note text,
        judged_at timestamptz not null,
        primary key (annotation_id, trainer)
      );

      -- One row for each profile: up to where, and which worker is at it.
      create table nlu_inbox_cursor (
        profile text primary key,
        read_until timestamptz not null,
        claimed_by text,
        claimed_until timestamptz
      );
      create index on turns (created_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error("Migrations only go forward; restore a backup instead.");
  }
}
