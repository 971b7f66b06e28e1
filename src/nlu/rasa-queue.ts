/** A Rasa server parses one message at a time; so many calls keep it busy, and more would wait in it instead of here. */
const PLACES_A_SERVER = 4;
/** Who would wait longer gets the embedded classifier's answer at once: it is nearly as good, and a late one is not. */
const LONGEST_WAIT_MS = 400;
/** Weight of the newest call in the mean of recent ones. */
const NEWEST_WEIGHT = 0.2;
/** Before anything was measured: four calls that share a server which takes 10 ms for each. */
const FIRST_GUESS_MS = 40;

export interface RasaQueue {
  /** At once: the function that gives the place back; undefined when it takes waiting. */
  tryEnter(): (() => void) | undefined;
  /**
   * Resolves with the function that gives the place back, or with undefined when the wait is or becomes too long.
   * @param sinceMs when the message came in; the oldest goes first
   */
  enter(sinceMs: number): Promise<(() => void) | undefined>;
  waiting(): number;
}

interface Waiter {
  sinceMs: number;
  settle(isAdmitted: boolean): void;
}

/** A short queue in front of Rasa, in each process. @param servers how many answer now */
export function createRasaQueue(servers: () => number, longestWaitMs = LONGEST_WAIT_MS): RasaQueue {
  const waiters: Waiter[] = [];
  let inHand = 0;
  let meanMs = FIRST_GUESS_MS;

  const places = () => servers() * PLACES_A_SERVER;

  function take(): () => void {
    inHand += 1;
    const start = performance.now();
    let isGiven = false;
    return () => {
      if (isGiven) return;
      isGiven = true;
      inHand -= 1;
      meanMs += NEWEST_WEIGHT * (performance.now() - start - meanMs);
      while (inHand < places() && waiters.length > 0) waiters.shift()?.settle(true);
    };
  }

  const tryEnter = () => (inHand < places() && waiters.length === 0 ? take() : undefined);

  return {
    tryEnter,
    enter(sinceMs) {
      const place = tryEnter();
      if (place) return Promise.resolve(place);
      const newer = waiters.findIndex((waiter) => waiter.sinceMs > sinceMs);
      const at = newer === -1 ? waiters.length : newer;
      if (((at + 1) * meanMs) / Math.max(1, places()) > longestWaitMs) return Promise.resolve(undefined);
      return new Promise((done) => {
        const waiter: Waiter = {
          sinceMs,
          settle(isAdmitted) {
            clearTimeout(timer);
            done(isAdmitted ? take() : undefined);
          },
        };
        const timer = setTimeout(() => {
          waiters.splice(waiters.indexOf(waiter), 1);
          waiter.settle(false);
        }, longestWaitMs);
        waiters.splice(at, 0, waiter);
      });
    },
    waiting: () => waiters.length,
  };
}
