import { editDistance } from "../../nlu/index.ts";

/** The known name that was probably meant: at most two letters away, and nearer than half of it. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.ceil(name.length / 2));
  for (const candidate of known) {
    const distance = editDistance(name, candidate, 2);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}
