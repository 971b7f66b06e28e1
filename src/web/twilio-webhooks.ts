import { parse } from "node:querystring";
import Router from "@koa/router";
import type Koa from "koa";
import getRawBody from "raw-body";
import {
  decodeTwilioMessage,
  decodeTwilioStatus,
  type FormParams,
  isSignedByTwilio,
  TWILIO_WHATSAPP,
} from "../channels/index.ts";
import type { Config } from "../config/index.ts";
import type { Bell, Inbox } from "../conversation/index.ts";
import type { Delivery } from "../delivery/index.ts";
import { failPoint } from "../shared/index.ts";
import { sendProblem } from "./problem.ts";
import { sendBusy } from "./request-limits.ts";

/** WhatsApp texts end at 4,096 characters; with every one escaped and some twenty parameters this is far above it. */
const BODY_LIMIT = "256kb";
/**
 * Webhooks at work at once. Ten connections to PostgreSQL take in some thousand a second, so this is half a second of
 * work: beyond it a quick 503, which the provider repeats, is better than a heap that grows until the process ends.
 */
const IN_HAND = 512;
/** Twilio sends some thirty; more than these would only make the signature check slow. */
const MAX_PARAMS = 500;
/** What a Host header may be to stand in an address: no path, no query, no name of somebody. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;
const EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>';
/** The query parameter of our status callback that carries the outbound id. */
export const OUTBOUND_PARAM = "outbound";

export interface TwilioWebhooksDeps {
  config: Pick<Config, "twilio" | "publicBaseUrl" | "environment">;
  inbox: Inbox;
  bell: Bell;
  delivery: Delivery;
  onWebhook(result: "accepted" | "duplicate" | "refused" | "failed"): void;
  /** A webhook was sent away because too many are in hand. */
  onBusy(): void;
  /** A customer's message could not be stored; the provider may or may not bring it again. */
  onMissed(): void;
  /** For tests. */
  inHand?: number;
}

/** Twilio's two ways in. A 2xx leaves only after the commit; a wrong signature stores nothing. */
export function twilioWebhooks(deps: TwilioWebhooksDeps): Koa.Middleware {
  const router = new Router();
  const { inHand: most = IN_HAND } = deps;
  let inHand = 0;

  router.post("/api/whatsapp/webhook", async (ctx) => {
    const params = await verifiedParams(ctx);
    if (!params) return;
    if (!(await withPlace(ctx, () => takeIn(ctx, params)))) deps.onMissed();
  });

  router.post("/api/whatsapp/status", async (ctx) => {
    const params = await verifiedParams(ctx);
    if (params) await withPlace(ctx, () => noteStatus(ctx, params));
  });

  return router.routes() as unknown as Koa.Middleware;

  async function takeIn(ctx: Koa.Context, params: FormParams): Promise<void> {
    const message = decodeTwilioMessage(params, deps.config.twilio.from);
    const accepted = await deps.inbox.accept(TWILIO_WHATSAPP, message).catch((error) => {
      deps.onWebhook("failed");
      deps.onMissed();
      throw error;
    });
    failPoint("inbox.committed");
    deps.onWebhook(accepted.isDuplicate ? "duplicate" : "accepted");
    if (!accepted.isDuplicate && !accepted.isResting)
      deps.bell.ring(accepted.conversationId, message.content.kind !== "text");
    ctx.type = "text/xml";
    ctx.body = EMPTY_TWIML;
  }

  async function noteStatus(ctx: Koa.Context, params: FormParams): Promise<void> {
    const outboundId = ctx.query[OUTBOUND_PARAM];
    const update = decodeTwilioStatus(
      params,
      typeof outboundId === "string" && isUuid(outboundId) ? outboundId : undefined,
    );
    if (update) await deps.delivery.recordStatus(update);
    ctx.status = 204;
  }

  /**
   * Places are for what the provider has signed: who sends slowly, or whatever else, holds a connection and none of
   * these. False when there was none.
   */
  async function withPlace(ctx: Koa.Context, work: () => Promise<void>): Promise<boolean> {
    if (inHand >= most) {
      deps.onBusy();
      sendBusy(ctx);
      return false;
    }
    inHand += 1;
    await work().finally(() => {
      inHand -= 1;
    });
    return true;
  }

  async function verifiedParams(ctx: Koa.Context): Promise<FormParams | undefined> {
    const signature = ctx.get("X-Twilio-Signature");
    // Without one there is nothing to check, and nothing is read.
    if (!signature) return refuse(ctx);
    const body = await getRawBody(ctx.req, { limit: BODY_LIMIT, length: ctx.request.length });
    const form = body.toString("utf8");
    // Nothing is signed in an empty one, and a part of a long one is not what was signed.
    if (form === "" || form.split("&", MAX_PARAMS + 1).length > MAX_PARAMS) return refuse(ctx);
    // No trimming and no list of known names: the signature covers every parameter exactly as it came.
    const params: FormParams = { ...parse(form, "&", "=", { maxKeys: MAX_PARAMS }) };
    const isSigned = isSignedByTwilio({
      authTokens: deps.config.twilio.authTokens,
      signature,
      urls: publicUrls(ctx),
      params,
    });
    return isSigned ? params : refuse(ctx);
  }

  function refuse(ctx: Koa.Context): undefined {
    deps.onWebhook("refused");
    sendProblem(ctx, 403, "signature_invalid", "The signature is not Twilio's");
    return undefined;
  }

  /** What Twilio may have signed: the configured address; in development also the one that was asked for. */
  function publicUrls(ctx: Koa.Context): string[] {
    const { publicBaseUrl, environment } = deps.config;
    const urls = publicBaseUrl ? [publicBaseUrl + ctx.originalUrl] : [];
    if (environment === "production") return urls;
    const hosts = [ctx.get("X-Forwarded-Host"), ctx.get("Host")].filter((host) => HOST.test(host));
    return [
      ...urls,
      ...hosts.flatMap((host) => [`http://${host}${ctx.originalUrl}`, `https://${host}${ctx.originalUrl}`]),
    ];
  }
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
