import type { Sql } from "../database/index.ts";
import { newId } from "../shared/index.ts";

/** What somebody did or saw that others may ask about later. */
export interface AuditEntry {
  kind:
    | "conversation.taken_over"
    | "conversation.handed_back"
    | "conversation.read"
    | "dead_letter.retried"
    | `annotation.${"accepted" | "rejected" | "open"}`;
  /** The conversation, message or annotation. */
  subjectId: string;
  /** The name in the administrator's token; unknown when it has none. */
  by: string | undefined;
}

/** Inside the transaction of what it tells of, where there is one. */
export async function recordAudit(sql: Sql, { kind, subjectId, by }: AuditEntry): Promise<void> {
  await sql.query("insert into audit_log (id, kind, severity, subject_id, details) values ($1, $2, 'info', $3, $4)", [
    newId(),
    kind,
    subjectId,
    JSON.stringify(by === undefined ? {} : { by }),
  ]);
}
