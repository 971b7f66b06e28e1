import type { Reply } from "./reply.ts";

/** What a customer sent, in our words. `text` is what the customer would read on the own screen. */
export type InboundContent =
  | { kind: "text"; text: string }
  /** A tapped button or list row; the payload is what we gave the provider when we offered it. */
  | { kind: "choice"; text: string; payload: string }
  | { kind: "location"; text: string; latitude: number; longitude: number }
  | { kind: "contact"; text: string }
  | { kind: "reaction"; text: string }
  | { kind: "media"; text: string; media: { type: string; url: string }[] }
  | { kind: "unknown"; text: string; type: string };

export interface InboundMessage {
  /** The provider's id of the message: what makes a redelivery recognisable. */
  eventId: string;
  /** Our number or account that was written to. */
  to: string;
  /** The channel's verified sender. Identity is this and never text. */
  from: string;
  senderName: string | undefined;
  content: InboundContent;
  /** When the customer wrote, by the provider's clock: only of what was found in the provider's list afterwards. */
  sentAt?: Date;
}

/** A customer's message as the provider's list tells of it, which is less than its webhook would have told. */
export interface ListedMessage extends Omit<InboundMessage, "content"> {
  sentAt: Date;
  /** May ask the provider once more, for attachments. @throws when it does not answer */
  readContent(): Promise<InboundContent>;
}

/** One piece that the provider takes in one call. */
export interface OutboundPart {
  text: string;
  /** An approved or session template in place of the text, as the provider names it. */
  template?: { id: string; variables: Record<string, string> };
}

export type SendResult =
  | { kind: "accepted"; providerId: string }
  /** Certainly not accepted; the same call may work later. */
  | { kind: "retry"; code: string; retryAfterMs?: number }
  /** Certainly not accepted, and never will be. */
  | { kind: "stopped"; code: string }
  /** The 24 hours since the customer's last message are over. */
  | { kind: "window_closed"; code: string }
  /** It may have been accepted: ask before sending again. */
  | { kind: "unknown"; code: string };

export interface SentRecord {
  providerId: string;
  text: string;
}

export type DeliveryStatus = "sent" | "delivered" | "read" | "failed";

export interface StatusUpdate {
  providerId: string;
  /** Our id, where the provider carried it for us. */
  outboundId: string | undefined;
  status: DeliveryStatus;
  errorCode: string | undefined;
}

/** A provider: everything that knows its protocol is behind this, and nothing else does. */
export interface Channel {
  readonly name: string;
  render(reply: Reply): OutboundPart[];
  /** Never throws for what the provider or the network does: each outcome is a class of `SendResult`. */
  send(message: { outboundId: string; from: string; to: string; part: OutboundPart }): Promise<SendResult>;
  /** What the provider accepted from us to this person since then; undefined when it cannot be asked. */
  list?(query: { from: string; to: string; since: Date }): Promise<SentRecord[]>;
  /**
   * What customers wrote to this number of ours since then, oldest first; undefined when the provider keeps no such list.
   * @throws when the provider does not answer
   */
  listInbound?(query: { to: string; since: Date }): Promise<ListedMessage[]>;
  /** Shows that an answer is being written. Best effort. */
  showTyping?(inboundEventId: string): Promise<void>;
}
