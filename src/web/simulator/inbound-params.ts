/** What a customer sends, with attached files already at a URL. */
export type InboundContent =
  | { kind: "text"; body: string; repliedTo?: string }
  | { kind: "button"; text: string; payload: string; repliedTo?: string }
  | { kind: "list"; id: string; title: string; description?: string; repliedTo?: string }
  | { kind: "location"; latitude: number; longitude: number; label?: string; address?: string }
  | {
      kind: "image" | "sticker" | "contacts" | "audio" | "document";
      url: string;
      contentType: string;
      caption?: string;
    }
  | { kind: "reaction"; emoji: string; repliedTo: string };

export interface InboundMessage {
  accountSid: string;
  messageSid: string;
  /** E.164 without the channel prefix. */
  from: string;
  /** The business's number, with its channel prefix (`whatsapp:+52…`). */
  to: string;
  profileName: string;
  content: InboundContent;
}

/**
 * The parameters of Twilio's incoming WhatsApp webhook for one message.
 * https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function inboundParams({ accountSid, messageSid, from, to, profileName, content }: InboundMessage) {
  const waId = from.replace(/^\+/, "");
  const special = contentParams(content);
  const context = { ProfileName: profileName, WaId: waId };
  return {
    AccountSid: accountSid,
    ApiVersion: "2010-04-01",
    Body: "",
    ChannelMetadata: JSON.stringify({ type: "whatsapp", data: { context } }),
    From: `whatsapp:${from}`,
    MessageSid: messageSid,
    NumMedia: "0",
    NumSegments: "1",
    ProfileName: profileName,
    ReferralNumMedia: "0",
    SmsMessageSid: messageSid,
    SmsSid: messageSid,
    SmsStatus: "received",
    To: to,
    WaId: waId,
    ...special,
    ...("repliedTo" in content && content.repliedTo
      ? { OriginalRepliedMessageSid: content.repliedTo, OriginalRepliedMessageSender: to }
      : {}),
  } satisfies Record<string, string>;
}

function contentParams(content: InboundContent): Record<string, string> {
  switch (content.kind) {
    case "text":
      return { MessageType: "text", Body: content.body };
    case "button":
      // Within a session Twilio says "interactive"; for a template's button it says "button".
      return {
        MessageType: "interactive",
        Body: content.text,
        ButtonText: content.text,
        ButtonPayload: content.payload,
      };
    case "list":
      return {
        MessageType: "interactive",
        Body: content.title,
        ListId: content.id,
        ListTitle: content.title,
        ...(content.description ? { ListDescription: content.description } : {}),
      };
    case "location":
      return {
        MessageType: "location",
        Latitude: String(content.latitude),
        Longitude: String(content.longitude),
        ...(content.label ? { Label: content.label } : {}),
        ...(content.address ? { Address: content.address } : {}),
      };
    case "reaction":
      return { MessageType: "reaction", Body: content.emoji };
    default:
      return {
        MessageType: content.kind,
        Body: content.caption ?? "",
        NumMedia: "1",
        MediaUrl0: content.url,
        MediaContentType0: content.contentType,
      };
  }
}
