import type { Database } from "../database/index.ts";
import { backoffMs, describeFault, type Logger } from "../shared/index.ts";
import { ALERT_KINDS, type AlertKind, type Severity } from "./alerts.ts";

/** A look is one probe of a partial index, which is empty unless something is wrong. */
const LOOK_EVERY_MS = 1000;
/** Alerts of one kind that come within this time are one notice: an outage does not send a thousand. */
const GATHER_SECONDS = 60;
/** A notice that was taken and not finished is tried again after this time: its process ended. */
const TAKEN_SECONDS = 60;
const TIMEOUT_MS = 5000;
const GIVE_UP_AFTER_HOURS = 24;
/** So many are told by id; the rest is their number. */
const IDS_AT_MOST = 20;
const ALERTS_AT_MOST = 5000;

export interface AlertNoticesDeps {
  database: Database;
  logger: Logger;
  /** Who is told: takes a POST with JSON. It may be a secret, so it is in no log. */
  url: string;
  /** Where the administrator sees the alerts. */
  link: () => string;
}

interface TakenAlert {
  id: string;
  severity: Severity;
  subject_id: string | null;
  code: string | null;
  created_at: Date;
  notify_attempts: number;
  is_last_try: boolean;
}

/**
 * Tells the administrator of alerts, apart from every turn: the first of a kind at once, the next ones of the same
 * minute together. At least once; a receiver that is away is tried again with backoff for 24 hours.
 */
export function startAlertNotices(deps: AlertNoticesDeps): { stop(): Promise<void> } {
  const { database, logger } = deps;
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    const kinds = await database.query<{ kind: AlertKind }>(DUE_KINDS, [GATHER_SECONDS]);
    for (const { kind } of kinds) await tell(kind);
  }

  async function tell(kind: AlertKind): Promise<void> {
    const alerts = await take(kind);
    const [first] = alerts;
    if (!first || stopping.signal.aborted) return;
    const ids = alerts.map(({ id }) => id);
    const refusal = await post(noticeOf(kind, alerts, deps.link()));
    if (refusal === undefined) {
      await database.query("update alerts set notified_at = clock_timestamp() where id = any($1)", [ids]);
      return;
    }
    // It rests as a notice whose process ended does, and the next process tells it.
    if (stopping.signal.aborted) return;
    const attempts = Math.max(...alerts.map((alert) => alert.notify_attempts));
    const over = alerts.filter((alert) => alert.is_last_try).map(({ id }) => id);
    // First the row, then the line: who has read the line finds the row as it says.
    await database.query(
      /* sql */ `update alerts set not_before = case when id = any($3) then 'infinity'
          else clock_timestamp() + make_interval(secs => $2) end where id = any($1) and notified_at is null`,
      [ids, backoffMs(attempts, { baseMs: 5000, maxMs: 600_000 }) / 1000, over],
    );
    const fields = { alert: kind, count: over.length || alerts.length, code: refusal, attempts };
    if (over.length > 0)
      logger.fatal(fields, "administrator could not be told for 24 hours; the alerts stay in their table");
    else logger.error(fields, "administrator could not be told; it is tried again");
  }

  /** Alone among all workers: the lock makes the second one see what the first one took. */
  function take(kind: AlertKind): Promise<TakenAlert[]> {
    return database.transaction(async (sql) => {
      await sql.query("select pg_advisory_xact_lock(hashtext('atiende.alert-notices'))");
      const due = await sql.query<{ kind: string }>(DUE_KINDS, [GATHER_SECONDS]);
      if (!due.some((row) => row.kind === kind)) return [];
      return sql.query<TakenAlert>(TAKE, [kind, TAKEN_SECONDS, ALERTS_AT_MOST, GIVE_UP_AFTER_HOURS]);
    });
  }

  /** Undefined when it was taken, else why not. */
  async function post(notice: object): Promise<string | undefined> {
    try {
      const answer = await fetch(deps.url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(notice),
        redirect: "error",
        signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), stopping.signal]),
      });
      await answer.body?.cancel();
      return answer.ok ? undefined : `http_${answer.status}`;
    } catch (error) {
      const cause = (error as { cause?: { code?: string } }).cause;
      return String(cause?.code ?? describeFault(error).name);
    }
  }

  let running = Promise.resolve();
  function next(): void {
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => {
      running = look()
        .catch((error) => logger.warn(describeFault(error), "alerts not looked at; the next look will"))
        .then(next);
    }, LOOK_EVERY_MS);
  }
  next();
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

/** Untold, none of the kind being told or resting by another worker, and the last notice of the kind a minute ago. */
const DUE_KINDS = /* sql */ `
  select u.kind from alerts u where u.notified_at is null and u.acknowledged_at is null and u.not_before < 'infinity'
  group by u.kind
  having max(u.not_before) <= clock_timestamp() and not exists (
    select from alerts t where t.kind = u.kind and t.notified_at > clock_timestamp() - make_interval(secs => $1))`;

const TAKE = /* sql */ `
  with due as (
    select id from alerts where kind = $1 and notified_at is null and acknowledged_at is null and not_before < 'infinity'
    order by id limit $3 for update skip locked
  )
  update alerts a set notify_attempts = a.notify_attempts + 1, first_tried_at = coalesce(a.first_tried_at, clock_timestamp()),
    not_before = clock_timestamp() + make_interval(secs => $2)
  from due where a.id = due.id
  returning a.id, a.severity, a.subject_id, a.details->>'code' as code, a.created_at, a.notify_attempts,
    a.first_tried_at < clock_timestamp() - make_interval(hours => $4) as is_last_try`;

/** `text` is what Slack and its like show; the rest is for machines. Nothing in it is a customer's. */
function noticeOf(kind: AlertKind, alerts: TakenAlert[], link: string): object {
  const [one, many] = ALERT_KINDS[kind]?.told ?? [kind, kind];
  const severity = alerts[0]?.severity ?? "critical";
  const codes: Record<string, number> = {};
  for (const { code } of alerts) if (code !== null) codes[code] = (codes[code] ?? 0) + 1;
  const named = Object.entries(codes).map(([code, count]) => (count > 1 ? `${code} ×${count}` : code));
  const why = named.length > 0 ? ` (${named.slice(0, 5).join(", ")})` : "";
  const sign = severity === "critical" ? "🔴" : "🟡";
  const ids = (of: (alert: TakenAlert) => string | null) => [...new Set(alerts.map(of))].filter((id) => id !== null);
  return {
    text: `${sign} Atiende: ${alerts.length} ${alerts.length === 1 ? one : many}${why}.\n${link}`,
    kind,
    severity,
    count: alerts.length,
    codes,
    alertIds: ids(({ id }) => id).slice(0, IDS_AT_MOST),
    subjectIds: ids((alert) => alert.subject_id).slice(0, IDS_AT_MOST),
    since: new Date(Math.min(...alerts.map((alert) => alert.created_at.getTime()))),
    link,
  };
}
