import type { Profile } from "../config/index.ts";
import type { Database } from "../database/index.ts";
import { newId } from "../shared/index.ts";
import type { Bell } from "./bell.ts";
import { findDue, REMINDER_KINDS } from "./due-reminders.ts";
import type { Inbox } from "./inbox.ts";
import { dueUntil } from "./reminder-times.ts";

const AT_A_TIME = 500;
/** Nobody is reminded of something else in the middle of a conversation. */
const PAUSE_MINUTES = 10;

export interface RemindersDeps {
  database: Database;
  inbox: Pick<Inbox, "acceptNotice">;
  bell: Bell;
  profile: Profile;
}

/**
 * Finds what customers are to be reminded of and puts a notice of it into their conversations, once for each kind,
 * subject and time. Nothing is scheduled ahead: what is due is read from the rows, so that a cancelled or moved
 * appointment, a restart or a missed run needs no care. May be called at any time and from anywhere.
 */
export async function queueReminders(deps: RemindersDeps, now: Date): Promise<void> {
  const { database, profile } = deps;
  const until = dueUntil(now, profile.reminders.quietHours, profile.timeZone);
  if (!until) return;
  for (const kind of REMINDER_KINDS) {
    const due = await findDue(database, kind, { profileId: profile.id, timeZone: profile.timeZone, now, until });
    if (due.length === 0) continue;
    await database.query(
      /* sql */ `insert into reminders (id, profile, kind, subject_id, subject_at, customer_id, created_at)
        select due.id, $1, $2, due.subject_id, due.subject_at, due.customer_id, $3
        from unnest($4::uuid[], $5::uuid[], $6::timestamptz[], $7::uuid[]) as due (id, subject_id, subject_at, customer_id)
        on conflict (kind, subject_id, subject_at) do nothing`,
      [
        ...[profile.id, kind, now],
        ...[due.map(() => newId()), due.map((one) => one.subject_id)],
        ...[due.map((one) => one.subject_at), due.map((one) => one.customer_id)],
      ],
    );
  }
  await chooseConversations(database, profile.id, now);
  await handOver(deps);
}

/**
 * The conversation in which the customer wrote last. It is chosen before the notice is accepted, and then stays: the
 * inbox takes a key once in each number's conversations, not once in all.
 */
async function chooseConversations(database: Database, profileId: string, now: Date): Promise<void> {
  await database.query(
    /* sql */ `
    with queued as (
      select r.id, latest.id as conversation_id, case when latest.id is null then 'no_conversation'
        when latest.is_opted_out then 'opted_out' end as reason
      from reminders r left join lateral (
        select c.id, c.is_opted_out, c.last_inbound_at from conversations c where c.customer_id = r.customer_id
        order by c.last_inbound_at desc nulls last, c.id limit 1
      ) latest on true
      where r.state = 'queued' and r.profile = $1 and r.conversation_id is null
        -- An offer does not wait.
        and (r.kind = 'waitlist_offer' or latest.last_inbound_at is null or latest.is_opted_out
          or latest.last_inbound_at < clock_timestamp() - interval '${PAUSE_MINUTES} minutes')
      order by r.id limit ${AT_A_TIME}
    )
    update reminders r set conversation_id = queued.conversation_id, reason = queued.reason,
      state = case when queued.reason is null then 'queued' else 'skipped' end,
      settled_at = case when queued.reason is not null then $2::timestamptz end
    from queued where r.id = queued.id and r.state = 'queued' and r.conversation_id is null`,
    [profileId, now],
  );
}

async function handOver({ database, inbox, bell, profile }: RemindersDeps): Promise<void> {
  const chosen = await database.query<{ id: string; conversation_id: string }>(
    /* sql */ `select id, conversation_id from reminders
      where state = 'queued' and profile = $1 and conversation_id is not null order by id limit ${AT_A_TIME}`,
    [profile.id],
  );
  for (const { id, conversation_id } of chosen) {
    const notice = { kind: "notice", notice: "reminder", reminderId: id } as const;
    const { isDuplicate } = await inbox.acceptNotice(conversation_id, `reminder:${id}`, notice);
    // Ends here or not: the key takes it once, and the next run comes by again.
    await database.query("update reminders set state = 'handed' where id = $1 and state = 'queued'", [id]);
    if (!isDuplicate) bell.ring(conversation_id, true, "notice");
  }
}
