import { InvalidSignatureError, type PaymentProvider } from "./provider.ts";

/**
 * No money and nobody to ask: the page is our own, `/pay/{token}`, its button is the payment, and a refund is done as
 * soon as it is decided.
 */
export const sandboxProvider: PaymentProvider = {
  name: "sandbox",
  createCheckout: async (order) => ({
    sessionId: order.purchaseId,
    url: order.returnUrl,
    expiresAt: order.expiresAt,
  }),
  verifyWebhook: () => Promise.reject(new InvalidSignatureError()),
  readPayment: async () => undefined,
  refund: async ({ refundId }) => ({ status: "succeeded", ref: refundId }),
};
