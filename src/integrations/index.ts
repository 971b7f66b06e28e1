export { startWebhookSender, type WebhookSenderDeps } from "./webhook-sender.ts";
