import Router from "@koa/router";
import type Koa from "koa";
import getRawBody from "raw-body";
import { type Checkout, InvalidSignatureError, ProviderUnavailableError } from "../internal-api/index.ts";
import { sendProblem } from "./problem.ts";

const BODY_LIMIT = "256kb";

export interface PaymentWebhookDeps {
  checkout: Pick<Checkout, "receiveWebhook">;
}

/**
 * `POST /api/payments/webhook`: what the payment provider tells. A 2xx leaves only after the commit; what concerns
 * nothing of ours is a 2xx too, or the provider would send it for days.
 */
export function paymentWebhook({ checkout }: PaymentWebhookDeps): Koa.Middleware {
  const router = new Router();
  router.post("/api/payments/webhook", async (ctx) => {
    // The signature covers every byte as it came.
    const body = await getRawBody(ctx.req, { limit: BODY_LIMIT, length: ctx.request.length });
    try {
      ctx.body = { result: await checkout.receiveWebhook(body, ctx.headers) };
    } catch (error) {
      if (error instanceof InvalidSignatureError) {
        return sendProblem(ctx, 400, error.code, "The signature is not the provider's");
      }
      if (!(error instanceof ProviderUnavailableError)) throw error;
      ctx.set("Retry-After", "60");
      sendProblem(ctx, 503, "unavailable", "The payment provider does not answer");
    }
  });
  return router.routes() as unknown as Koa.Middleware;
}
