import { z } from "zod";
import { MESSAGE_SID } from "./sid.ts";

const sid = z.string().regex(MESSAGE_SID);
const repliedTo = sid.optional();
const short = z.string().trim().min(1).max(200);
const base64 = z.base64().max(2_800_000);
const imageType = z.enum(["image/jpeg", "image/png", "image/webp", "image/gif"]);

/** What the page and the terminal ask the simulator to send. */
export const customerMessageSchema = z.object({
  from: z.string().regex(/^\+[1-9]\d{6,14}$/, "un número como +5215512345678"),
  profileName: short.max(60).default("Cliente"),
  content: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("text"), body: z.string().min(1).max(4096), repliedTo }),
    z.object({ kind: z.literal("button"), text: short, payload: z.string().min(1).max(400), repliedTo }),
    z.object({ kind: z.literal("list"), id: short, title: short, description: short.optional(), repliedTo }),
    z.object({
      kind: z.literal("location"),
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      label: short.optional(),
      address: short.optional(),
    }),
    z.object({
      kind: z.enum(["image", "sticker"]),
      contentType: imageType,
      base64,
      caption: z.string().max(1000).optional(),
    }),
    z.object({ kind: z.literal("contact"), name: short, phone: z.string().regex(/^\+?[\d ]{7,20}$/) }),
    z.object({ kind: z.literal("reaction"), emoji: z.string().max(16), repliedTo: sid }),
  ]),
});

export type CustomerMessage = z.infer<typeof customerMessageSchema>;
export type CustomerMessageInput = z.input<typeof customerMessageSchema>;

/** A contact card as WhatsApp attaches it. */
export function contactCard(name: string, phone: string): Buffer {
  const plain = name.replace(/[\\;,]/g, "\\$&").replace(/[\r\n]+/g, " ");
  return Buffer.from(`BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${plain}\r\nTEL;TYPE=CELL:${phone}\r\nEND:VCARD\r\n`);
}
