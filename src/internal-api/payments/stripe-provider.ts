import type Stripe from "stripe";
import type { CheckoutState, PaymentProvider, ProviderPayment, RefundStatus, Subject } from "./provider.ts";
import { InvalidSignatureError, ProviderUnavailableError } from "./provider.ts";

export interface StripeOptions {
  secretKey: string;
  /** Any of them may have signed a notification: there are two during a rotation. */
  webhookSecrets: readonly string[];
  /** Instead of https://api.stripe.com: scheme, host and port. */
  apiBaseUrl?: string | undefined;
}

/** A customer waits for the page and Stripe for the answer to its notification: two tries are over in some 10 s. */
const TIMEOUT_MS = 5000;
const RETRIES = 1;
const MINUTE_MS = 60_000;
/**
 * Stripe takes between 30 minutes and 24 hours from its own now; what is left is for clocks that differ. Counted from
 * the last full step, so that two openings at once ask for the very same page.
 */
const STEP_MS = 10 * MINUTE_MS;
const SHORTEST_MS = STEP_MS + 31 * MINUTE_MS;
const LONGEST_MS = 24 * 60 * MINUTE_MS - MINUTE_MS;
/** A payment has one refund, rarely a few. */
const MOST_REFUNDS = 100;

/** Stripe Checkout through the official SDK, which is loaded with the first call. */
export function createStripeProvider({ secretKey, webhookSecrets, apiBaseUrl }: StripeOptions): PaymentProvider {
  let loading: Promise<Stripe> | undefined;
  const client = () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };

  async function load(): Promise<Stripe> {
    const { default: Sdk } = await import("stripe");
    const base = apiBaseUrl ? new URL(apiBaseUrl) : undefined;
    return new Sdk(secretKey, {
      timeout: TIMEOUT_MS,
      maxNetworkRetries: RETRIES,
      telemetry: false,
      ...(base && {
        protocol: base.protocol === "http:" ? "http" : "https",
        host: base.hostname,
        port: base.port || (base.protocol === "http:" ? 80 : 443),
      }),
    });
  }

  return {
    name: "stripe",

    async createCheckout(order) {
      const stripe = await client();
      const stepMs = Math.floor(order.now.getTime() / STEP_MS) * STEP_MS;
      const life = Math.min(Math.max(order.expiresAt.getTime() - stepMs, SHORTEST_MS), LONGEST_MS);
      const expiresAt = Math.floor((stepMs + life) / 1000);
      const session = await asking(() =>
        stripe.checkout.sessions.create(
          {
            mode: "payment",
            client_reference_id: order.purchaseId,
            metadata: { purchase_id: order.purchaseId, code: order.code },
            payment_intent_data: { metadata: { purchase_id: order.purchaseId, code: order.code } },
            line_items: [
              {
                quantity: 1,
                price_data: {
                  currency: order.currency.toLowerCase(),
                  unit_amount: order.amountMinor,
                  product_data: { name: order.name },
                },
              },
            ],
            expires_at: expiresAt,
            success_url: order.returnUrl,
          },
          { idempotencyKey: `checkout:${order.purchaseId}:${order.attempt}:${expiresAt}` },
        ),
      );
      if (!session.url) throw new ProviderUnavailableError("a checkout session without an address");
      return { sessionId: session.id, url: session.url, expiresAt: new Date(session.expires_at * 1000) };
    },

    async verifyWebhook(rawBody, headers) {
      const stripe = await client();
      const signature = headers["stripe-signature"];
      for (const secret of typeof signature === "string" ? webhookSecrets : []) {
        try {
          const event = stripe.webhooks.constructEvent(rawBody, signature as string, secret);
          return { id: event.id, kind: event.type, subject: subjectOf(event) };
        } catch {
          // Perhaps it was the other secret.
        }
      }
      throw new InvalidSignatureError();
    },

    async readPayment(subject) {
      const stripe = await client();
      const session = await asking(async () => {
        const expand = "payment_intent";
        if ("sessionId" in subject) return stripe.checkout.sessions.retrieve(subject.sessionId, { expand: [expand] });
        const { data } = await stripe.checkout.sessions.list({
          payment_intent: subject.paymentRef,
          limit: 1,
          expand: [`data.${expand}`],
        });
        return data[0];
      }).catch(orUnknown);
      if (!session) return undefined;
      const intent = typeof session.payment_intent === "string" ? null : session.payment_intent;
      const isPaid = session.payment_status === "paid" && intent !== null;
      const refunds = isPaid
        ? await asking(() => stripe.refunds.list({ payment_intent: intent.id, limit: MOST_REFUNDS }))
        : undefined;
      return {
        sessionId: session.id,
        state: stateOf(session, intent),
        ...(isPaid && {
          paid: {
            ref: intent.id,
            amountMinor: session.amount_total ?? intent.amount_received,
            currency: (session.currency ?? intent.currency).toUpperCase(),
          },
        }),
        refunds: (refunds?.data ?? []).map(toRefund),
      };
    },

    async refund({ refundId, paymentRef, amountMinor }) {
      const stripe = await client();
      try {
        // Stripe forgets idempotency keys; a refund that carries our id it does not forget.
        const { data } = await asking(() => stripe.refunds.list({ payment_intent: paymentRef, limit: MOST_REFUNDS }));
        const earlier = data.find(({ metadata }) => metadata?.refund_id === refundId);
        if (earlier) return { status: statusOf(earlier), ref: earlier.id };
        const refund = await asking(() =>
          stripe.refunds.create(
            { payment_intent: paymentRef, amount: amountMinor, metadata: { refund_id: refundId } },
            { idempotencyKey: `refund:${refundId}` },
          ),
        );
        return { status: statusOf(refund), ref: refund.id };
      } catch (error) {
        if (error instanceof RefusedError) return { status: "failed", ref: undefined };
        throw error;
      }
    },
  };
}

