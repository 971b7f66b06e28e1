import type { z } from "zod";
import type { ApiScope } from "./caller.ts";
import { commonProblemCodes, type ProblemCode } from "./problem.ts";

/** One circuit breaker each, even when all of them live at one URL. */
export type ApiName = "booking" | "packages" | "payments" | "clients";
export const apiNames = ["booking", "packages", "payments", "clients"] as const satisfies ApiName[];

/**
 * Whose rows: `caller` nobody's, so that any valid token will do; `customer` those of the customer on whose behalf the
 * token acts; `owner` the same, except that staff and developers reach everybody's; `staff` what no customer touches.
 */
export type Reach = "caller" | "customer" | "owner" | "staff";

/** An operation of the internal API, declared once for the server, the client and the documentation. */
export interface OperationShape {
  id: string;
  summary: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Under `/api`; parameters in braces, as OpenAPI writes them. */
  path: string;
  /** The breaker that guards it; without one the conversation never calls it. */
  api?: ApiName;
  reach: Reach;
  scope: ApiScope;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  response: z.ZodType;
  /** Of a body or an answer that is text and not JSON; the schema is then one of a string. */
  requestType?: "text/csv";
  responseType?: "text/csv" | "text/calendar";
  successStatus: 200 | 201;
  /** The codes of its own; `problemCodesOf` adds what the guard of every operation may say. */
  errors: readonly ProblemCode[];
  /** A repeat without an idempotency key is harmless. */
  isIdempotent: boolean;
}

/** An operation that the conversation calls, behind the breaker of its API. */
export type GuardedOperation = OperationShape & { api: ApiName };

/** Whether programs must send an idempotency key: a repeated POST acts twice, unless it is declared harmless. */
export function needsKey({ method, isIdempotent }: OperationShape): boolean {
  return method === "POST" && !isIdempotent;
}

/** Everything that an operation may answer instead of its success: its own codes, and those of the guard before it. */
export function problemCodesOf(operation: OperationShape): ProblemCode[] {
  const { method, body, errors } = operation;
  const codes: ProblemCode[] = [...errors, ...commonProblemCodes];
  if (body) codes.push("payload_too_large", "unsupported_media_type");
  if (method !== "GET") codes.push("idempotency_key_reused", "idempotency_in_progress");
  if (needsKey(operation)) codes.push("idempotency_key_missing");
  if (method !== "GET" && method !== "POST") codes.push("precondition_failed");
  return [...new Set(codes)];
}

export function defineOperation<const Shape extends OperationShape>(operation: Shape): Shape {
  return operation;
}

/** The validated value of one part, or undefined where the operation has no such part. */
export type PartOutput<Shape, Part extends string> = Shape extends { [P in Part]: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;

/** What a caller writes for one part, before validation. */
export type PartInput<Shape, Part extends string> = Shape extends { [P in Part]: infer S extends z.ZodType }
  ? z.input<S>
  : undefined;
