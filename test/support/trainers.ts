import { resolve } from "node:path";
import type { Profile } from "../../src/config/index.ts";
import type { Sql } from "../../src/database/index.ts";
import type { InternalApiDeps } from "../../src/internal-api/index.ts";
import { createSealer, newId } from "../../src/shared/index.ts";
import { annotationHandlers } from "../../src/training/index.ts";

/** What an internal API needs from the trainers' room, on the repository's own files unless told. */
export function trainersPart(profile: Profile, rootDirectory = resolve(".")): InternalApiDeps["nlu"] {
  return annotationHandlers({
    profile,
    rootDirectory,
    sealer: createSealer("test"),
    origin: () => "https://atiende.test",
  });
}

/** A message that waits in the inbox. */
export async function addAnnotation(
  sql: Sql,
  {
    id = newId(),
    text,
    language = "es",
    reasons = ["clarified"],
  }: { id?: string; text: string; language?: string; reasons?: string[] },
): Promise<string> {
  await sql.query(
    `insert into nlu_annotations (id, profile, fingerprint, text, language, reasons, message_id, intent, confidence, ranking,
       entities, engine, model, first_seen_at, last_seen_at, seen_count, state)
     values ($1, 'studio', $2, $3, $4, $5, $6, 'saludo', 0.4, '[{"name":"saludo","confidence":0.4}]', '[]', 'embedded', 'm',
       clock_timestamp(), clock_timestamp(), 1, 'open')`,
    [id, text, text, language, reasons, newId()],
  );
  return id;
}
