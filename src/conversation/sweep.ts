import { type Database, isDatabaseUnavailable } from "../database/index.ts";
import { describeFault, failPoint, type Logger } from "../shared/index.ts";
import { SESSION_PREFIX } from "./bell.ts";
import { type Inbox, retryNoticeKey } from "./inbox.ts";
import { noticePaidPurchases } from "./paid-notices.ts";
import type { Priority } from "./work-queue.ts";
import type { Worker } from "./worker.ts";

const EVERY_MS = 2000;
const AT_A_TIME = 500;

/**
 * Every two seconds: rings for what nobody is working on, whatever the reason (a lost ring, a crash, a rest that is
 * over), puts deferred requests that are due back into their conversations, and tells of payments that nobody told of.
 */
export function startSweep(deps: { database: Database; inbox: Inbox; worker: Worker; logger: Logger }): {
  stop(): Promise<void>;
} {
  const { database, inbox, worker, logger } = deps;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();

  async function sweep(): Promise<void> {
    // A worker that was killed leaves its session at once and its leases for half a minute. The fence is what makes
    // this safe: should the owner live after all, cut off from the database, its commit is refused.
    await database.query(
      /* sql */ `
      update conversations c set fence = fence + 1, lease_owner = null, lease_until = null
      where c.lease_until > clock_timestamp() and c.lease_owner is not null
        and c.id in (select m.conversation_id from messages m where m.state = 'received')
        and not exists (select 1 from pg_stat_activity s
          where s.datname = current_database() and s.application_name = $1 || c.lease_owner)`,
      [SESSION_PREFIX],
    );
    const waiting = await database.query<{ conversation_id: string; priority: Priority | null }>(
      /* sql */ `
      select m.conversation_id, case
          when bool_or(m.direction = 'in' and m.kind <> 'notice') then 'answer'
          when bool_or(m.direction = 'in' and m.content->>'notice' = 'purchase_paid') then 'payment'
          when bool_or(m.direction = 'in') then 'notice' end as priority
      from messages m join conversations c on c.id = m.conversation_id
      where m.state in ('received', 'pending', 'sending', 'unknown')
        and (greatest(m.not_before, m.deadline) is null or greatest(m.not_before, m.deadline) < clock_timestamp())
        and (m.direction = 'out' or c.lease_until is null or c.lease_until < clock_timestamp())
        -- Only the lowest can go, so what stands behind one that rests is nobody's work yet.
        and (m.direction = 'in' or not exists (select from messages b where b.conversation_id = m.conversation_id
          and b.direction = 'out' and b.state in ('pending', 'sending', 'unknown') and b.seq < m.seq))
        -- What has just come in is the bell's.
        and m.created_at < clock_timestamp() - interval '1 second'
      group by m.conversation_id order by min(m.created_at) limit $1`,
      [AT_A_TIME],
    );
    for (const { conversation_id, priority } of waiting) {
      if (priority) worker.ring(conversation_id, true, priority);
      else worker.deliver(conversation_id);
    }

    const due = await database.query<{ id: string; conversation_id: string; version: string }>(
      /* sql */ `
      select id, conversation_id, extract(epoch from updated_at)::text as version from write_requests
      where state = 'deferred' and not_before < clock_timestamp() order by not_before limit $1`,
      [AT_A_TIME],
    );
    for (const { id, conversation_id, version } of due) {
      try {
        const notice = { kind: "notice", notice: "write_retry", requestId: id } as const;
        const { isDuplicate } = await inbox.acceptNotice(conversation_id, retryNoticeKey(id, version), notice);
        failPoint("notice.accepted");
        if (!isDuplicate) worker.ring(conversation_id, true, "notice");
      } catch (error) {
        if (isDatabaseUnavailable(error)) throw error;
        // One that cannot be put back must not keep the ones behind it from being.
        logger.warn({ requestId: id, ...describeFault(error) }, "deferred request not put back; the next sweep will");
      }
    }
    await noticePaidPurchases({ database, inbox, bell: worker, logger });
  }

  function next(): void {
    if (isStopped) return;
    timer = setTimeout(() => {
      running = sweep()
        .catch((error) => logger.warn({ code: error.code, name: error.name }, "sweep failed"))
        .then(next);
    }, EVERY_MS);
  }

  running = sweep()
    .catch((error) => logger.warn({ code: error.code, name: error.name }, "sweep failed"))
    .then(next);
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
