import { Redis } from "ioredis";
import type { Logger } from "../shared/index.ts";
import type { Store } from "./store.ts";

/** Redis answers in a millisecond; this is long enough for a pause of our own process and short enough for a request. */
const COMMAND_MS = 250;
const LONGEST_RETRY_MS = 2000;

export interface RedisStore extends Store {
  redis: Redis;
  isUp(): boolean;
  close(): Promise<void>;
}

/**
 * A Redis that may be absent, frozen or gone at any time: commands fail at once or after 250 ms, never later; it connects
 * again by itself; nothing it does ends the process. @param onUp called each time that it is back
 */
export function createRedisStore(url: string, logger: Logger, onUp: () => void, commandMs = COMMAND_MS): RedisStore {
  const redis = new Redis(url, {
    connectionName: "atiende",
    lazyConnect: true,
    connectTimeout: 2000,
    commandTimeout: commandMs,
    // Never queue: whoever asks has something else to fall back on, and an old answer is worth nothing.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    keepAlive: 5000,
    retryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 5), LONGEST_RETRY_MS),
  });
  let isUp = false;
  const change = (next: boolean, code?: string) => {
    if (isUp === next) return;
    isUp = next;
    logger.warn({ redis: next ? "up" : "down", ...(code ? { code } : {}) }, "Redis");
    if (next) onUp();
  };
  redis.on("ready", () => change(true));
  redis.on("close", () => change(false));
  // Without a listener each failed attempt would be printed, and some would end the process.
  redis.on("error", (error: NodeJS.ErrnoException) => change(false, error.code));
  redis.connect().catch(() => undefined);

  /** A connection that does not answer is given up: its commands would pile up behind each other. */
  async function bounded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Error && error.message === "Command timed out") {
        change(false, "timeout");
        redis.disconnect(true);
      }
      throw error;
    }
  }

  return {
    redis,
    isUp: () => isUp,
    read: (valueKey, listKey) =>
      bounded(async () => {
        const [value, list] = await Promise.all([redis.get(valueKey), redis.lrange(listKey, 0, -1)]);
        return { value: value ?? undefined, list };
      }),
    write: ({ valueKey, value, listKey, items, isNewList, keepItems, ttlMs }) =>
      bounded(async () => {
        const all = redis.multi().set(valueKey, value, "PX", ttlMs);
        if (isNewList) all.del(listKey);
        if (items.length > 0) all.rpush(listKey, ...items);
        const results = await all.ltrim(listKey, -keepItems, -1).pexpire(listKey, ttlMs).exec();
        const failure = results?.find(([error]) => error)?.[0];
        if (failure) throw failure;
      }),
    async close() {
      redis.removeAllListeners("ready");
      if (redis.status === "ready") await redis.quit().catch(() => undefined);
      redis.disconnect();
    },
  };
}
