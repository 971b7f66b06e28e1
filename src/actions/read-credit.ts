import { ApiUnavailableError } from "../api-client/index.ts";
import type { CreditBalance } from "../contract/index.ts";
import type { ActionContext } from "./action.ts";

/** A question about a booking waits no longer for payments than this, which booking does not depend on. */
const ATTEMPT_MS = 800;
const ALL_ATTEMPTS_MS = 2000;

/**
 * The sessions of a service that the customer has paid and can still book; none is a balance of 0. Undefined when
 * payments cannot say: booking then goes on as for anybody without a package.
 */
export async function readCredit(
  context: ActionContext,
  serviceId: string,
): Promise<Pick<CreditBalance, "remaining" | "packages"> | undefined> {
  try {
    const signal = AbortSignal.timeout(ALL_ATTEMPTS_MS);
    const answer = await context.api("listCredits", { timeoutMs: ATTEMPT_MS, signal });
    if (answer.kind !== "ok") return undefined;
    return answer.data.credits.find(({ service }) => service.id === serviceId) ?? { remaining: 0, packages: [] };
  } catch (error) {
    if (error instanceof ApiUnavailableError) return undefined;
    throw error;
  }
}
