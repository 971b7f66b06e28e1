import { expect } from "vitest";
import { auditCustomer } from "../support/audit.ts";
import { createTestDatabase } from "../support/database.ts";
import { startWorld as startSharedWorld } from "../support/world.ts";

export { createCustomers, workingDay } from "../support/customers.ts";

export type World = Awaited<ReturnType<typeof startWorld>>;

/** The world of `npm run chaos` on a database of the test run. */
export async function startWorld() {
  const world = await startSharedWorld({ database: await createTestDatabase() });
  return {
    ...world,
    /** Starts the application, web and worker in one process. */
    start: (env: Record<string, string> = {}) => world.start({ env }),
    /**
     * Each message was answered by exactly one turn, each turn once, and the provider has just these, in their order.
     * Returns how many were dead letters, which is only for messages that three lives were lost with.
     */
    async expectOneAnswerEach(from: string, inboundCount: number): Promise<number> {
      const { lost, twice, disorder, unrecorded, doubts, deadLetters } = await auditCustomer(world, from, inboundCount);
      expect({ lost, twice, disorder, unrecorded, doubts }).toEqual({
        ...{ lost: [], twice: [], disorder: [], unrecorded: [] },
        doubts: 0,
      });
      return deadLetters;
    },
  };
}
