import { AsyncLocalStorage } from "node:async_hooks";
import type { ApiClient } from "../../../src/api-client/index.ts";
import type { Channel } from "../../../src/channels/index.ts";
import type { Database, Sql } from "../../../src/database/index.ts";
import type { Nlu } from "../../../src/nlu/index.ts";

/** Where a worker's life may end or stop, named as the fail points of the processes are. */
export const POINTS = [
  "lease.taken",
  "turn.reading",
  "write.started",
  "write.called",
  "turn.decided",
  "turn.committing",
  "turn.committed",
  "send.claimed",
  "send.accepted",
] as const;
export type Point = (typeof POINTS)[number];

export interface Plan {
  point: Point;
  /** A freeze inside a transaction is the server's to end, so `turn.committing` can only kill. */
  action: "kill" | "freeze";
}

/** What a dead worker's code meets at its next step: nothing that it does has an effect any more. */
export class Killed extends Error {
  override readonly name = "Killed";
}

export interface Life {
  at(point: Point): Promise<void>;
  /** Resolves when it has stopped at its point. */
  frozen: Promise<void>;
  wake(): void;
  assertAlive(): void;
}

/** One run of one worker, with at most one place where it is killed or frozen, the first time that it gets there. */
export function createLife(plan?: Plan): Life {
  let planned = plan;
  let isDead = false;
  let markFrozen = () => {};
  let wake = () => {};
  const frozen = new Promise<void>((done) => {
    markFrozen = done;
  });
  const woken = new Promise<void>((done) => {
    wake = done;
  });
  const life: Life = {
    frozen,
    wake: () => wake(),
    assertAlive() {
      if (isDead) throw new Killed();
    },
    async at(point) {
      life.assertAlive();
      if (planned?.point !== point) return;
      const { action } = planned;
      planned = undefined;
      if (action === "kill") {
        isDead = true;
        throw new Killed();
      }
      markFrozen();
      await woken;
    },
  };
  return life;
}

const living = new AsyncLocalStorage<Life>();

/** Whatever `work` calls, however deep, is done by this life: so the engine is built once, and has many workers. */
export function live<T>(life: Life, work: () => Promise<T>): Promise<T> {
  return living.run(life, work);
}

/** Whoever runs this has reached a point. */
export async function reach(point: Point): Promise<void> {
  await living.getStore()?.at(point);
}

const assertAlive = () => living.getStore()?.assertAlive();

/** Sees what was executed, on behalf of a living worker. */
export type Witness = (text: string, values: readonly unknown[], rows: readonly unknown[]) => void;

/** The outbound row that this statement claimed in one go, if it is the one that does so and found one. */
export function plainClaim(text: string, rows: readonly unknown[]): string | undefined {
  if (!text.includes("lowest.id as lowest_id")) return undefined;
  return (rows as { message_id: string | null }[])[0]?.message_id ?? undefined;
}

/** The database as one worker uses it: closed to the dead, and with its points inside. */
export function databaseOf(database: Database, witness: Witness): Database {
  const watched = (sql: Sql): Sql => ({
    ...sql,
    async query<Row>(text: string, values: readonly unknown[] = []) {
      assertAlive();
      const rows = await sql.query<Row>(text, values);
      witness(text, values, rows);
      if (text.trimStart().startsWith("insert into turns ")) await reach("turn.committing");
      if (plainClaim(text, rows)) await reach("send.claimed");
      return rows;
    },
  });
  return {
    ...database,
    ...watched(database),
    async transaction(work) {
      assertAlive();
      const result = await database.transaction((sql) => work(watched(sql)));
      if ((result as { kind?: string } | undefined)?.kind === "send") await reach("send.claimed");
      return result;
    },
  };
}

export function channelOf(channel: Channel): Channel {
  return {
    ...channel,
    async send(message) {
      assertAlive();
      const result = await channel.send(message);
      if (result.kind === "accepted") await reach("send.accepted");
      return result;
    },
  };
}

export function nluOf(nlu: Nlu): Nlu {
  return {
    ...nlu,
    async parse(...request) {
      await reach("turn.reading");
      return nlu.parse(...request);
    },
  };
}

export function apiOf(api: ApiClient): ApiClient {
  const call = api.call as (id: string, options?: { idempotencyKey?: string }) => Promise<never>;
  return {
    ...api,
    call: (async (id: string, options?: { idempotencyKey?: string }) => {
      if (!options?.idempotencyKey) return call(id, options);
      await reach("write.started");
      const answer = await call(id, options);
      await reach("write.called");
      return answer;
    }) as ApiClient["call"],
  };
}
