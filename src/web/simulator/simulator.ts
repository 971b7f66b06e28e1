import type Koa from "koa";
import getRawBody from "raw-body";
import { type Clock, type Logger, systemClock } from "../../shared/index.ts";
import { customerMessageSchema } from "./customer-message.ts";
import { createEventFeed } from "./event-feed.ts";
import { standInMiddleware } from "./koa-adapter.ts";
import { numberedOptions } from "./options.ts";
import { servePageFile } from "./page-files.ts";
import { createCustomerSender } from "./send-customer-message.ts";
import { MESSAGE_SID } from "./sid.ts";
import type { SimulatorEvent } from "./simulator-events.ts";
import { summarizeTrace } from "./trace-summary.ts";
import { createTwilioStandIn, type TwilioStandIn } from "./twilio-stand-in.ts";

const PREFIX = "/simulator";
const KEPT_SENDERS = 2000;

export interface SimulatorDeps {
  accountSid: string;
  authToken: string;
  /** The business's number with its channel prefix. */
  from: string;
  /** Where the application is reached, without a trailing slash; asked at each use, since the port may be chosen late. */
  baseUrl: () => string;
  /** The trace of the turn that sent the bot's message with this provider sid; null or undefined when there is none. */
  traceOf: (providerMessageSid: string) => Promise<unknown>;
  /** Approved templates by the name that the business gives them. */
  templates?: Record<string, { contentSid: string; variables: readonly string[] } | undefined>;
  logger: Logger;
  clock?: Clock;
  /** Where the page's files are, with a trailing slash; beside this module by default. */
  pageDirectory?: URL;
}

export interface Simulator {
  /** Everything under `/simulator`. It reads request bodies itself: mount it before any body parser. */
  middleware: Koa.Middleware;
  /** What TWILIO_API_BASE_URL would be. */
  apiBaseUrl(): string;
  standIn: TwilioStandIn;
  /** Ends the event streams, which would hold a server's close, and the statuses to come. */
  close(): void;
}

/** A phone-like page, the Twilio behind it, and the way in for the terminal. For development only. */
export function createSimulator(deps: SimulatorDeps): Simulator {
  const { accountSid, authToken, logger, clock = systemClock } = deps;
  const pageDirectory = deps.pageDirectory ?? new URL("./page/", import.meta.url);
  const standIn = createTwilioStandIn({ accountSid, authToken, clock, logger });
  for (const [name, template] of Object.entries(deps.templates ?? {})) {
    if (template) standIn.addTemplate(template.contentSid, name, template.variables);
  }
  const feed = createEventFeed<SimulatorEvent>();
  const senders = new Map<string, string>();
  const apiBaseUrl = () => `${deps.baseUrl()}${PREFIX}/twilio`;

  function publish(event: SimulatorEvent): void {
    if (event.type === "customer") remember(senders, event.sid, event.customer);
    feed.publish(event, { isKept: event.type !== "typing" });
  }

  standIn.onMessage((message) => {
    const { sid, to, createdAt, body, buttons, listItems, links, mediaUrls } = message;
    const options = numberedOptions(body);
    const content = { body, options, buttons, listItems, links, mediaUrls };
    publish({ type: "bot", sid, customer: phoneOf(to), at: createdAt.toISOString(), ...content });
  });
  standIn.onStatus(({ message, status, errorCode }) => {
    publish({ type: "status", sid: message.sid, customer: phoneOf(message.to), status, errorCode });
  });
  standIn.onTyping(({ messageId, at }) => {
    const customer = senders.get(messageId);
    if (!customer) return;
    // WhatsApp marks a message as read when the other side shows that it types.
    publish({ type: "status", sid: messageId, customer, status: "read" });
    publish({ type: "typing", sid: messageId, customer, at: at.toISOString() });
  });

  const send = createCustomerSender({ ...deps, apiBaseUrl, standIn, publish, clock });
  const twilio = standInMiddleware(standIn, `${PREFIX}/twilio`);

  async function receive(ctx: Koa.Context): Promise<void> {
    // A cross-site form cannot carry this type without the browser asking first.
    if (!ctx.is("application/json")) {
      fail(ctx, 415, "Se espera application/json");
      return;
    }
    const parsed = customerMessageSchema.safeParse(parseJson(await readText(ctx)));
    if (parsed.success) ctx.body = await send(parsed.data);
    else fail(ctx, 422, `Mensaje no válido: ${parsed.error.issues.map((issue) => issue.path.join(".")).join(", ")}`);
  }

  async function explain(ctx: Koa.Context, sid: string): Promise<void> {
    const trace = MESSAGE_SID.test(sid) ? await deps.traceOf(sid) : undefined;
    if (trace) ctx.body = { sections: summarizeTrace(trace), trace };
    else fail(ctx, 404, "Todavía no hay una traza de este mensaje");
  }

  function openEvents(ctx: Koa.Context): void {
    const stream = feed.stream(ctx.get("last-event-id") || undefined);
    ctx.status = 200;
    ctx.set({ "content-type": "text/event-stream", "cache-control": "no-cache, no-transform" });
    ctx.set("x-accel-buffering", "no");
    // Koa reports a reader that leaves a streamed body as an error; here leaving is how every stream ends.
    ctx.respond = false;
    ctx.res.once("close", () => stream.destroy());
    stream.pipe(ctx.res);
  }

  const middleware: Koa.Middleware = async (ctx, next) => {
    // Whoever opens the address that the console names without its path wants this page.
    if (ctx.path === "/" && ctx.method === "GET") return ctx.redirect(PREFIX);
    if (ctx.path !== PREFIX && !ctx.path.startsWith(`${PREFIX}/`)) return next();
    if (ctx.path.startsWith(`${PREFIX}/twilio/`)) return twilio(ctx, next);
    const path = ctx.path.slice(PREFIX.length);
    const isRead = ctx.method === "GET" || ctx.method === "HEAD";
    if (path === "/send" && ctx.method === "POST") return receive(ctx);
    if (!isRead) return fail(ctx, 405, "Método no permitido");
    if (path === "" || path === "/") return servePageFile(ctx, "index.html", pageDirectory);
    if (path === "/events" && ctx.method === "GET") return openEvents(ctx);
    if (path.startsWith("/trace/")) return explain(ctx, path.slice("/trace/".length));
    if (path.startsWith("/page/")) return servePageFile(ctx, path.slice("/page/".length), pageDirectory);
    fail(ctx, 404, "No existe");
  };

  return {
    middleware,
    apiBaseUrl,
    standIn,
    close() {
      feed.close();
      standIn.close();
    },
  };
}

function fail(ctx: Koa.Context, status: number, error: string): void {
  ctx.status = status;
  ctx.body = { error };
}

const readText = (ctx: Koa.Context) => getRawBody(ctx.req, { limit: "3mb", encoding: "utf8" });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const phoneOf = (address: string) => address.replace(/^whatsapp:/, "");

/** Keeps the newest entries of a map. */
function remember(map: Map<string, string>, key: string, value: string): void {
  map.set(key, value);
  const oldest = map.keys().next().value;
  if (map.size > KEPT_SENDERS && oldest !== undefined) map.delete(oldest);
}
