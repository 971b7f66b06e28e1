import { z } from "zod";
import type { InboundContent } from "../channels/index.ts";
import type { Sealer } from "../shared/index.ts";

/** What the system itself puts into a conversation; it obeys the same order, consent and window as a message. */
export type NoticeContent =
  | { kind: "notice"; notice: "write_retry"; requestId: string }
  /** A purchase was paid: the customer is told. */
  | { kind: "notice"; notice: "purchase_paid"; code: string }
  /** One of `reminders`: an appointment, a package that ends, a place that came free. */
  | { kind: "notice"; notice: "reminder"; reminderId: string };

export type InboxContent = InboundContent | NoticeContent;

const text = z.string();
const noticeSchema = z.discriminatedUnion("notice", [
  z.looseObject({ kind: z.literal("notice"), notice: z.literal("write_retry"), requestId: z.guid() }),
  z.looseObject({ kind: z.literal("notice"), notice: z.literal("purchase_paid"), code: z.string() }),
  z.looseObject({ kind: z.literal("notice"), notice: z.literal("reminder"), reminderId: z.guid() }),
]);
const inboundSchema = z.discriminatedUnion("kind", [
  z.looseObject({ kind: z.literal("text"), text }),
  z.looseObject({ kind: z.literal("choice"), text, payload: z.string() }),
  z.looseObject({ kind: z.literal("location"), text, latitude: z.number(), longitude: z.number() }),
  z.looseObject({ kind: z.literal("contact"), text }),
  z.looseObject({ kind: z.literal("reaction"), text }),
  z.looseObject({ kind: z.literal("media"), text, media: z.array(z.object({ type: z.string(), url: z.string() })) }),
  z.looseObject({ kind: z.literal("unknown"), text, type: z.string() }),
]);

/** What stands in the place of a content that cannot be read: nothing was said. */
const UNREADABLE: InboxContent = { kind: "text", text: "" };

/**
 * A stored message's content, opened. One row that cannot be read must not keep the rows behind it from being read, so it
 * is told by a flag and never thrown.
 */
export function openContent(sealer: Sealer, stored: unknown): { content: InboxContent; isUnreadable: boolean } {
  const notice = noticeSchema.safeParse(stored);
  if (notice.success) return { content: notice.data, isUnreadable: false };
  const inbound = inboundSchema.safeParse(stored);
  if (!inbound.success) return { content: UNREADABLE, isUnreadable: true };
  try {
    return { content: { ...inbound.data, text: sealer.open(inbound.data.text) }, isUnreadable: false };
  } catch {
    return { content: UNREADABLE, isUnreadable: true };
  }
}
