import type { Measure } from "../measure.ts";
import { median, round } from "../support/figures.ts";
import { forkProcess } from "../support/fork-process.ts";

interface Probe {
  examples: number;
  readMs: number;
  trainMs: number;
  parsesPerSecond: number;
}

/** The classifier that stands in for Rasa: the first start after a change of examples or code trains it. */
export const embedded: Measure = {
  name: "embedded",
  story: "the embedded classifier, trained in a fresh process each time",
  async run({ isQuick, say }) {
    const probes: Probe[] = [];
    for (let count = 0; count < (isQuick ? 1 : 5); count++) {
      const child = forkProcess("bench/support/embedded-process.ts", [isQuick ? "500" : "3000"]);
      probes.push(await child.first<Probe>());
      await child.stop();
    }
    const figures = {
      examples: probes[0]?.examples,
      readMs: round(median(probes.map(({ readMs }) => readMs))),
      trainMs: round(median(probes.map(({ trainMs }) => trainMs))),
      parsesPerSecond: round(median(probes.map(({ parsesPerSecond }) => parsesPerSecond)), 0),
    };
    say(`trained in ${figures.trainMs} ms, ${figures.parsesPerSecond} parses/s`);
    return { figures, goals: [] };
  },
};
