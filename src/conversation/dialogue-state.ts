import type { Slots } from "../actions/index.ts";

/** What a conversation remembers between turns (`conversations.state`). Everything else is read where it is true. */
export interface DialogueState {
  /** The action that is collecting its slots. */
  form?: {
    action: string;
    slots: Slots;
    updatedAt: string;
    /** The customer said no to it: a fragment ("el viernes entonces") takes it up again, a new request starts anew. */
    isParked?: boolean;
  };
  /** What the last answer offered, in order: typed numbers and repeated labels refer to it. */
  options?: { payload: string; label: string }[];
  /** The write that waits for a yes. */
  confirm?: { token: string; action: string };
  /** The last write that was carried out, so that a second "sí" can be told so. */
  lastWrite?: { token: string; action: string; at: string };
  /** How often in a row the customer was not understood. */
  clarifications?: number;
}
