import type { Database } from "../../database/index.ts";
import type { CatalogueNames, Policy } from "../../nlu/index.ts";
import { describeFault, foldText, type Logger, type Sealer } from "../../shared/index.ts";
import type { ExampleFiles } from "./example-files.ts";
import { type Candidate, candidatesOf, tellsOfBefore } from "./inbox-candidates.ts";
import { storeCandidates } from "./inbox-store.ts";
import { nextTurns, readTurns, type TurnPosition, turnsBefore } from "./inbox-turns.ts";

export interface InboxDeps {
  database: Database;
  sealer: Sealer;
  logger: Logger;
  profileId: string;
  policy: Policy;
  catalogue: CatalogueNames;
  files: Pick<ExampleFiles, "textKeys">;
  /** Names this worker; another one takes over some seconds after it is gone. */
  owner: string;
}

const EVERY_MS = 2500;
const CLAIM_SECONDS = 15;
const AT_ONCE = 200;
/** A turn gets its time before its transaction ends, whose statements have two seconds each. */
const OVERLAP_SECONDS = 15;
/** Where a new installation begins. */
const LOOK_BACK = "1 day";
const NO_ID = "00000000-0000-0000-0000-000000000000";

/**
 * Brings messages that were perhaps not understood to the trainers' inbox, some seconds after their turns and off their
 * path. One worker does it for all; should two do it for a moment, every message still counts once.
 */
export function startInbox(deps: InboxDeps): { stop(): Promise<void> } {
  const { database, logger, profileId, owner } = deps;
  const judged = { policy: deps.policy, names: new Set(Object.values(deps.catalogue).flat().map(foldText)) };
  /** Looked through in the pass before, as far as the overlap brings it again. */
  let seen: readonly TurnPosition[] = [];
  /** The broken places of the training files, as they were last logged. */
  let unread = "";
  let isClaimed = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function sweep(): Promise<void> {
    const from = await claim();
    isClaimed = from !== undefined;
    if (!from) {
      seen = [];
      return;
    }
    // Otherwise the files are looked at when there is something to store.
    if (unread !== "") await readTextKeys();
    let position: Pick<TurnPosition, "at" | "id"> = { at: from, id: NO_ID };
    const known = new Set(seen.map(({ id }) => id));
    let passed: TurnPosition[] = [];
    while (!isStopped) {
      const page = await nextTurns(database, profileId, position, AT_ONCE);
      const last = page.at(-1);
      if (!last) break;
      const fresh = page.filter(({ id }) => !known.has(id)).map(({ id }) => id);
      await look(fresh);
      if (fresh.length > 0) await moveTo(last.at);
      passed = [...passed, ...page].filter(({ atMs }) => atMs >= last.atMs - OVERLAP_SECONDS * 1000);
      position = last;
      if (page.length < AT_ONCE) break;
    }
    seen = passed;
  }

  /** From where to look, with the overlap; undefined while another worker does. */
  async function claim(): Promise<string | undefined> {
    const [row] = await database.query<{ from: string }>(
      /* sql */ `insert into nlu_inbox_cursor as c (profile, read_until, claimed_by, claimed_until)
        values ($1, clock_timestamp() - interval '${LOOK_BACK}', $2, clock_timestamp() + interval '${CLAIM_SECONDS} seconds')
        on conflict (profile) do update set claimed_by = $2, claimed_until = excluded.claimed_until
        where c.claimed_by = $2 or c.claimed_until is null or c.claimed_until < clock_timestamp()
        returning (c.read_until - interval '${OVERLAP_SECONDS} seconds')::text as from`,
      [profileId, owner],
    );
    return row?.from;
  }

  function moveTo(at: string): Promise<unknown> {
    return database.query(
      /* sql */ `update nlu_inbox_cursor set read_until = greatest(read_until, $3::timestamptz),
          claimed_until = clock_timestamp() + interval '${CLAIM_SECONDS} seconds'
        where profile = $1 and claimed_by = $2`,
      [profileId, owner, at],
    );
  }

  async function look(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const { sealer } = deps;
    const turns = await readTurns(database, sealer, ids);
    const telling = turns.filter(tellsOfBefore).map(({ id }) => id);
    const beforeOf = telling.length === 0 ? new Map<string, string>() : await turnsBefore(database, telling);
    const earlier = beforeOf.size === 0 ? [] : await readTurns(database, sealer, [...beforeOf.values()]);
    const byId = new Map(earlier.map((turn) => [turn.id, turn]));
    const candidates: Candidate[] = turns.flatMap((turn) =>
      candidatesOf(turn, byId.get(beforeOf.get(turn.id) ?? ""), judged),
    );
    if (candidates.length === 0) return;
    await storeCandidates(deps, candidates, await readTextKeys());
  }

  /** What half-edited files had before counts meanwhile; one line in the log for each state of them. */
  async function readTextKeys(): Promise<ReadonlySet<string>> {
    const read = await deps.files.textKeys();
    const places = read.unread.join(", ");
    if (places !== unread && places !== "") {
      logger.warn(
        { places },
        "training files cannot be read, and the inbox goes by what they had before: npm run nlu:check",
      );
    } else if (places !== unread) logger.info({}, "the training files can be read again");
    unread = places;
    return read.keys;
  }

  function next(): void {
    if (isStopped) return;
    timer = setTimeout(begin, EVERY_MS);
  }
  let running = Promise.resolve();
  function begin(): void {
    running = sweep()
      .catch((error: unknown) => {
        seen = [];
        isClaimed = false;
        logger.warn(describeFault(error), "the trainers' inbox was not brought up to date; the next sweep will");
      })
      .then(next);
  }
  begin();

  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
      if (!isClaimed) return;
      // Whoever starts next need not wait for the claim to end.
      await database
        .query("update nlu_inbox_cursor set claimed_until = null where profile = $1 and claimed_by = $2", [
          profileId,
          owner,
        ])
        .catch(() => undefined);
    },
  };
}
