export { seedCatalogue } from "./booking/seed.ts";
export { createApiKey } from "./callers/key-rows.ts";
export { createInternalApi, type InternalApi, type InternalApiDeps } from "./internal-api.ts";
export { done, type HandlersOf, type Outcome, refuse, refuseField } from "./outcome.ts";
export type { Checkout, Opened, ReceivedPayment } from "./payments/checkout.ts";
export { InvalidSignatureError, type PaymentProvider, ProviderUnavailableError } from "./payments/provider.ts";
export { createStripeProvider, type StripeOptions } from "./payments/stripe-provider.ts";
export { WHATSAPP_CHANNEL } from "./phone.ts";
export { type Attempt, createWebhookQueue, type DueDelivery, type WebhookQueue } from "./webhooks/webhook-queue.ts";
