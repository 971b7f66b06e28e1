import type { IncomingHttpHeaders } from "node:http";
import type { Purchase } from "../../contract/index.ts";
import { applyPayment, isEventKnown } from "./apply-payment.ts";
import type { PaymentDeps } from "./payment-deps.ts";
import type { PaymentProvider } from "./provider.ts";
import { lockPurchase, type PurchaseRow, selectPurchases, statusNow, toPurchase } from "./purchase-rows.ts";
import { takePayment } from "./take-payment.ts";

/** A payment that our own page took. */
export interface ReceivedPayment {
  /** Of the purchase's link. */
  token: string;
  provider: "sandbox";
  /** The provider's own id of the payment. */
  providerRef: string;
}

/** What a customer who opens a purchase's link is to see. */
export type Opened =
  | { kind: "page"; purchase: Purchase; isProcessing: boolean }
  /** The provider's page, on which it is paid. */
  | { kind: "redirect"; url: string };

/** What stands behind a purchase's link: the sandbox's page and what a real provider's pages and notifications need. */
export interface Checkout {
  provider: PaymentProvider["name"];
  /** Undefined for a token that is nobody's. Changes nothing and asks nobody. */
  findByToken(token: string): Promise<Purchase | undefined>;
  /**
   * Opens the link: with a real provider, the page on which it is paid, made now or still alive from before.
   * @param isBack the customer comes back from there, so that the provider is asked what became of it
   * @throws ProviderUnavailableError
   */
  open(token: string, isBack: boolean): Promise<Opened | undefined>;
  /**
   * The sandbox's button. Marks the purchase paid, once, however often and from wherever it is called: credits, payment
   * and the event `purchase.paid` commit with it. `not_payable`: its time is over, or there is nothing to pay any more.
   */
  markPaid(payment: ReceivedPayment): Promise<"paid" | "already_paid" | "not_payable" | "not_found">;
  /**
   * A provider's notification. It is only a bell: what is true is asked of the provider, so that one which comes late,
   * twice or out of order ends in the same state. `ignored`: it concerns nothing of ours.
   * @throws InvalidSignatureError and ProviderUnavailableError, after which the provider sends it again.
   */
  receiveWebhook(rawBody: Buffer, headers: IncomingHttpHeaders): Promise<"applied" | "duplicate" | "ignored">;
}

export interface CheckoutDeps extends PaymentDeps {
  /** After the commit; a process that ends before it loses nothing, the event is there. */
  onPaid(): void;
}

interface SessionRow {
  session_id: string;
  url: string;
  state: "open" | "processing" | "ended";
  expires_at: Date;
  pages: number;
}

export function createCheckout(deps: CheckoutDeps): Checkout {
  const { database, profileId, clock, provider } = deps;

  return {
    provider: provider.name,

    async findByToken(token) {
      const row = await findRow(token);
      return row && toPurchase(row, deps, clock.now());
    },

    async open(token, isBack) {
      let row = await findRow(token);
      if (!row) return undefined;
      let session = await latestSession(row.id);
      if (session && row.paid_at === null && (session.state === "processing" || (isBack && session.state === "open"))) {
        const payment = await provider.readPayment({ sessionId: session.session_id });
        if (payment) tell(await applyPayment(deps, payment));
        row = (await findRow(token)) ?? row;
        session = await latestSession(row.id);
      }
      const now = clock.now();
      const isProcessing = session?.state === "processing";
      const page: Opened = { kind: "page", purchase: toPurchase(row, deps, now), isProcessing };
      if (provider.name === "sandbox" || isProcessing || statusNow(row, now) !== "pending") return page;
      if (session?.state === "open" && session.expires_at > now) return { kind: "redirect", url: session.url };
      return { kind: "redirect", url: await makeSession(row, session?.pages ?? 0, now) };
    },

    async markPaid(payment) {
      const now = clock.now();
      const result = await database.transaction(async (sql) => {
        const row = await lockPurchase(sql, "p.profile = $1 and p.pay_token = $2", [profileId, payment.token]);
        if (!row) return "not_found";
        const status = statusNow(row, now);
        if (status !== "pending") return status === "paid" ? "already_paid" : "not_payable";
        const { provider, providerRef: ref } = payment;
        const taken = { provider, ref, amountMinor: Number(row.price_minor), currency: row.currency };
        return (await takePayment(sql, deps, row, taken, now)) === "paid" ? "paid" : "already_paid";
      });
      if (result === "paid") deps.onPaid();
      return result;
    },

    async receiveWebhook(rawBody, headers) {
      const { id, kind, subject } = await provider.verifyWebhook(rawBody, headers);
      if (!subject) return "ignored";
      if (await isEventKnown(database, provider.name, id)) return "duplicate";
      const payment = await provider.readPayment(subject);
      const result = payment ? await applyPayment(deps, payment, { id, kind }) : "ignored";
      tell(result);
      return result === "paid" ? "applied" : result;
    },
  };

  function tell(result: Awaited<ReturnType<typeof applyPayment>>): void {
    if (result === "paid") deps.onPaid();
  }

  async function findRow(token: string): Promise<PurchaseRow | undefined> {
    const [row] = await selectPurchases(database, "p.profile = $1 and p.pay_token = $2", [profileId, token]);
    return row;
  }

  async function latestSession(purchaseId: string): Promise<SessionRow | undefined> {
    const [session] = await database.query<SessionRow>(
      /* sql */ `
      select session_id, url, state, expires_at, count(*) over ()::int as pages
      from checkout_sessions where purchase_id = $1 and provider = $2
      order by created_at desc, session_id desc limit 1`,
      [purchaseId, provider.name],
    );
    return session;
  }

  /** Asks the provider, then writes: between the two nothing is lost, because nobody has the page's address yet. */
  async function makeSession(row: PurchaseRow, attempt: number, now: Date): Promise<string> {
    if (!deps.payUrl) throw new Error("a page to pay on without an address to come back to");
    const page = await provider.createCheckout({
      purchaseId: row.id,
      code: row.code,
      name: row.name,
      amountMinor: Number(row.price_minor),
      currency: row.currency,
      expiresAt: row.expires_at,
      now,
      returnUrl: `${deps.payUrl(row.pay_token)}?back=1`,
      attempt,
    });
    await database.query(
      /* sql */ `
      insert into checkout_sessions (provider, session_id, purchase_id, url, expires_at, created_at)
      values ($1, $2, $3, $4, $5, $6) on conflict (provider, session_id) do nothing`,
      [provider.name, page.sessionId, row.id, page.url, page.expiresAt, now],
    );
    return page.url;
  }
}
