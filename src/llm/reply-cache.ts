import { createHash } from "node:crypto";
import { z } from "zod";
import type { Cache } from "../cache/index.ts";
import { describeFault, type Logger } from "../shared/index.ts";
import { createRecentMap } from "./recent-map.ts";

/**
 * A day: what is asked every day (a greeting, the opening hours) is paid for once a day, and a wording that passes the
 * check and still reads badly is gone tomorrow. No fact grows old in here: the template with all its facts is in the key.
 */
const TTL_MS = 24 * 3_600_000;
/** In this process, where there is no Redis: about 2 MB. */
const MAX_REPLIES = 2000;

const cachedSchema = z.object({ text: z.string().min(1).max(4096), model: z.string().min(1).max(200) });

/** A wording that passed every check, as the model wrote it: markers and `{nombre}` unfilled; and the model whose it is. */
export type CachedWording = z.output<typeof cachedSchema>;

/**
 * Wordings of replies that hold nothing of a customer, by everything that made them: prompt versions, tier, language,
 * system and user prompt. Two lists of parts are the same only part by part. No call rejects.
 */
export interface ReplyCache {
  /**
   * Whoever can write to Redis can write a wording: its form is checked here, and the caller must check it against its own
   * facts again, as if a model had just said it.
   */
  get(parts: readonly string[]): Promise<CachedWording | undefined>;
  /** The caller knows that the reply is nobody's: nothing of a customer may come in here. */
  set(parts: readonly string[], value: CachedWording): Promise<void>;
}

export interface ReplyCacheDeps {
  /** Its Redis where one is up; otherwise this process remembers for itself. */
  cache: Pick<Cache, "redis" | "state">;
  logger: Logger;
  /** Monotonic; for tests. */
  nowMs?: () => number;
}

export function createReplyCache({ cache, logger, nowMs = () => performance.now() }: ReplyCacheDeps): ReplyCache {
  // Not the store of conversations: that one keeps half an hour, and a rush of replies would push conversations out.
  const memory = createRecentMap<{ text: string; untilMs: number }>(MAX_REPLIES);
  const redis = () => (cache.state() === "up" ? cache.redis : undefined);

  const noAnswer = (error: unknown) => {
    logger.debug(describeFault(error), "Redis did not answer; replies are remembered in memory");
    return undefined;
  };

  function fromMemory(key: string): string | undefined {
    const held = memory.get(key);
    if (held === undefined || held.untilMs > nowMs()) return held?.text;
    memory.delete(key);
    return undefined;
  }

  return {
    async get(parts) {
      const key = keyOf(parts);
      const stored = (await redis()?.get(key).catch(noAnswer)) ?? fromMemory(key);
      if (stored === undefined) return undefined;
      const parsed = cachedSchema.safeParse(parseJson(stored));
      if (!parsed.success) logger.warn({}, "a remembered reply is not of its form and is not used");
      return parsed.data;
    },
    async set(parts, value) {
      const parsed = cachedSchema.safeParse(value);
      if (!parsed.success) return;
      const [key, text] = [keyOf(parts), JSON.stringify(parsed.data)];
      const isStored = await redis()?.set(key, text, "PX", TTL_MS).catch(noAnswer);
      if (!isStored) memory.set(key, { text, untilMs: nowMs() + TTL_MS });
    },
  };
}

/** JSON keeps the parts apart: ["ab", "c"] is not ["a", "bc"]. */
function keyOf(parts: readonly string[]): string {
  return `llm_reply:${createHash("sha256").update(JSON.stringify(parts)).digest("base64url")}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
