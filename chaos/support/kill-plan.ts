import type { FailPoint } from "../../src/shared/index.ts";
import { PARTS, type Part } from "./fleet.ts";

/** One power cut: who dies, and where or when. */
export interface Kill {
  targets: readonly Part[];
  /** The cut comes when this process passes here; the other target goes with it. Without one it comes at a moment. */
  point: { part: Part; name: FailPoint; hit: number } | undefined;
  /** How many messages before the round's last one the moment is near, and how long after that. */
  early: number;
  delayMs: number;
}

/** Where a message passes often enough to be waited for, with the highest pass that is waited for. */
const POINTS: Record<Part, [name: FailPoint, hits: number][]> = {
  web: [
    ["inbox.committed", 6],
    ["effect.committed", 2],
    ["status.recorded", 8],
  ],
  worker: [
    ["lease.taken", 6],
    ["write.started", 2],
    ["write.called", 2],
    ["turn.committing", 6],
    ["turn.committed", 6],
    ["send.claimed", 6],
    ["send.accepted", 6],
  ],
};
const TARGETS: (readonly Part[])[] = [["web"], ["worker"], PARTS];

/** A third each of web, worker and both, in a drawn order; two of three cuts at a named place. */
export function planKills(random: () => number, count: number): Kill[] {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  const order = Array.from({ length: count }, (_, index) => TARGETS[index % TARGETS.length] as readonly Part[]);
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as readonly Part[], order[i] as readonly Part[]];
  }
  return order.map((targets) => {
    const part = random() < 0.67 ? pick(targets) : undefined;
    const [name, hits] = pick(POINTS[part ?? "worker"]);
    const hit = 1 + Math.floor(random() * hits);
    return {
      targets,
      point: part && { part, name, hit },
      early: Math.floor(random() * 6),
      delayMs: random() * 500,
    };
  });
}
