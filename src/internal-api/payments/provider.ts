import type { IncomingHttpHeaders } from "node:http";

/** What a customer is asked to pay on a provider's page. */
export interface CheckoutOrder {
  purchaseId: string;
  code: string;
  name: string;
  amountMinor: number;
  currency: string;
  /** When the page may close. */
  expiresAt: Date;
  now: Date;
  /** Where the customer comes back to when it is done. */
  returnUrl: string;
  /** How many pages of this purchase ended before; repeats of one attempt get one page. */
  attempt: number;
}

export interface CheckoutPage {
  sessionId: string;
  url: string;
  expiresAt: Date;
}

/** `processing`: the customer is done and the money is on its way. */
export type CheckoutState = "open" | "processing" | "ended";

/** What a provider knows of one page's payment, at the moment of asking. Money in minor units. */
export interface ProviderPayment {
  sessionId: string;
  state: CheckoutState;
  /** Only when the money has been taken. */
  paid?: { ref: string; amountMinor: number; currency: string };
  refunds: {
    ref: string;
    /** Ours, when we decided it. */
    refundId?: string;
    amountMinor: number;
    status: RefundStatus;
  }[];
}

export type RefundStatus = "pending" | "succeeded" | "failed";

/** What a notification is about: never what it says, because it may be old. Undefined: nothing that concerns us. */
export type Subject = { sessionId: string } | { paymentRef: string } | undefined;

/** A payment provider. Every call is bounded in time and may fail as a `ProviderUnavailableError`. */
export interface PaymentProvider {
  name: "sandbox" | "stripe";
  /** Opens a page for one order, or finds the one that an earlier call of this attempt opened. */
  createCheckout(order: CheckoutOrder): Promise<CheckoutPage>;
  /** @throws InvalidSignatureError when the provider did not send it, or not lately. */
  verifyWebhook(rawBody: Buffer, headers: IncomingHttpHeaders): Promise<{ id: string; kind: string; subject: Subject }>;
  /** How things stand now; undefined for what the provider does not know. */
  readPayment(subject: NonNullable<Subject>): Promise<ProviderPayment | undefined>;
  /** Gives money back, once for each `refundId` however often it is asked. */
  refund(order: { refundId: string; paymentRef: string; amountMinor: number }): Promise<{
    status: RefundStatus;
    ref: string | undefined;
  }>;
}

/** The provider gave no answer that says what happened; asking again is safe. */
export class ProviderUnavailableError extends Error {
  readonly code = "provider_unavailable";
  constructor(reason: string) {
    super(`the payment provider did not answer: ${reason}`);
    this.name = "ProviderUnavailableError";
  }
}

export class InvalidSignatureError extends Error {
  readonly code = "signature_invalid";
  constructor() {
    super("the signature is not the provider's");
    this.name = "InvalidSignatureError";
  }
}
