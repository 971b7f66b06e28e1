export { createInternalApi, type InternalApi, type InternalApiDeps } from "./internal-api.ts";
export type { Checkout, ReceivedPayment } from "./payments/checkout.ts";
