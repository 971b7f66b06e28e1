export { answerRemoteBell, type Bell, createRemoteBell } from "./bell.ts";
export { startConversations } from "./conversations.ts";
export { createInbox, type Inbox } from "./inbox.ts";
export { noticePaidPurchases } from "./paid-notices.ts";
export { PLACEHOLDERS, TEMPLATE_KEYS } from "./template-keys.ts";
export { readTrace } from "./trace.ts";
export type { Turn } from "./turn.ts";
export { WordingError } from "./wording.ts";
export type { Worker } from "./worker.ts";
