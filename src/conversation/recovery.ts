import type { Channel, ListedMessage } from "../channels/index.ts";
import { type Database, isDatabaseUnavailable } from "../database/index.ts";
import { describeFault, type Logger } from "../shared/index.ts";
import type { Bell } from "./bell.ts";
import type { Inbox } from "./inbox.ts";
import { LATE_MINUTES } from "./late.ts";

/** A provider's list may lag and clocks may differ; what is seen twice is taken in once. */
const MARGIN_MINUTES = 10;
/** The provider lets us answer for so long; what is older can only be answered by a person. */
const REACH_HOURS = 24;
const LOCK = "atiende.recover";

export interface RecoveryDeps {
  database: Database;
  channels: ReadonlyMap<string, Channel>;
  inbox: Pick<Inbox, "accept">;
  bell: Bell;
  logger: Logger;
}

export interface RecoveryOptions {
  /** What is younger may still be on its way to us as a webhook, which tells more than the list. */
  settleMs: number;
  /** By hand: how far back, in place of what is known; at most 24 hours. */
  sinceMs?: number;
  /** Looks and counts, and takes nothing in. */
  isDryRun?: boolean;
  /** Ends the run between two senders; what was taken in stays. */
  signal?: AbortSignal;
}

export interface RecoveryReport {
  /** Messages in the list of that time. */
  found: number;
  /** Of these, those that had come in already, by webhook or by an earlier run. */
  known: number;
  /** Taken in now; in a dry run, those that would be. */
  takenIn: number;
  /** Of these, too old to be acted on: their customers get an apology. */
  late: number;
  /** Not taken in by a defect of ours, which is in the log. */
  failed: number;
}

interface Account {
  id: string;
  channel: string;
  address: string;
  since: Date;
  /** Up to here everything is to be taken in. */
  until: Date;
  now: Date;
}

/**
 * Lists at the provider what customers wrote since everything was known to be taken in, and puts what is missing into the
 * inbox under the provider's own ids: what we have is a duplicate there, and so is a webhook that comes after all. One
 * run at a time in all processes; undefined when another one is at it.
 * @throws when the provider or the database does not answer. What was taken in until then stays, and the next run begins
 * at the same place.
 */
export function recoverInbound(deps: RecoveryDeps, options: RecoveryOptions): Promise<RecoveryReport | undefined> {
  return deps.database.withLock(LOCK, async () => {
    const report: RecoveryReport = { found: 0, known: 0, takenIn: 0, late: 0, failed: 0 };
    // What is wrong with one number or one sender keeps nobody else waiting.
    const troubles: unknown[] = [];
    const note = (error: unknown) => {
      if (isDatabaseUnavailable(error)) throw error;
      troubles.push(error);
    };
    for (const account of await readAccounts(deps.database, options)) {
      const channel = deps.channels.get(account.channel);
      if (!channel?.listInbound) continue;
      const all = await channel.listInbound({ to: account.address, since: account.since }).catch((error: unknown) => {
        troubles.push(error);
      });
      if (!all) continue;
      const listed = all.filter(({ sentAt }) => sentAt >= account.since && sentAt <= account.until);
      const known = await readKnown(deps.database, account, listed);
      const missing = listed.filter(({ eventId }) => !known.has(eventId));
      report.found += listed.length;
      report.known += listed.length - missing.length;
      // Each customer's together: spread over a long run, their messages would be answered one by one, and apologised
      // for as often. The order within a conversation is all that matters.
      const troublesBefore = troubles.length;
      for (const messages of bySender(missing)) {
        if (options.signal?.aborted) return report;
        // One attachment that cannot be asked for keeps its sender waiting and nobody else.
        await takeIn(deps, account, messages, options, report).catch(note);
      }
      const isWhole = troubles.length === troublesBefore;
      if (isWhole && !options.isDryRun) await noteReceived(deps.database, account, options);
    }
    if (troubles.length > 0) throw troubles[0];
    return report;
  });
}

/** A number that nobody wrote to yet has no past that would be ours to answer, nor has one before its first message. */
function readAccounts(database: Database, options: RecoveryOptions): Promise<Account[]> {
  return database.query<Account>(
    /* sql */ `
    select a.id, a.channel, a.address, clock_timestamp() as now,
      clock_timestamp() - make_interval(secs => $3) as until,
      -- The provider's times have whole seconds.
      date_trunc('second', greatest(
        a.created_at,
        clock_timestamp() - make_interval(hours => $2),
        case when $4::float8 is null then a.received_until - make_interval(mins => $1)
          else clock_timestamp() - make_interval(secs => $4) end)) as since
    from channel_accounts a
    where exists (select from messages m where m.channel_account_id = a.id and m.direction = 'in' and m.kind <> 'notice')
    order by a.created_at`,
    [
      MARGIN_MINUTES,
      REACH_HOURS,
      options.settleMs / 1000,
      options.sinceMs === undefined ? null : options.sinceMs / 1000,
    ],
  );
}

async function readKnown(database: Database, account: Account, listed: ListedMessage[]): Promise<Set<string>> {
  const rows = await database.query<{ provider_event_id: string }>(
    "select provider_event_id from messages where channel_account_id = $1 and provider_event_id = any($2)",
    [account.id, listed.map(({ eventId }) => eventId)],
  );
  return new Set(rows.map((row) => row.provider_event_id));
}

function bySender(messages: ListedMessage[]): ListedMessage[][] {
  const groups = new Map<string, ListedMessage[]>();
  for (const message of messages) groups.set(message.from, [...(groups.get(message.from) ?? []), message]);
  return [...groups.values()];
}

async function takeIn(
  deps: RecoveryDeps,
  account: Account,
  messages: ListedMessage[],
  options: RecoveryOptions,
  report: RecoveryReport,
): Promise<void> {
  const isLate = ({ sentAt }: ListedMessage) => account.now.getTime() - sentAt.getTime() >= LATE_MINUTES * 60_000;
  if (options.isDryRun) {
    report.takenIn += messages.length;
    report.late += messages.filter(isLate).length;
    return;
  }
  const contents = await Promise.all(messages.map((message) => message.readContent()));
  let waiting: string | undefined;
  for (const [index, { readContent: _, ...message }] of messages.entries()) {
    const content = contents[index];
    if (!content) continue;
    try {
      const accepted = await deps.inbox.accept(account.channel, { ...message, content });
      if (accepted.isDuplicate) report.known += 1;
      else {
        report.takenIn += 1;
        if (isLate(messages[index] as ListedMessage)) report.late += 1;
        waiting = accepted.conversationId;
      }
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error;
      // It would fail at every run, and hold back all the others for ever.
      report.failed += 1;
      deps.logger.error({ accountId: account.id, ...describeFault(error) }, "a listed message was not taken in");
    }
  }
  if (waiting !== undefined) deps.bell.ring(waiting, true);
}

/** A run by hand may have begun later than what is known: then there is a gap before it, and nothing is noted. */
async function noteReceived(database: Database, account: Account, { sinceMs }: RecoveryOptions): Promise<void> {
  await database.query(
    /* sql */ `update channel_accounts set received_until = $2
      where id = $1 and received_until < $2 and ($3::timestamptz is null or received_until >= $3)`,
    [account.id, account.until, sinceMs === undefined ? null : account.since],
  );
}
