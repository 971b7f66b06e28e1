export { admin } from "./admin.ts";
export { health, type WorkerState } from "./health.ts";
export { metricsPage } from "./metrics-page.ts";
export { payPage } from "./pay-page.ts";
export { rateLimit } from "./rate-limit.ts";
export { startWebServer, type WebServer } from "./server.ts";
export { createSimulator, type Simulator } from "./simulator/index.ts";
export { OUTBOUND_PARAM, twilioWebhooks } from "./twilio-webhooks.ts";
