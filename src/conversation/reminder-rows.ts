import type { Sql } from "../database/index.ts";
import type { Logger } from "../shared/index.ts";
import { recordAlert } from "../telemetry/index.ts";
import { BOOKING_HOURS, type ReminderKind } from "./due-reminders.ts";
import type { Turn } from "./turn.ts";

/** A reminder with what is true of its subject now. */
export interface Reminder {
  id: string;
  kind: ReminderKind;
  subject_id: string;
  subject_at: Date;
  /** Appointments, and the seat that is kept for somebody who waits. */
  code: string | null;
  status: string | null;
  starts_at: Date | null;
  service: string | null;
  professional: string | null;
  has_next: boolean;
  package: string | null;
  valid_until: string | null;
  credits: { name: string; left: number; total: number }[] | null;
  offer: string | null;
  /** Free words may be sent: by the provider's 24 hours, less what a send may take. */
  is_window_open: boolean;
}

/** Undefined when it is not of this conversation's customer. */
export async function readReminder(
  sql: Sql,
  { id, conversationId, now }: { id: string; conversationId: string; now: Date },
): Promise<Reminder | undefined> {
  const [reminder] = await sql.query<Reminder>(
    /* sql */ `
    select r.id, r.kind, r.subject_id, r.subject_at, b.code, b.status, b.starts_at, s.name as service, o.name as professional,
      p.name as package, p.valid_until::text as valid_until, w.status as offer,
      exists (select from bookings n where n.customer_id = r.customer_id and n.profile = r.profile and n.starts_at > $3
        and n.status in ('held', 'confirmed')) as has_next,
      (select json_agg(c order by c.name) from (
        select cs.name, sum(e.delta)::int as left,
          coalesce(sum(e.delta) filter (where e.kind in ('granted', 'transferred_in')), 0)::int as total
        from credit_entries e join services cs on cs.id = e.service_id
        where e.purchase_id = p.id group by cs.id having sum(e.delta) > 0) c) as credits,
      coalesce(c.last_inbound_at > clock_timestamp() - interval '23 hours 50 minutes', false) as is_window_open
    from reminders r join conversations c on c.customer_id = r.customer_id
    left join waitlist w on r.kind = 'waitlist_offer' and w.id = r.subject_id
    left join purchases p on r.kind in ('package_7d', 'package_1d') and p.id = r.subject_id
    left join bookings b on b.id = case when r.kind in ('booking_24h', 'booking_2h', 'no_show') then r.subject_id else w.booking_id end
    left join services s on s.id = b.service_id
    left join resources o on o.id = b.resource_id
    where r.id = $1 and c.id = $2`,
    [id, conversationId, now],
  );
  return reminder;
}

/** Why it is of no use any more; undefined when it is to be told. */
export function uselessBecause(reminder: Reminder, now: Date): string | undefined {
  const { kind, subject_at: at, status } = reminder;
  switch (kind) {
    case "booking_24h":
    case "booking_2h": {
      if (status !== "confirmed") return "not_confirmed";
      if (reminder.starts_at?.getTime() !== at.getTime()) return "moved";
      return at.getTime() - now.getTime() < BOOKING_HOURS[kind].atLeast * 3_600_000 ? "too_late" : undefined;
    }
    case "no_show":
      if (status !== "no_show") return "not_no_show";
      return reminder.has_next ? "booked_again" : undefined;
    case "package_7d":
    case "package_1d":
      if (!reminder.credits) return "used_up";
      return at <= now ? "too_late" : undefined;
    case "waitlist_offer":
      if (reminder.offer !== "offered") return "not_offered";
      return at <= now ? "too_late" : undefined;
  }
}

/** In the turn's transaction: what became of the reminder that it is about, and what the customer answered to one. */
export async function recordReminder(sql: Sql, logger: Logger, turn: Turn, now: Date): Promise<void> {
  if (turn.reminderAnswer) {
    const { id, answer } = turn.reminderAnswer;
    await sql.query("update reminders set answer = $3, answered_at = $4 where id = $1 and customer_id = $2", [
      id,
      turn.lease.conversation.customerId,
      answer,
      now,
    ]);
  }
  const content = turn.messages[0]?.content;
  if (content?.kind !== "notice" || content.notice !== "reminder") return;
  const isTold = (turn.parts?.length ?? 0) > 0;
  const why = turn.decision?.kind === "silent" ? turn.decision.why : (turn.outcome ?? "none");
  const [settled] = await sql.query<{ kind: string }>(
    /* sql */ `update reminders set state = $2, reason = $3, settled_at = $4
      where id = $1 and state in ('queued', 'handed') returning kind`,
    [content.reminderId, isTold ? "told" : "skipped", isTold ? null : why, now],
  );
  if (!settled || why !== NO_TEMPLATE) return;
  // Once for each kind until somebody has seen it: every customer would be another alert of the same gap.
  await sql.query("select pg_advisory_xact_lock(hashtext($1))", [`reminder.no_template.${settled.kind}`]);
  const known = await sql.query(
    "select 1 from alerts where kind = 'reminder.no_template' and details->>'template' = $1 and acknowledged_at is null limit 1",
    [settled.kind],
  );
  if (known.length > 0) return;
  await recordAlert(sql, logger, {
    kind: "reminder.no_template",
    subjectId: content.reminderId,
    conversationId: turn.lease.conversation.id,
    details: { template: settled.kind },
  });
}

/** The 24 hours are over and the business has no approved template for it. */
export const NO_TEMPLATE = "no_template";
