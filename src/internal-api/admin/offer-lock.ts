import type { Sql } from "../../database/index.ts";

/** Whoever changes the offer does so alone: what was read before a change is true until the commit, the seed's too. */
export async function lockOffer(sql: Sql): Promise<void> {
  await sql.query("select pg_advisory_xact_lock(hashtext('atiende.seed'))");
}
