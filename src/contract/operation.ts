import type { z } from "zod";
import type { ProblemCode } from "./problem.ts";

/** One circuit breaker each, even when all of them live at one URL. */
export type ApiName = "booking" | "packages" | "payments" | "clients";
export const apiNames = ["booking", "packages", "payments", "clients"] as const satisfies ApiName[];

/**
 * Who may call: `caller` any valid token; `customer` a token that names the customer on whose behalf it acts;
 * `owner` the same, except that an administrator reaches everybody's rows.
 */
export type Scope = "caller" | "customer" | "owner";

/** An operation of the internal API, declared once for the server, the client and the documentation. */
export interface OperationShape {
  id: string;
  summary: string;
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Under `/api`; parameters in braces, as OpenAPI writes them. */
  path: string;
  api: ApiName;
  scope: Scope;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  response: z.ZodType;
  successStatus: 200 | 201;
  /** The codes of its own; `commonProblemCodes` come on top of them. */
  errors: readonly ProblemCode[];
  /** A repeat without an idempotency key is harmless. */
  isIdempotent: boolean;
  /** A service token must send an idempotency key. */
  isKeyRequired?: boolean;
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
