import type { Twilio } from "twilio";
import { storableText } from "../shared/index.ts";
import type { InboundContent, ListedMessage, SentRecord } from "./channel.ts";

/** To one person, within the quarter of an hour that a doubt lasts. */
const MOST_SENT = 200;
const PAGE_SIZE = 200;

type Listed = Awaited<ReturnType<Twilio["messages"]["list"]>>[number];
interface Page {
  instances: Listed[];
  nextPage(): Promise<Page> | undefined;
}

/**
 * What the account sent to somebody, newest first. The list can be cut by `DateSent` only, and a message that was accepted
 * and waits in Twilio's queue has none yet: cut by it, the list would hide what it is asked for. So the newest are read
 * and cut here, by the time of acceptance.
 * Source: https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
 */
export async function listSent(
  twilio: Twilio,
  { from, to, since }: { from: string; to: string; since: Date },
): Promise<SentRecord[]> {
  const messages = await twilio.messages.list({ from, to, limit: MOST_SENT });
  return messages
    .filter(({ dateCreated }) => dateCreated >= since)
    .map((message) => ({ providerId: message.sid, text: message.body }));
}

/**
 * What customers wrote to one of our numbers, oldest first. Twilio gives out the newest first, page by page; dates have
 * whole seconds, and within one the order is the list's.
 *
 * The resource has body, sender and attachments. It has neither `ButtonPayload`, `ListId`, `ProfileName`, `MessageType`
 * nor a location's coordinates, which only the webhook carries: a tap is read by the words on its button, a location as
 * a message of an unknown kind, and the customer's name stays unknown until the next webhook.
 * Sources: https://www.twilio.com/docs/messaging/api/message-resource#message-properties and
 * https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export async function listReceived(
  twilio: Twilio,
  { to, since }: { to: string; since: Date },
  mediaBaseUrl: string,
): Promise<ListedMessage[]> {
  const found: Listed[] = [];
  let page: Page | undefined = await twilio.messages.page({ to, pageSize: PAGE_SIZE });
  while (page) {
    // By the time at which Twilio got it: `date_sent` of an incoming one is when our webhook was called.
    const young: Listed[] = page.instances.filter(({ dateCreated }) => dateCreated >= since);
    found.push(...young.filter(({ direction }) => direction === "inbound"));
    // A whole page of older ones is the end: one alone may only be out of line.
    page = young.length === 0 ? undefined : await page.nextPage();
  }
  return found
    .reverse()
    .sort((one, other) => one.dateCreated.getTime() - other.dateCreated.getTime())
    .map((message) => ({
      eventId: message.sid,
      to: storableText(message.to),
      from: storableText(message.from),
      senderName: undefined,
      sentAt: message.dateCreated,
      readContent: () => readContent(twilio, message, mediaBaseUrl),
    }));
}

async function readContent(twilio: Twilio, message: Listed, mediaBaseUrl: string): Promise<InboundContent> {
  const text = storableText(message.body ?? "");
  if (Number(message.numMedia) > 0) {
    // Through the client: a listed message's own `media()` throws in twilio 6.2. As in a webhook's MediaUrl0: the resource's own address without its ".json".
    const listed = await twilio.messages(message.sid).media.list().catch(noneWhenGone);
    const media = listed.map(({ contentType, uri }) => ({
      type: contentType || "application/octet-stream",
      url: mediaBaseUrl + uri.replace(/\.json$/, ""),
    }));
    if (media.some(({ type }) => type.includes("vcard"))) return { kind: "contact", text };
    if (media.length > 0) return { kind: "media", text, media };
  }
  return text.trim() ? { kind: "text", text } : { kind: "unknown", text, type: "" };
}

/** Attachments that were deleted stay so: waiting for them would keep all that their sender wrote waiting. */
function noneWhenGone(error: { status?: number }): never[] {
  if (error.status === 404 || error.status === 410) return [];
  throw error;
}
