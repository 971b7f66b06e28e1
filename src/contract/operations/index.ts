import type { z } from "zod";
import type { ApiName, PartInput, PartOutput } from "../operation.ts";
import { adminOperations } from "./admin.ts";
import { bookingOperations } from "./booking.ts";
import { calendarsOperations } from "./calendars.ts";
import { catalogueOperations } from "./catalogue.ts";
import { classesOperations } from "./classes.ts";
import { clientsOperations } from "./clients.ts";
import { keysOperations } from "./keys.ts";
import { llmOperations } from "./llm.ts";
import { nluOperations } from "./nlu.ts";
import { packagesOperations } from "./packages.ts";
import { paymentsOperations } from "./payments.ts";
import { scheduleOperations } from "./schedule.ts";
import { webhooksOperations } from "./webhooks.ts";

export { DEFAULT_HOLD_MINUTES } from "./booking.ts";
export { MAX_SLOT_DAYS } from "./common.ts";
export { type WebhookEventKind, webhookEventKinds } from "./webhooks.ts";
export {
  adminOperations,
  bookingOperations,
  calendarsOperations,
  catalogueOperations,
  classesOperations,
  clientsOperations,
  keysOperations,
  llmOperations,
  nluOperations,
  packagesOperations,
  paymentsOperations,
  scheduleOperations,
  webhooksOperations,
};

/** Every operation of the internal API, once. Paths are under `/api`. */
export const operations = {
  ...catalogueOperations,
  ...scheduleOperations,
  ...bookingOperations,
  ...classesOperations,
  ...packagesOperations,
  ...paymentsOperations,
  ...clientsOperations,
  ...keysOperations,
  ...webhooksOperations,
  ...calendarsOperations,
  ...adminOperations,
  ...llmOperations,
  ...nluOperations,
} as const;

export type Operations = typeof operations;
export type OperationId = keyof Operations;
/** What the conversation may call: behind a breaker of its API. The others are for developers and staff. */
export type GuardedOperationId = {
  [Id in OperationId]: Operations[Id] extends { api: ApiName } ? Id : never;
}[OperationId];

export type ParamsOf<Id extends OperationId> = PartOutput<Operations[Id], "params">;
export type QueryOf<Id extends OperationId> = PartOutput<Operations[Id], "query">;
export type BodyOf<Id extends OperationId> = PartOutput<Operations[Id], "body">;
export type ResponseOf<Id extends OperationId> = z.output<Operations[Id]["response"]>;
export type ParamsInput<Id extends OperationId> = PartInput<Operations[Id], "params">;
export type QueryInput<Id extends OperationId> = PartInput<Operations[Id], "query">;
export type BodyInput<Id extends OperationId> = PartInput<Operations[Id], "body">;