/** A definite "no" of Stripe: asking again changes nothing. */
class RefusedError extends ProviderUnavailableError {
  constructor(readonly reason: string) {
    super(reason);
  }
}

/** Another shop's, or one of the other mode's (test and live know nothing of each other). */
function orUnknown(error: unknown): undefined {
  if (error instanceof RefusedError && error.reason === "resource_missing") return undefined;
  throw error;
}

async function asking<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { type, code, statusCode } = error as { type?: string; code?: string; statusCode?: number };
    // Never the message: it may quote what was sent.
    if (type === "StripeInvalidRequestError" && statusCode !== 429) throw new RefusedError(code ?? type);
    throw new ProviderUnavailableError(code ?? type ?? "no answer");
  }
}

function subjectOf({ type, data }: Stripe.Event): Subject {
  const object = data.object as { id?: string; payment_intent?: string | { id: string } | null };
  if (type.startsWith("checkout.session.")) return object.id === undefined ? undefined : { sessionId: object.id };
  if (!type.startsWith("refund.") && !type.startsWith("charge.refund")) return undefined;
  const { payment_intent: intent } = object;
  const paymentRef = typeof intent === "string" ? intent : intent?.id;
  return paymentRef === undefined ? undefined : { paymentRef };
}

/**
 * A session that is complete and not paid waits for a slow method (cash at a shop, a transfer), until its payment is
 * open for another method again, which no page of ours can offer any more.
 */
function stateOf(session: Stripe.Checkout.Session, intent: Stripe.PaymentIntent | null): CheckoutState {
  if (session.status === "open") return "open";
  if (session.status !== "complete" || session.payment_status !== "unpaid") return "ended";
  return intent?.status === "requires_payment_method" || intent?.status === "canceled" ? "ended" : "processing";
}

function toRefund(refund: Stripe.Refund): ProviderPayment["refunds"][number] {
  const refundId = refund.metadata?.refund_id;
  return {
    ref: refund.id,
    ...(refundId === undefined ? {} : { refundId }),
    amountMinor: refund.amount,
    status: statusOf(refund),
  };
}

function statusOf({ status }: Stripe.Refund): RefundStatus {
  if (status === "succeeded") return "succeeded";
  return status === "failed" || status === "canceled" ? "failed" : "pending";
}
