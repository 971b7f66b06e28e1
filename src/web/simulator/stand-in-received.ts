import type { ReceivedMessage } from "./stand-in-types.ts";

const KEPT = 5000;
const MEDIA_PATH = /\/2010-04-01\/Accounts\/\w+\/Messages\/\w+\/Media\/\w+$/;

/** What customers wrote, as the account's list tells it: without what only a webhook carries. */
export function createReceivedMessages(accountSid: string) {
  const received: ReceivedMessage[] = [];

  return {
    /** @param params those of the message's webhook, whether or not it reaches anybody */
    add(params: Record<string, string>, createdAt: Date): void {
      const count = Number(params.NumMedia) || 0;
      const media = Array.from({ length: count }, (_, index) => ({
        contentType: params[`MediaContentType${index}`] ?? "application/octet-stream",
        path: MEDIA_PATH.exec(params[`MediaUrl${index}`] ?? "")?.[0] ?? "",
      }));
      const { MessageSid: sid = "", To: to = "", From: from = "", Body: body = "" } = params;
      received.push({ sid, to, from, body, media, createdAt });
      if (received.length > KEPT) received.shift();
    },
    all: (): readonly ReceivedMessage[] => received,
    /** The attachments of one message, as `/Messages/{sid}/Media.json` lists them; undefined when there is no such message. */
    mediaPage(sid: string): object | undefined {
      const message = received.find((candidate) => candidate.sid === sid);
      if (!message) return undefined;
      const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}/Media.json`;
      return {
        media_list: message.media.map(({ contentType, path }) => ({
          sid: path.split("/").at(-1),
          account_sid: accountSid,
          parent_sid: sid,
          content_type: contentType,
          date_created: twilioDate(message.createdAt),
          date_updated: twilioDate(message.createdAt),
          uri: `${path}.json`,
        })),
        page: 0,
        page_size: 50,
        start: 0,
        end: Math.max(0, message.media.length - 1),
        uri,
        first_page_uri: uri,
        previous_page_uri: null,
        next_page_uri: null,
      };
    },
  };
}

/** RFC 2822, in whole seconds. */
export function twilioDate(date: Date): string {
  return date.toUTCString().replace("GMT", "+0000");
}
