import type { ApiAnswer, CallOptions } from "../api-client/index.ts";
import type { Choice } from "../channels/index.ts";
import type { Profile } from "../config/index.ts";
import type { GuardedOperationId, ResponseOf } from "../contract/index.ts";
import type { Format } from "./format.ts";

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
  nombre?: string;
  /** A language code: "es", "en". */
  idioma?: string;
  /** In the customer's own words. */
  detalle?: string;
  /** The code of a purchase. */
  compra?: string;
  /** The id of a place in a waiting list. */
  lugar?: string;
  /** "la misma de siempre", "otra igual", "otra igual la próxima semana", "a la misma hora": what an earlier appointment fills. */
  referencia?: "siempre" | "igual" | "igual_en_una_semana" | "misma_hora";
  /** Further services that the message names, separated by "|". */
  otros_servicios?: string;
}

/** Slots that are filled by whatever the customer answers. */
export type FreeTextSlot = "nombre" | "detalle";

/** A template with what it may say. */
export interface Saying {
  /** Key of `responses/<language>.yml`. */
  template: string;
  facts: Facts;
}

/** One call of the internal API on the customer's behalf; every call is kept in the turn's trace. */
export type ApiCall = <Id extends GuardedOperationId>(
  operation: Id,
  request: CallOptions<Id>,
) => Promise<ApiAnswer<ResponseOf<Id>>>;

export interface ActionContext {
  customerId: string;
  profile: Profile;
  now: Date;
  slots: Slots;
  /** What the customer wrote, as it came. */
  text: string;
  /** Days, hours and money in the customer's language. */
  format: Format;
  api: ApiCall;
}

/** Strings by placeholder name: all that a template, and an LLM, may say. */
export type Facts = Record<string, string>;

/** A write as it will be sent, exactly, once the customer says yes. */
export interface WritePlan {
  operation: GuardedOperationId;
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: Record<string, unknown>;
}

export type TicketReason = "agent_requested" | "complaint";

export type OutcomeKind = "done" | "refused" | "ask" | "confirm" | "changed" | "unavailable" | "info";

export interface ActionResult {
  kind: OutcomeKind;
  /** Key of `responses/<language>.yml`. */
  template: string;
  facts: Facts;
  choices?: Choice[];
  /** The form's slots after this step; absent ends the form. */
  slots?: Slots;
  /** What the customer wished where `slots` are what is proposed instead: a correction starts from the wish. */
  wished?: Slots;
  /** The next message, in the customer's own words, is this slot. */
  asksText?: FreeTextSlot;
  /** A person has to look at it: its number is said as {folio}; by the template `again` if it is open already. */
  ticket?: { reason: TicketReason; summary: string; again: string };
  /** The customer wants messages from here, or none. */
  consent?: "in" | "out";
  /** From now on the customer is answered in this language. */
  language?: string;
  /** Another action's matter after all: it is run in place of this one. */
  redirect?: { action: string; slots: Slots };
  /** The matter is finished somewhere else, as on a pay page: nobody is asked yet how it was. */
  endsElsewhere?: boolean;
  /** The customer has no appointment that fits what was said: whoever is booking one may mean that. */
  findsNone?: boolean;
  /** What others should hear of, as a domain event. */
  event?: string;
  /**
   * An answer that goes on in "¿Quieres agendar?" (`question`): what a yes, or the missing word, goes on with if no form is
   * open. With `isMove` an open form of that action goes on with these slots: "¿y el sábado?", "a las 10".
   */
  offers?: { action: string; slots: Slots; question?: string; isMove?: boolean };
  /** Sentences of their own under it, such as what it costs; under a question they are said whenever it is. */
  adds?: Saying[];
  /** A last sentence for whoever has nothing open: "Dime qué servicio te interesa". */
  invites?: string;
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
  /** Undefined: no message leads to it. */
  readonly intent: string | undefined;
  /** True when its slots survive the turn and later messages fill them. */
  readonly isForm: boolean;
  /** Slots of its form that "perdón, era…" can be about. */
  readonly correctable?: readonly (keyof Slots)[];
  /**
   * Slots that it takes over from what is being booked when the message names none of them, and `asksAboutTopic` says
   * that it may mean it: "¿y el sábado?", "¿cuánto cuesta?"
   */
  readonly topic?: { slots: readonly (keyof Slots)[]; asksAboutTopic(text: string, said: Slots): boolean };
  /** It is about one of the customer's own appointments: "cancélala" means the one that was spoken of last. */
  readonly takesBooking?: boolean;
  /** How its writes are asked about; an action without it writes nothing. */
  readonly confirmation?: {
    /** Template of the question, for when it has to be asked once more. */
    question: string;
    /** The same in a line, after an answer to something else: "¿Seguimos con tu cita del jueves?" */
    again: string;
    /** Template of the answer to a no. */
    rejected: string;
    /** Templates of the two buttons. */
    yes: string;
    no: string;
  };
  /** How its form is taken up again after an answer to something else; by default "Seguimos con lo tuyo". */
  resume?(slots: Slots, format: Format): Saying;
  /** It does something without asking first, so it has to be understood beyond doubt. */
  readonly actsAtOnce?: boolean;
  /** Nothing that was open is asked again after it: a good-bye, a hand-over to a person. */
  readonly endsTalk?: boolean;
  run(context: ActionContext): Promise<ActionResult>;
  /** Carries out what was confirmed. Called again with the same token after a crash, so the key makes it harmless. */
  perform?(context: ActionContext, write: ConfirmedWrite): Promise<ActionResult>;
}
