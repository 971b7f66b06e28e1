/** Lines for whoever watches the console: everything over two seconds says what it is doing. */
export interface Progress {
  say(line: string): void;
  /** Repeats what is being done until the work ends. */
  during<T>(doing: string, work: Promise<T>): Promise<T>;
}

export function createProgress(say: (line: string) => void, everyMs = 12_000): Progress {
  return {
    say,
    async during(doing, work) {
      const start = performance.now();
      const seconds = () => `${Math.round((performance.now() - start) / 1000)} s`;
      say(`Rasa: ${doing}…`);
      const timer = setInterval(() => say(`Rasa: ${doing}… ${seconds()}`), everyMs);
      timer.unref();
      try {
        return await work;
      } finally {
        clearInterval(timer);
        if (performance.now() - start > 2000) say(`Rasa: ${doing} ended after ${seconds()}`);
      }
    },
  };
}
