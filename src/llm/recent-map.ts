/** A map of at most `max` keys: the one that was used longest ago goes first. */
export function createRecentMap<Value>(max: number): {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
} {
  // A Map keeps the order of insertion: used means taken out and put in again.
  const held = new Map<string, Value>();
  return {
    get(key) {
      const value = held.get(key);
      if (value === undefined) return undefined;
      held.delete(key);
      held.set(key, value);
      return value;
    },
    set(key, value) {
      held.delete(key);
      held.set(key, value);
      const [oldest] = held.keys();
      if (held.size > max && oldest !== undefined) held.delete(oldest);
    },
    delete: (key) => void held.delete(key),
  };
}
