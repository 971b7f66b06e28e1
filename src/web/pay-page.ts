import Router from "@koa/router";
import type Koa from "koa";
import { type Checkout, ProviderUnavailableError } from "../internal-api/index.ts";
import { createPayHtml, type PayHtmlOptions } from "./pay-html.ts";

export interface PayPageDeps extends Omit<PayHtmlOptions, "isSandbox"> {
  checkout: Pick<Checkout, "provider" | "findByToken" | "open" | "markPaid">;
}

const TOKEN = /^[\w-]{10,64}$/;

/**
 * `/pay/{token}`: the one address of a purchase, whoever takes the money. A real provider's page is one redirect away,
 * and the customer comes back here. In the sandbox it is a page with one button and no money, which must not be mounted
 * in production; looking at it changes nothing, because chat applications fetch every link for its preview.
 */
export function payPage(deps: PayPageDeps): Koa.Middleware {
  const { checkout } = deps;
  const isSandbox = checkout.provider === "sandbox";
  const html = createPayHtml({ ...deps, isSandbox });
  const router = new Router();

  router.get("/pay/:token", async (ctx) => {
    const { token = "" } = ctx.params;
    const purchase = TOKEN.test(token) ? await checkout.findByToken(token) : undefined;
    if (!purchase) return answer(ctx, 404, html.unknown());
    // Who only asks for the head is no customer, and needs no page of the provider's.
    if (ctx.method === "HEAD") return answer(ctx, 200, "");
    try {
      const opened = await checkout.open(token, ctx.query.back !== undefined);
      if (!opened) return answer(ctx, 404, html.unknown());
      if (opened.kind === "redirect") return send(ctx, opened.url);
      const { purchase: current, isProcessing } = opened;
      if (isProcessing && current.paidAt === null) return answer(ctx, 200, html.processing(current));
      const isOver = current.status === "expired" || current.status === "cancelled";
      answer(ctx, isOver ? 410 : 200, html.purchase(current));
    } catch (error) {
      if (!(error instanceof ProviderUnavailableError)) throw error;
      ctx.set("Retry-After", "60");
      answer(ctx, 503, html.unavailable(purchase));
    }
  });

  if (isSandbox) {
    router.post("/pay/:token", async (ctx) => {
      const { token = "" } = ctx.params;
      const purchase = TOKEN.test(token) ? await checkout.findByToken(token) : undefined;
      if (!purchase) return answer(ctx, 404, html.unknown());
      // One payment for one link: a double tap is the same payment.
      await checkout.markPaid({ token, provider: "sandbox", providerRef: purchase.id });
      // What came of it is on the page; reloading that page asks nobody to send the form again.
      send(ctx, `/pay/${token}`);
    });
  }

  return router.routes() as unknown as Koa.Middleware;

  function send(ctx: Koa.Context, location: string): void {
    ctx.status = 303;
    ctx.set("Location", location);
    keepPrivate(ctx);
  }

  function answer(ctx: Koa.Context, status: number, page: string): void {
    ctx.status = status;
    ctx.type = "text/html; charset=utf-8";
    ctx.set("Content-Security-Policy", html.contentSecurityPolicy);
    keepPrivate(ctx);
    ctx.body = page;
  }
}

/** The address is all that it takes to pay: nobody keeps it, indexes it or hears of it from the next page. */
function keepPrivate(ctx: Koa.Context): void {
  ctx.set("Cache-Control", "no-store");
  ctx.set("Referrer-Policy", "no-referrer");
  ctx.set("X-Robots-Tag", "noindex");
}
