import type { ApiCall } from "../actions/index.ts";
import type { ApiAnswer, ApiClient } from "../api-client/index.ts";
import { type GuardedOperationId, operations } from "../contract/index.ts";
import type { Clock } from "../shared/index.ts";
import type { Turn } from "./turn.ts";

/** The customer's own token on every call, and a line in the trace for each. */
export function recordingApi(deps: { api: ApiClient; clock: Clock }, turn: Turn): ApiCall {
  return async (operation, request) => {
    const from = deps.clock.monotonicMs();
    const record = { operation, api: operations[operation].api, result: "unavailable", durationMs: 0 };
    turn.apiCalls.push(record);
    try {
      const { customerId } = turn.lease.conversation;
      // The client's options depend on the operation; a generic call can only say that they are that operation's.
      const call = deps.api.call as (operation: GuardedOperationId, options: object) => Promise<ApiAnswer<never>>;
      const answer = await call(operation, { ...request, customerId });
      record.result = answer.kind === "ok" ? (answer.isReplayed ? "replayed" : "ok") : answer.code;
      return answer;
    } finally {
      record.durationMs = deps.clock.monotonicMs() - from;
    }
  };
}
