import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import Stripe from "stripe";

interface Session {
  id: string;
  object: "checkout.session";
  url: string | null;
  status: "open" | "complete" | "expired";
  payment_status: "unpaid" | "paid";
  payment_intent: string | null;
  client_reference_id: string | null;
  amount_total: number;
  currency: string;
  expires_at: number;
  success_url: string;
}

interface Intent {
  id: string;
  object: "payment_intent";
  status: "processing" | "requires_payment_method" | "succeeded";
  amount_received: number;
  currency: string;
}

interface Refund {
  id: string;
  object: "refund";
  payment_intent: string;
  amount: number;
  status: "pending" | "succeeded" | "failed";
  metadata: Record<string, string>;
}

export interface FakeEvent {
  id: string;
  object: "event";
  type: string;
  data: { object: object };
}

export type FakeStripe = Awaited<ReturnType<typeof startFakeStripe>>;

/**
 * As much of Stripe as Checkout needs, on a port of its own: `STRIPE_API_BASE_URL` is its `url`. It keeps idempotency
 * keys as Stripe does (same key and same body: the same answer; another body: 400), and `events` is what it would send.
 */
export async function startFakeStripe(webhookSecret = "whsec_test") {
  const sessions = new Map<string, Session>();
  const intents = new Map<string, Intent>();
  const refunds = new Map<string, Refund>();
  const answers = new Map<string, { body: string; answer: object }>();
  const events: FakeEvent[] = [];
  const requests: string[] = [];
  let count = 0;
  const newId = (prefix: string) => `${prefix}_test_${++count}`;
  const sdk = new Stripe("sk_test_fake");
  const fake = {
    url: "",
    events,
    requests,
    sessions,
    refunds,
    /** Every request fails with this status. */
    failsWith: undefined as number | undefined,
    /** What becomes of a refund that is asked for; "refused" is a 400. */
    refundsBecome: "succeeded" as Refund["status"] | "refused",
    /** An event's body and the headers that Stripe would send with it. */
    sign(event: object, secret = webhookSecret) {
      const payload = JSON.stringify(event);
      const signature = sdk.webhooks.generateTestHeaderString({ payload, secret });
      return { body: Buffer.from(payload), headers: { "stripe-signature": signature } };
    },
    /** The customer pays on the page. */
    pay(sessionId: string) {
      finish(sessionId, "succeeded");
      return tell("checkout.session.completed", sessionOf(sessionId));
    },
    /** The customer takes a slip to a shop; the money comes with `settle`, or not. */
    payLater(sessionId: string) {
      finish(sessionId, "processing");
      return tell("checkout.session.completed", sessionOf(sessionId));
    },
    settle(sessionId: string, isPaid: boolean) {
      finish(sessionId, isPaid ? "succeeded" : "requires_payment_method");
      const outcome = isPaid ? "succeeded" : "failed";
      return tell(`checkout.session.async_payment_${outcome}`, sessionOf(sessionId));
    },
    expire(sessionId: string) {
      Object.assign(sessionOf(sessionId), { status: "expired", url: null });
      return tell("checkout.session.expired", sessionOf(sessionId));
    },
    /** Somebody gives money back in Stripe's own pages. */
    refundThere(sessionId: string, amount: number, status: Refund["status"] = "succeeded") {
      const { payment_intent } = sessionOf(sessionId);
      const refund = addRefund(payment_intent as string, amount, status, {});
      tell("charge.refunded", { id: newId("ch"), object: "charge", payment_intent });
      return refund;
    },
    /** As after a move to another account: Stripe knows no such payment. */
    forgetPayment(sessionId: string) {
      intents.delete(sessionOf(sessionId).payment_intent as string);
    },
    /** A bank answers late. */
    changeRefund(refundId: string, status: Refund["status"]) {
      const refund = refunds.get(refundId)!;
      refund.status = status;
      tell(status === "failed" ? "refund.failed" : "refund.updated", refund);
    },
    close() {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;

  /** The object as it was: an event tells of its moment. */
  function tell(type: string, object: object): FakeEvent {
    const event: FakeEvent = { id: newId("evt"), object: "event", type, data: { object: structuredClone(object) } };
    events.push(event);
    return event;
  }

  function sessionOf(id: string): Session {
    const session = sessions.get(id);
    if (!session) throw new Error(`no session ${id}`);
    return session;
  }

  function finish(sessionId: string, status: Intent["status"]): void {
    const session = sessionOf(sessionId);
    const id = session.payment_intent ?? newId("pi");
    const amount_received = status === "succeeded" ? session.amount_total : 0;
    intents.set(id, { id, object: "payment_intent", status, amount_received, currency: session.currency });
    const payment_status = status === "succeeded" ? "paid" : "unpaid";
    Object.assign(session, { status: "complete", payment_status, payment_intent: id, url: null });
  }

  function addRefund(payment_intent: string, amount: number, status: Refund["status"], metadata: Refund["metadata"]) {
    const refund: Refund = { id: newId("re"), object: "refund", payment_intent, amount, status, metadata };
    refunds.set(refund.id, refund);
    tell("refund.created", refund);
    return refund;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", "http://stripe");
    const body = await text(request);
    requests.push(`${request.method} ${url.pathname}`);
    if (fake.failsWith) return send(response, fake.failsWith, { error: { type: "api_error" } });
    const key = request.headers["idempotency-key"] as string | undefined;
    const earlier = key === undefined ? undefined : answers.get(key);
    if (earlier && earlier.body !== body) return send(response, 400, { error: { type: "idempotency_error" } });
    if (earlier) return send(response, 200, earlier.answer);
    const answer = route(request.method ?? "", url, new URLSearchParams(body));
    if (!answer) return send(response, 404, { error: { type: "invalid_request_error", code: "resource_missing" } });
    if (answer === "refused") {
      return send(response, 400, { error: { type: "invalid_request_error", code: "charge_already_refunded" } });
    }
    if (key !== undefined) answers.set(key, { body, answer });
    send(response, 200, answer);
  }

  function route(method: string, url: URL, form: URLSearchParams): object | "refused" | undefined {
    const isList = (path: string) => method === "GET" && url.pathname === path;
    const intentId = url.searchParams.get("payment_intent");
    if (method === "POST" && url.pathname === "/v1/checkout/sessions") return createSession(form);
    if (method === "POST" && url.pathname === "/v1/refunds") return createRefund(form);
    if (isList("/v1/refunds") && !intents.has(intentId ?? "")) return undefined;
    if (isList("/v1/refunds")) return list([...refunds.values()].filter((r) => r.payment_intent === intentId));
    if (isList("/v1/checkout/sessions")) {
      return list([...sessions.values()].filter((s) => s.payment_intent === intentId).map(expanded));
    }
    const [, id] = /^\/v1\/checkout\/sessions\/(\w+)$/.exec(url.pathname) ?? [];
    const session = id === undefined ? undefined : sessions.get(id);
    return session && expanded(session);
  }

  function createSession(form: URLSearchParams): Session {
    const id = newId("cs");
    const session: Session = {
      id,
      object: "checkout.session",
      url: `https://checkout.stripe.test/${id}`,
      status: "open",
      payment_status: "unpaid",
      payment_intent: null,
      client_reference_id: form.get("client_reference_id"),
      amount_total: Number(form.get("line_items[0][price_data][unit_amount]")),
      currency: form.get("line_items[0][price_data][currency]") ?? "",
      expires_at: Number(form.get("expires_at")),
      success_url: form.get("success_url") ?? "",
    };
    sessions.set(id, session);
    return session;
  }

  function createRefund(form: URLSearchParams): Refund | "refused" {
    if (fake.refundsBecome === "refused") return "refused";
    const metadata = { refund_id: form.get("metadata[refund_id]") ?? "" };
    return addRefund(form.get("payment_intent") ?? "", Number(form.get("amount")), fake.refundsBecome, metadata);
  }

  function expanded(session: Session): object {
    return { ...session, payment_intent: session.payment_intent ? intents.get(session.payment_intent) : null };
  }
}

function list(data: object[]): object {
  return { object: "list", data, has_more: false };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "request-id": "req_test" });
  response.end(JSON.stringify(body));
}
