export interface Amount {
  calls: number;
  costMicros: number;
}

/** Between two looks at what the other processes spent. */
const FRESH_MS = 15_000;
export interface MeterDeps {
  /** What all processes have written. */
  read(): Promise<Amount>;
  /** What this one has counted and not written. */
  unwritten(): Amount;
  /** Monotonic. */
  nowMs(): number;
  /** No reply waits for the database longer than this; what was known before is used. */
  patienceMs: number;
  onUnreadable(error: unknown): void;
}

export interface Meter {
  /** Counts what this process spends, beside the writing of it. */
  add(amount: Amount): void;
  /** At most 15 s old for what others spend, exact for this process. Never rejects, and takes at most `patienceMs`. */
  spent(): Promise<Amount>;
}

/**
 * A sum in the database that several processes raise: read now and then, and in between what this process adds. As long as
 * it cannot be read, it is what was known and what this process spent since.
 */
export function createMeter({ read, unwritten, nowMs, patienceMs, onUnreadable }: MeterDeps): Meter {
  // Both since the last reading.
  let known: Amount = { calls: 0, costMicros: 0 };
  let own: Amount = { calls: 0, costMicros: 0 };
  let readAtMs = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  async function refresh(): Promise<void> {
    // A writing under way may be in both: then it counts twice until the next look, and never not at all.
    const before = unwritten();
    const ownBefore = own;
    try {
      known = plus(await read(), before);
      own = { calls: own.calls - ownBefore.calls, costMicros: own.costMicros - ownBefore.costMicros };
      readAtMs = nowMs();
    } catch (error) {
      onUnreadable(error);
    }
  }

  return {
    add(amount) {
      own = plus(own, amount);
    },
    async spent() {
      if (nowMs() - readAtMs >= FRESH_MS) {
        reading ??= refresh().finally(() => {
          reading = undefined;
        });
        await atMost(patienceMs, reading);
      }
      return plus(known, own);
    },
  };
}

function plus(one: Amount, other: Amount): Amount {
  return { calls: one.calls + other.calls, costMicros: one.costMicros + other.costMicros };
}

async function atMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((over) => {
    timer = setTimeout(over, ms);
  });
  await Promise.race([work, patience]);
  clearTimeout(timer);
}
