import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createProgress } from "../../src/nlu/progress.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What is said of three minutes of training, whose bar moves a percent every two seconds in the last two of them. */
async function threeMinutes(isWatched: boolean): Promise<string[]> {
  const said: string[] = [];
  const progress = createProgress((line) => said.push(line), { isWatched });
  const startedAt = performance.now();
  const howFar = async () => {
    const seconds = (performance.now() - startedAt) / 1000;
    return seconds < 60 ? undefined : Math.floor((seconds - 60) / 2);
  };
  const work = new Promise<void>((done) => setTimeout(done, 179_000));
  const training = progress.during("entrenando", work, howFar);
  await vi.advanceTimersByTimeAsync(179_000);
  await training;
  return said;
}

it("who watches reads every twelve seconds how far it is", async () => {
  const said = await threeMinutes(true);
  expect(said).toHaveLength(1 + 14 + 1);
  expect(said.slice(0, 2)).toEqual(["Rasa: entrenando…", "Rasa: entrenando… 12 s"]);
  expect(said.slice(-2)).toEqual(["Rasa: entrenando… 54 %, 168 s", "Rasa: entrenando… terminó a los 179 s"]);
});

it("a file gets a line at each tenth and each minute", async () => {
  expect(await threeMinutes(false)).toEqual([
    "Rasa: entrenando…",
    "Rasa: entrenando… 0 %, 60 s",
    "Rasa: entrenando… 12 %, 84 s",
    "Rasa: entrenando… 24 %, 108 s",
    "Rasa: entrenando… 30 %, 120 s",
    "Rasa: entrenando… 42 %, 144 s",
    "Rasa: entrenando… 54 %, 168 s",
    "Rasa: entrenando… terminó a los 179 s",
  ]);
});
