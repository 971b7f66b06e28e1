/** What the stand-in needs of an HTTP request; `path` has no prefix and no query. */
export interface StandInRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  body: string;
}

export interface StandInResponse {
  status: number;
  /** JSON, or bytes with their type (media). Absent with 204. */
  body?: unknown;
  bytes?: { contentType: string; data: Buffer };
}

/** Twilio's status words, in the order in which a message passes through them. */
export type MessageStatus = "queued" | "sent" | "delivered" | "read" | "undelivered" | "failed";

/** What an accepted message shows on the customer's phone. */
export interface RenderedContent {
  body: string;
  buttons: { title: string; payload: string }[];
  listItems: { title: string; id: string; description?: string }[];
  links: { title: string; url: string }[];
  mediaUrls: string[];
}

export interface StandInMessage extends RenderedContent {
  sid: string;
  /** With its channel prefix, as Twilio keeps it: `whatsapp:+52…`. */
  to: string;
  from: string;
  contentSid: string | undefined;
  statusCallback: string | undefined;
  status: MessageStatus;
  errorCode: number | undefined;
  createdAt: Date;
  sentAt: Date | undefined;
  updatedAt: Date;
}

/** What a customer wrote, with what the list tells of it. */
export interface ReceivedMessage {
  sid: string;
  to: string;
  from: string;
  body: string;
  media: { contentType: string; path: string }[];
  createdAt: Date;
}

/** A refusal in the shape of Twilio's REST errors. */
export interface StandInError {
  status: number;
  code: number;
  message: string;
}

export function errorResponse({ status, code, message }: StandInError): StandInResponse {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}
