/** Lines for whoever watches the console: everything over two seconds says what it is doing. */
export interface Progress {
  say(line: string): void;
  /**
   * Repeats what is being done until the work ends.
   *
   * @param doing in Spanish, as all of Rasa's lines: trainers read them too
   * @param howFar percent, when that is known
   */
  during<T>(doing: string, work: Promise<T>, howFar?: () => Promise<number | undefined>): Promise<T>;
}

export interface ProgressOptions {
  everyMs?: number;
  /** Somebody watches; a file or a pipe gets a line at each tenth of the work and each minute only. */
  isWatched?: boolean;
}

const TENTH = 10;
const MINUTE_MS = 60_000;

export function createProgress(say: (line: string) => void, options: ProgressOptions = {}): Progress {
  // Some commands say their lines on one stream and some on the other.
  const { everyMs = 12_000, isWatched = Boolean(process.stdout.isTTY && process.stderr.isTTY) } = options;
  return {
    say,
    async during(doing, work, howFar) {
      const start = performance.now();
      const seconds = () => `${Math.round((performance.now() - start) / 1000)} s`;
      let isOver = false;
      let saidAt = start;
      let saidPercent = 0;
      const isDue = (percent: number) =>
        isWatched ||
        performance.now() - saidAt >= MINUTE_MS ||
        Math.floor(percent / TENTH) > Math.floor(saidPercent / TENTH);
      const repeat = async () => {
        const percent = await howFar?.().catch(() => undefined);
        if (isOver || !isDue(percent ?? 0)) return;
        saidAt = performance.now();
        saidPercent = percent ?? saidPercent;
        say(`Rasa: ${doing}… ${percent === undefined ? "" : `${percent} %, `}${seconds()}`);
      };
      say(`Rasa: ${doing}…`);
      const timer = setInterval(() => void repeat(), everyMs);
      timer.unref();
      try {
        return await work;
      } finally {
        isOver = true;
        clearInterval(timer);
        if (performance.now() - start > 2000) say(`Rasa: ${doing}… terminó a los ${seconds()}`);
      }
    },
  };
}
