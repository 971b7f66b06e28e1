import type { Store } from "./store.ts";

interface Held {
  value: string | string[];
  untilMs: number;
}

/**
 * The same as Redis would hold, in this process: the least recently used key goes first when there are more than
 * `maxKeys`, and what is older than its time is not there.
 */
export function createMemoryStore(options: { maxKeys: number; nowMs(): number }): Store & { clear(): void } {
  // A Map keeps the order of insertion: used means taken out and put in again.
  const held = new Map<string, Held>();

  function find(key: string): Held["value"] | undefined {
    const entry = held.get(key);
    if (!entry) return undefined;
    held.delete(key);
    if (entry.untilMs <= options.nowMs()) return undefined;
    held.set(key, entry);
    return entry.value;
  }
  function keep(key: string, value: Held["value"], ttlMs: number): void {
    held.delete(key);
    held.set(key, { value, untilMs: options.nowMs() + ttlMs });
    if (held.size <= options.maxKeys) return;
    const [oldest] = held.keys();
    if (oldest !== undefined) held.delete(oldest);
  }

  return {
    async read(valueKey, listKey) {
      const value = find(valueKey);
      const list = find(listKey);
      return { value: typeof value === "string" ? value : undefined, list: Array.isArray(list) ? list : [] };
    },
    async write({ valueKey, value, listKey, items, isNewList, keepItems, ttlMs }) {
      const list = isNewList ? [] : find(listKey);
      keep(valueKey, value, ttlMs);
      keep(listKey, [...(Array.isArray(list) ? list : []), ...items].slice(-keepItems), ttlMs);
    },
    clear: () => held.clear(),
  };
}
