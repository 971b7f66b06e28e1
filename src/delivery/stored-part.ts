import { z } from "zod";
import type { OutboundPart } from "../channels/index.ts";
import type { Sealer } from "../shared/index.ts";

const storedPartSchema = z.object({
  text: z.string(),
  template: z.object({ id: z.string(), variables: z.record(z.string(), z.string()) }).optional(),
});

/** What is to be sent and to whom, opened; undefined when the row cannot be read, which no later attempt would change. */
export function openForSending(
  sealer: Sealer,
  stored: { content: unknown; address: string },
): { to: string; part: OutboundPart } | undefined {
  const parsed = storedPartSchema.safeParse(stored.content);
  if (!parsed.success) return undefined;
  const { text, template } = parsed.data;
  try {
    return {
      to: sealer.open(stored.address),
      part: { text: sealer.open(text), ...(template ? { template } : {}) },
    };
  } catch {
    return undefined;
  }
}
