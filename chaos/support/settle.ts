import { type Audit, auditBookings, auditCustomer } from "../../test/support/audit.ts";
import type { World } from "../../test/support/world.ts";
import type { Fleet } from "./fleet.ts";
import type { LoadCustomer } from "./load.ts";

const LONGEST_MS = 300_000;

/**
 * Every conversation comes to rest: by itself, or, when `jumpMs` is given, with time passing that much faster. What was
 * put off behind a question that a customer left open would wait for half an hour, and that time always jumps.
 */
export async function settle(world: World, fleet: Fleet, jumpMs?: number): Promise<void> {
  if (jumpMs === undefined) await world.untilAtRest(LONGEST_MS, { isWithoutWrites: true });
  await world.untilSettled(LONGEST_MS, async () => {
    if (jumpMs === undefined) return;
    await world.letTimePass(jumpMs, { whileWorking: true });
    // How long a provider was asked in vain is counted by the worker itself.
    fleet.sleep("worker");
  });
}

export interface Findings extends Audit {
  bookings: number;
}

/** The audit of everybody, in one. */
export async function auditAll(
  world: Pick<World, "database" | "twilio">,
  people: readonly Pick<LoadCustomer, "from" | "delivered">[],
): Promise<Findings> {
  const all: Findings = {
    ...{ lost: [], twice: [], disorder: [], unrecorded: [] },
    ...{ deadLetters: 0, doubts: 0, doubtsAtProvider: 0, bookings: 0 },
  };
  for (const { from, delivered } of people) {
    const audit = await auditCustomer(world, from, delivered);
    const booked = await auditBookings(world, from, audit.doubts);
    all.lost.push(...audit.lost, ...booked.lost);
    all.twice.push(...audit.twice, ...booked.twice);
    all.disorder.push(...audit.disorder);
    all.unrecorded.push(...audit.unrecorded);
    all.deadLetters += audit.deadLetters;
    all.doubts += audit.doubts;
    all.doubtsAtProvider += audit.doubtsAtProvider;
    all.bookings += booked.bookings.length;
  }
  return all;
}
