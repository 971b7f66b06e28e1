export { createDelivery, type Delivery, type DeliveryDeps } from "./delivery.ts";
export { enqueueOutbound, type NewOutbound, type OutboundKind } from "./outbox.ts";
