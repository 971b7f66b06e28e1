import type { FreeTextSlot, Saying, Slots } from "../actions/index.ts";

/** One of several wishes of a message; `text` is its part of it. */
export interface Task {
  action: string;
  slots: Slots;
  text: string;
}

export interface Option {
  payload: string;
  label: string;
}

/** What an action is collecting. */
export interface Form {
  action: string;
  slots: Slots;
  updatedAt: string;
  /** The customer said no to it: a fragment ("el viernes entonces") takes it up again, a new request starts anew. */
  isParked?: boolean;
  /** The next message is this slot, in the customer's own words. */
  asksText?: FreeTextSlot;
  /** The question that waits for its answer, to be asked again after an answer to something else. */
  question?: Saying & { options: Option[]; language: string };
  /** What was being collected when a complaint came between. */
  under?: Form;
}

/** What a conversation remembers between turns (`conversations.state`). Everything else is read where it is true. */
export interface DialogueState {
  /** The action that is collecting its slots. */
  form?: Form;
  /** What was asked for in the same message and comes after the form: "cancela la del viernes y agéndame el lunes". */
  later?: Task[];
  /** The appointment that was spoken of last: what "cancélala" means. */
  focus?: { codigo_reserva: string; at: string };
  /** Until then a mark from 1 to 5 is taken for the answer to how it was. */
  ratingUntil?: string;
  /** The language in which the customer wrote surely. */
  language?: string;
  /** Fingerprints of what was said last: the same sentence does not come twice in a row. */
  lastSaid?: string[];
  /** What the last answer offered, in order: typed numbers and repeated labels refer to it. */
  options?: Option[];
  /** The write that waits for a yes. */
  confirm?: {
    token: string;
    action: string;
    /** What a yes would do, which may be another time than was wished. */
    slots: Slots;
  };
  /** The last write that was carried out, so that a second "sí" can be told so. */
  lastWrite?: { token: string; action: string; at: string };
  /** How often in a row the customer was not understood. */
  clarifications?: number;
}
