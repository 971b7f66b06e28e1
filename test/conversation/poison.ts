import type { TestApp } from "../support/app.ts";

/** Rows that no webhook would write: what a defect, a half restored backup or a lost key leaves behind. */
export function poisonFor(app: TestApp, from: string) {
  const address = `whatsapp:${from}`;
  return {
    /** An inbound message as it stands in the database, behind all others. @returns its id */
    async inbound(
      content: unknown,
      { kind = "text", attempts = 0, eventId }: { kind?: string; attempts?: number; eventId?: string } = {},
    ): Promise<string> {
      const [row] = await app.database.query<{ id: string }>(
        `with counter as (
           update conversations set inbox_seq = inbox_seq + 1, last_inbound_at = clock_timestamp()
           where address = $1 returning id, inbox_seq, channel_account_id
         )
         insert into messages (id, conversation_id, channel_account_id, direction, seq, kind, content, state, attempts, provider_event_id)
         select gen_random_uuid(), id, channel_account_id, 'in', inbox_seq, $2, $3::jsonb, 'received', $4,
           coalesce($5, gen_random_uuid()::text) from counter returning id`,
        [address, kind, JSON.stringify(content), attempts, eventId ?? null],
      );
      return row?.id ?? "";
    },
    state: (state: unknown) =>
      app.database.query("update conversations set state = $2::jsonb where address = $1", [
        address,
        JSON.stringify(state),
      ]),
    /** What a sweep does every two seconds. */
    ring: () =>
      app.database.query("select pg_notify('atiende_bell', id || ' urgent') from conversations where address = $1", [
        address,
      ]),
    alertsOf: (subjectId: string) =>
      app.database.query<{ kind: string; severity: string; details: Record<string, unknown> }>(
        "select kind, severity, details from alerts where subject_id = $1 order by id",
        [subjectId],
      ),
    conversationId: async () => {
      const [row] = await app.database.query<{ id: string }>("select id from conversations where address = $1", [
        address,
      ]);
      return row?.id ?? "";
    },
  };
}
