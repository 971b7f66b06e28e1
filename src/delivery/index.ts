export { createDelivery, type Delivery, type DeliveryDeps } from "./delivery.ts";
export { enqueueOutbound, type NewOutbound, type OutboundKind, outboundRows } from "./outbox.ts";
