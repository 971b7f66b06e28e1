import type { BodyOf, Caller, OperationId, ParamsOf, ProblemCode, QueryOf, ResponseOf } from "../contract/index.ts";
import type { Sql } from "../database/index.ts";

/** A definite "no", as a value. `facts` stand beside the problem's own members. */
export interface Refusal {
  kind: "refused";
  code: ProblemCode;
  detail?: string;
  errors?: { field: string; message: string }[];
  facts?: Record<string, unknown>;
  /** For `idempotency_in_progress` and `unavailable`. */
  retryAfterSeconds?: number;
}

export type Outcome<Data> = { kind: "done"; data: Data } | Refusal;

/** One validated request. */
export interface Call<Id extends OperationId> {
  caller: Caller;
  params: ParamsOf<Id>;
  query: QueryOf<Id>;
  body: BodyOf<Id>;
  now: Date;
}

/** What stands behind an operation. */
export interface Handler<Id extends OperationId> {
  /** Reads run on the pool, writes inside one transaction, which may be run again after a deadlock. */
  run(sql: Sql, call: Call<Id>): Promise<Outcome<ResponseOf<Id>>>;
  /** More facts for a refusal, found after the transaction has let go of its connection; never stored. */
  explain?(call: Call<Id>, refusal: Refusal): Promise<Record<string, unknown>>;
  /** What of the answer is stored under an idempotency key, where that is not all: a secret is told once. */
  kept?(data: ResponseOf<Id>): ResponseOf<Id>;
}

/** The handlers of a group of operations. */
export type HandlersOf<Group> = { [Id in keyof Group & OperationId]: Handler<Id> };

export type Handlers = { [Id in OperationId]: Handler<Id> };

export function done<Data>(data: Data): Outcome<Data> {
  return { kind: "done", data };
}

export function refuse(code: ProblemCode, detail?: string, facts?: Record<string, unknown>): Refusal {
  return { kind: "refused", code, detail, facts };
}

/** A field that points at something which is not there. */
export function refuseField(field: string, message: string): Refusal {
  return { kind: "refused", code: "validation_failed", errors: [{ field, message }] };
}
