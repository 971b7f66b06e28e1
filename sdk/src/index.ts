export { type Arguments, type Atiende, type ClientOptions, createClient, type Item } from "./client.ts";
export { AtiendeError } from "./error.ts";
export type { components, operations } from "./schema.ts";
export { verifyWebhook, type WebhookEvent } from "./webhook.ts";
