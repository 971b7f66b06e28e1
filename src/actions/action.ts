import type { ApiAnswer, CallOptions } from "../api-client/index.ts";
import type { Choice } from "../channels/index.ts";
import type { Profile } from "../config/index.ts";
import type { OperationId, ResponseOf } from "../contract/index.ts";

/** What a form collects, by the names that trainers use. Values are canonical: catalogue names, ISO date, HH:MM. */
export interface Slots {
  servicio?: string;
  /** A professional's name, or "cualquiera" when the customer has no preference. */
  profesional?: string;
  fecha?: string;
  hora?: string;
  parte_del_dia?: "manana" | "tarde" | "noche";
  codigo_reserva?: string;
  paquete?: string;
}

/** One call of the internal API on the customer's behalf; every call is kept in the turn's trace. */
export type ApiCall = <Id extends OperationId>(
  operation: Id,
  request: CallOptions<Id>,
) => Promise<ApiAnswer<ResponseOf<Id>>>;

export interface ActionContext {
  customerId: string;
  profile: Profile;
  now: Date;
  slots: Slots;
  api: ApiCall;
}

/** Strings by placeholder name: all that a template, and an LLM, may say. */
export type Facts = Record<string, string>;

/** A write as it will be sent, exactly, once the customer says yes. */
export interface WritePlan {
  operation: OperationId;
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: Record<string, unknown>;
}

export type OutcomeKind = "done" | "refused" | "ask" | "confirm" | "changed" | "unavailable" | "info";

export interface ActionResult {
  kind: OutcomeKind;
  /** Key of `responses/<language>.yml`. */
  template: string;
  facts: Facts;
  choices?: Choice[];
  /** The form's slots after this step; absent ends the form. */
  slots?: Slots;
  /** Another action's matter after all: it is run in place of this one. */
  redirect?: { action: string; slots: Slots };
  /** What others should hear of, as a domain event. */
  event?: string;
  /** An answer that ends in "¿Quieres agendar?": what a yes, or the missing word, goes on with if no form is open. */
  offers?: { action: string; slots: Slots };
  /** With `confirm` or with a refusal that offers something else: what a yes will do. */
  write?: WritePlan;
}

/** A request that was confirmed, with the body that the customer agreed to. */
export interface ConfirmedWrite extends Omit<WritePlan, "operation"> {
  /** The call's idempotency key. */
  token: string;
  facts: Facts;
  slots: Slots;
}

/** An intent's behaviour. It reaches the business only through `api`, and it says only what the API answered. */
export interface Action {
  readonly name: string;
  readonly intent: string;
  /** True when its slots survive the turn and later messages fill them. */
  readonly isForm: boolean;
  /** Slots that it takes over from what is being booked when the message names none: "¿y el sábado?" */
  readonly topic?: readonly (keyof Slots)[];
  /** How its writes are asked about; an action without it writes nothing. */
  readonly confirmation?: {
    /** Template of the question, for when it has to be asked once more. */
    question: string;
    /** Template of the answer to a no. */
    rejected: string;
    yes: string;
    no: string;
  };
  run(context: ActionContext): Promise<ActionResult>;
  /** Carries out what was confirmed. Called again with the same token after a crash, so the key makes it harmless. */
  perform?(context: ActionContext, write: ConfirmedWrite): Promise<ActionResult>;
}
