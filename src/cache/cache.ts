import type { Redis } from "ioredis";
import type { Logger } from "../shared/index.ts";
import { createMemoryStore } from "./memory-store.ts";
import { createRedisStore } from "./redis-store.ts";

/** After so long a silence a conversation is read from the database again. */
export const TTL_MS = 30 * 60_000;
/** Items of a conversation's history. */
export const HISTORY_ITEMS = 10;
/** Two keys a conversation and about 3 kB: some 6 MB. */
const MAX_KEYS = 4000;

/** What is remembered of one conversation: texts that the caller has sealed. */
export interface Remembered {
  session: string | undefined;
  /** Oldest first, at most ten. */
  history: string[];
}

/**
 * Recent conversations, for 30 minutes: `session:{id}` and `chat_history:{id}` in Redis, or in this process when there
 * is none. It is never the truth: no call rejects, each ends within a quarter of a second, and whoever reads checks what it got.
 */
export interface Cache {
  read(conversationId: string): Promise<Remembered>;
  /** Replaces the session and appends to the history; `isNewHistory` forgets what stood there. */
  write(conversationId: string, session: string, items: readonly string[], isNewHistory: boolean): Promise<void>;
  /** `memory`: no Redis was configured. `down`: one was, and memory serves until it is back. */
  state(): "up" | "down" | "memory";
  /** For limits that all processes share; undefined without Redis. */
  redis: Redis | undefined;
  close(): Promise<void>;
}

export interface CacheDeps {
  url: string | undefined;
  logger: Logger;
  maxKeys?: number;
  nowMs?: () => number;
  /** How long Redis may take over a command; for tests on a machine that is busy with others. */
  commandMs?: number;
}

export function createCache({
  url,
  logger,
  maxKeys = MAX_KEYS,
  nowMs = () => performance.now(),
  commandMs,
}: CacheDeps): Cache {
  const memory = createMemoryStore({ maxKeys, nowMs });
  // What was kept while Redis was away is behind what other processes wrote meanwhile.
  const store = url ? createRedisStore(url, logger, () => memory.clear(), commandMs) : undefined;
  const keysOf = (id: string) => ({ valueKey: `session:${id}`, listKey: `chat_history:${id}` });

  async function withFallback<T>(work: (from: typeof memory | NonNullable<typeof store>) => Promise<T>): Promise<T> {
    if (store?.isUp()) {
      try {
        return await work(store);
      } catch (error) {
        logger.debug({ code: (error as NodeJS.ErrnoException).code ?? "timeout" }, "Redis did not answer; memory does");
      }
    }
    return work(memory);
  }

  return {
    read: (id) =>
      withFallback(async (from) => {
        const { value, list } = await from.read(keysOf(id).valueKey, keysOf(id).listKey);
        return { session: value, history: list };
      }),
    write: (id, session, items, isNewHistory) =>
      withFallback((to) =>
        to.write({
          ...keysOf(id),
          value: session,
          items,
          isNewList: isNewHistory,
          keepItems: HISTORY_ITEMS,
          ttlMs: TTL_MS,
        }),
      ),
    state: () => (store ? (store.isUp() ? "up" : "down") : "memory"),
    redis: store?.redis,
    close: async () => store?.close(),
  };
}
