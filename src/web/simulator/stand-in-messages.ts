import { newSid } from "./sid.ts";
import type { ContentStore } from "./stand-in-contents.ts";
import { twilioDate } from "./stand-in-received.ts";
import type { MessageStatus, ReceivedMessage, StandInError, StandInMessage } from "./stand-in-types.ts";

const ADDRESS = /^(whatsapp:)?\+[1-9]\d{6,14}$/;
const BODY_LIMIT = 1600;

/** Checks a create request in Twilio's order and with Twilio's codes, and makes the message. */
export function acceptMessage(
  form: URLSearchParams,
  contents: ContentStore,
  now: Date,
): { message: StandInMessage } | StandInError {
  const bad = (code: number, message: string): StandInError => ({ status: 400, code, message });
  const to = form.get("To") ?? "";
  const from = form.get("From") ?? "";
  const statusCallback = form.get("StatusCallback") ?? undefined;
  const contentSid = form.get("ContentSid") ?? undefined;
  if (!to) return bad(21604, "A 'To' phone number is required.");
  if (!ADDRESS.test(to)) return bad(21211, "Invalid 'To' Phone Number");
  if (!from) return bad(21603, "A 'From' phone number is required.");
  if (!ADDRESS.test(from)) return bad(21212, "Invalid 'From' Phone Number");
  if (to.startsWith("whatsapp:") !== from.startsWith("whatsapp:")) {
    return bad(21910, "Invalid From and To pair. From and To should be of the same channel");
  }
  if (statusCallback !== undefined && !isHttpUrl(statusCallback)) {
    return bad(21609, "The 'StatusCallback' URL is not a valid URL.");
  }
  const mediaUrls = form.getAll("MediaUrl");
  const rendered = contentSid
    ? contents.render(contentSid, form.get("ContentVariables") ?? undefined)
    : { body: form.get("Body") ?? "", buttons: [], listItems: [], links: [], mediaUrls };
  if ("code" in rendered) return rendered;
  if (!rendered.body && rendered.mediaUrls.length === 0) {
    return bad(21619, "A text message body or media urls must be specified.");
  }
  if (rendered.body.length > BODY_LIMIT) {
    return bad(21617, "The concatenated message body exceeds the 1600 character limit");
  }
  const sid = newSid(contentSid || rendered.mediaUrls.length > 0 ? "MM" : "SM");
  const times = { createdAt: now, updatedAt: now, sentAt: undefined };
  return {
    message: {
      ...rendered,
      ...times,
      sid,
      to,
      from,
      contentSid,
      statusCallback,
      status: "queued",
      errorCode: undefined,
    },
  };
}

/** Twilio's Message resource, with the fields that its SDK reads. */
export function messageResource(message: StandInMessage | ReceivedMessage, accountSid: string): object {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}`;
  const own = "status" in message ? sentFields(message) : receivedFields(message);
  return {
    sid: message.sid,
    account_sid: accountSid,
    api_version: "2010-04-01",
    body: message.body,
    date_created: twilioDate(message.createdAt),
    error_message: null,
    from: message.from,
    messaging_service_sid: null,
    num_segments: "1",
    price: null,
    price_unit: null,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
    ...own,
  };
}

function sentFields(message: StandInMessage): object {
  return {
    date_sent: message.sentAt ? twilioDate(message.sentAt) : null,
    date_updated: twilioDate(message.updatedAt),
    direction: "outbound-api",
    error_code: message.errorCode ?? null,
    num_media: String(message.mediaUrls.length),
    status: message.status,
  };
}

function receivedFields({ createdAt, media }: ReceivedMessage): object {
  return {
    date_sent: twilioDate(createdAt),
    date_updated: twilioDate(createdAt),
    direction: "inbound",
    error_code: null,
    num_media: String(media.length),
    status: "received",
  };
}

/** One page of messages, newest first, filtered like Twilio's list: To, From, DateSent, DateSent< and DateSent>. */
export function listPage(
  messages: readonly (StandInMessage | ReceivedMessage)[],
  query: URLSearchParams,
  accountSid: string,
): object {
  const matching = messages
    .filter(matches(query))
    .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime())
    .reverse();
  const pageSize = Math.min(1000, Math.max(1, Number(query.get("PageSize")) || 50));
  const after = query.get("PageToken")?.slice(2);
  const start = after ? matching.findIndex((message) => message.sid === after) + 1 : 0;
  const page = matching.slice(start, start + pageSize);
  const last = page.at(-1);
  const number = Number(query.get("Page")) || 0;
  const pageUri = (index: number, token?: string) => {
    const params = new URLSearchParams(query);
    params.set("PageSize", String(pageSize));
    params.set("Page", String(index));
    params.delete("PageToken");
    if (token) params.set("PageToken", `PA${token}`);
    return `/2010-04-01/Accounts/${accountSid}/Messages.json?${params}`;
  };
  return {
    messages: page.map((message) => messageResource(message, accountSid)),
    page: number,
    page_size: pageSize,
    start,
    end: start + Math.max(0, page.length - 1),
    uri: pageUri(number, after),
    first_page_uri: pageUri(0),
    previous_page_uri: null,
    next_page_uri: last && start + pageSize < matching.length ? pageUri(number + 1, last.sid) : null,
  };
}

function matches(query: URLSearchParams): (message: StandInMessage | ReceivedMessage) => boolean {
  const [to, from] = [query.get("To"), query.get("From")];
  const [on, before, after] = ["DateSent", "DateSent<", "DateSent>"].map((name) => query.get(name));
  return (message) => {
    if (to && message.to !== to) return false;
    if (from && message.from !== from) return false;
    if (!on && !before && !after) return true;
    const date = "status" in message ? message.sentAt : message.createdAt;
    // What waits in the queue was not sent on any date.
    if (!date) return false;
    // Twilio's dates have whole seconds and both comparisons include their limit.
    const sentAt = Math.floor(date.getTime() / 1000) * 1000;
    if (on && new Date(sentAt).toISOString().slice(0, 10) !== on.slice(0, 10)) return false;
    if (after && sentAt < Date.parse(after)) return false;
    if (before && sentAt > Date.parse(before.length === 10 ? `${before}T23:59:59Z` : before)) return false;
    return true;
  };
}

const RANK: Record<MessageStatus, number> = { queued: 0, sent: 1, undelivered: 2, failed: 2, delivered: 2, read: 3 };

/** Whether `next` is news after `current`: callbacks may be late, a status never goes back. */
export function isLaterStatus(next: MessageStatus, current: MessageStatus): boolean {
  return RANK[next] > RANK[current];
}

function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}
