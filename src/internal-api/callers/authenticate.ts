import type { Context } from "koa";
import { z } from "zod";
import { type Caller, InvalidTokenError, type ServiceTokens } from "../../contract/index.ts";
import { type Refusal, refuse } from "../outcome.ts";
import type { ApiKeys } from "./api-keys.ts";

const customerIdSchema = z.uuid();

/**
 * Who sends a request: `Authorization: Bearer` with an API key or a signed token, and `On-Behalf-Of` with a
 * customer's id for API keys and administrators.
 */
export function createAuthenticate({ tokens, apiKeys }: { tokens: ServiceTokens; apiKeys: ApiKeys }) {
  async function identify(credential: string): Promise<Caller | undefined> {
    // A signed token has dots, a key has none.
    if (!credential.includes(".")) return apiKeys.identify(credential);
    try {
      return await tokens.verify(credential);
    } catch (error) {
      if (error instanceof InvalidTokenError) return undefined;
      throw error;
    }
  }

  return async (context: Context): Promise<Caller | Refusal> => {
    const [, credential] = /^Bearer ([\w.~+/=-]+)$/i.exec(context.get("Authorization")) ?? [];
    const caller = credential && (await identify(credential));
    if (!caller) return refuse("unauthorized", "send Authorization: Bearer with an API key or a token that is alive");
    const onBehalfOf = context.get("On-Behalf-Of");
    return onBehalfOf ? actFor(caller, onBehalfOf) : caller;
  };
}

function actFor(caller: Caller, onBehalfOf: string): Caller | Refusal {
  const customerId = customerIdSchema.safeParse(onBehalfOf);
  if (!customerId.success) return refuse("malformed_request", "On-Behalf-Of: the id of a customer");
  const mayChoose = (caller.role === "key" || caller.role === "admin") && caller.customerId === undefined;
  if (!mayChoose) return refuse("forbidden", "On-Behalf-Of is for API keys and administrators");
  return { ...caller, customerId: customerId.data };
}
