import type Koa from "koa";
import { z } from "zod";
import type { ServiceTokens } from "../contract/index.ts";
import type { ConversationSummary, DeadLetters, Holder, Recent } from "../conversation/index.ts";
import type { Alerts, AuditEntry } from "../telemetry/index.ts";
import { type AdminAnswer, type AdminRoute, adminRoute, guardedRoutes, notFound } from "./admin-guard.ts";

export interface AdminDeps {
  tokens: ServiceTokens;
  traceOf(messageId: string): Promise<object | undefined>;
  deadLetters: DeadLetters;
  alerts: Alerts;
  readConversation(id: string): Promise<ConversationSummary | undefined>;
  holder: Holder;
  recent: Pick<Recent, "messages" | "session">;
  audit(entry: AuditEntry): Promise<void>;
}

const nothing = z.object({});
const byId = z.object({ id: z.guid() });
const page = z.strictObject({
  cursor: z.guid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
const flag = z.enum(["true", "false"]).transform((value) => value === "true");

/** What only an administrator's token opens: why an answer was given, what went wrong, and what staff may do about it. */
export function admin(deps: AdminDeps): Koa.Middleware {
  return guardedRoutes(deps.tokens, [
    adminRoute({
      method: "get",
      path: "/turns/:messageId",
      params: z.object({ messageId: z.string() }),
      query: nothing,
      async run({ params }) {
        const trace = await deps.traceOf(params.messageId);
        return trace ? done(trace) : notFound();
      },
    }),
    ...deadLetterRoutes(deps),
    ...alertRoutes(deps),
    ...conversationRoutes(deps),
  ]);
}

function deadLetterRoutes({ deadLetters }: AdminDeps): AdminRoute[] {
  return [
    adminRoute({
      method: "get",
      path: "/dead-letters",
      params: nothing,
      query: page,
      run: async ({ query }) => done(pageOf(await deadLetters.list(oneMore(query)), query, (item) => item.messageId)),
    }),
    adminRoute({
      method: "post",
      path: "/dead-letters/:id/retry",
      params: byId,
      query: nothing,
      async run({ params, by }) {
        const retry = await deadLetters.retry(params.id, by);
        if (retry.kind === "not_found") return notFound();
        if (retry.kind === "not_dead") {
          return { kind: "refused", status: 409, code: "not_dead", title: "The message is no dead letter" };
        }
        const { conversationId, state } = retry;
        return done({ messageId: params.id, conversationId, state });
      },
    }),
  ];
}

function alertRoutes({ alerts }: AdminDeps): AdminRoute[] {
  return [
    adminRoute({
      method: "get",
      path: "/alerts",
      params: nothing,
      query: page.extend({ open: flag.optional() }),
      async run({ query }) {
        const found = await alerts.list({ ...oneMore(query), isOpen: query.open });
        return done(pageOf(found, query, (alert) => alert.id));
      },
    }),
    adminRoute({
      method: "post",
      path: "/alerts/:id/acknowledge",
      params: byId,
      query: nothing,
      async run({ params, by }) {
        const alert = await alerts.acknowledge(params.id, by);
        return alert ? done(alert) : notFound();
      },
    }),
  ];
}

function conversationRoutes({ readConversation, holder, recent, audit }: AdminDeps): AdminRoute[] {
  return [
    adminRoute({
      method: "get",
      path: "/conversations/:id",
      params: byId,
      query: nothing,
      async run({ params }) {
        const [conversation, session] = await Promise.all([readConversation(params.id), recent.session(params.id)]);
        return conversation ? done({ ...session, ...conversation }) : notFound();
      },
    }),
    // The customer's own words: the only route that shows them, and to nobody whose look is not noted first.
    adminRoute({
      method: "get",
      path: "/conversations/:id/history",
      params: byId,
      query: nothing,
      async run({ params, by }) {
        const conversation = await readConversation(params.id);
        if (!conversation) return notFound();
        await audit({ kind: "conversation.read", subjectId: params.id, by });
        return done({ conversationId: params.id, messages: await recent.messages(params.id) });
      },
    }),
    adminRoute({
      method: "post",
      path: "/conversations/:id/take-over",
      params: byId,
      query: nothing,
      async run({ params, by }) {
        const taken = await holder.takeOver(params.id, by);
        return taken ? done({ conversationId: params.id, holder: "human", ...taken }) : notFound();
      },
    }),
    adminRoute({
      method: "post",
      path: "/conversations/:id/hand-back",
      params: byId,
      query: nothing,
      async run({ params, by }) {
        // Repeating it is harmless: what is asked for is true already.
        if (!(await holder.handBack(params.id, by)) && !(await readConversation(params.id))) return notFound();
        return done({ conversationId: params.id, holder: "bot" });
      },
    }),
  ];
}

function done(body: object): AdminAnswer {
  return { kind: "done", body };
}

/** One more than is shown tells whether there is a next page. */
function oneMore({ cursor, limit }: z.output<typeof page>): { before: string | undefined; limit: number } {
  return { before: cursor, limit: limit + 1 };
}

function pageOf<Item>(found: Item[], { limit }: { limit: number }, idOf: (item: Item) => string): object {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last ? idOf(last) : null };
}
