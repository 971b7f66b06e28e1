import Router from "@koa/router";
import type Koa from "koa";
import type { Checkout } from "../internal-api/index.ts";
import { createPayHtml, type PayHtmlOptions } from "./pay-html.ts";

export interface PayPageDeps extends PayHtmlOptions {
  checkout: Pick<Checkout, "findByToken" | "markPaid">;
}

const TOKEN = /^[\w-]{10,64}$/;

/**
 * `/pay/{token}`: where a purchase is paid while no provider is connected. One button, no money. It must not be mounted
 * in production. Looking changes nothing, because chat applications fetch every link for its preview.
 */
export function payPage(deps: PayPageDeps): Koa.Middleware {
  const { checkout } = deps;
  const html = createPayHtml(deps);
  const router = new Router();

  router.get("/pay/:token", async (ctx) => {
    const { token = "" } = ctx.params;
    const purchase = TOKEN.test(token) ? await checkout.findByToken(token) : undefined;
    if (!purchase) return answer(ctx, 404, html.unknown());
    const isOver = purchase.status === "expired" || purchase.status === "cancelled";
    answer(ctx, isOver ? 410 : 200, html.purchase(purchase));
  });

  router.post("/pay/:token", async (ctx) => {
    const { token = "" } = ctx.params;
    const purchase = TOKEN.test(token) ? await checkout.findByToken(token) : undefined;
    if (!purchase) return answer(ctx, 404, html.unknown());
    // One payment for one link: a double tap is the same payment.
    await checkout.markPaid({ token, provider: "sandbox", providerRef: purchase.id });
    // What came of it is on the page; reloading that page asks nobody to send the form again.
    ctx.status = 303;
    ctx.set("Location", `/pay/${token}`);
  });

  return router.routes() as unknown as Koa.Middleware;

  function answer(ctx: Koa.Context, status: number, page: string): void {
    ctx.status = status;
    ctx.type = "text/html; charset=utf-8";
    ctx.set("Content-Security-Policy", html.contentSecurityPolicy);
    // The address is all that it takes to pay: nobody keeps it, indexes it or hears of it from the next page.
    ctx.set("Cache-Control", "no-store");
    ctx.set("Referrer-Policy", "no-referrer");
    ctx.set("X-Robots-Tag", "noindex");
    ctx.body = page;
  }
}
