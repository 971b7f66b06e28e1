import type { InboundContent } from "./inbound-params.ts";
import type { NumberedOption } from "./options.ts";
import type { RenderedContent } from "./stand-in-types.ts";

/** What the page and the terminal hear of, in order. `customer` is E.164 without a channel prefix; `at` is ISO 8601. */
export type SimulatorEvent =
  | ({ type: "bot"; sid: string; customer: string; at: string; options: NumberedOption[] } & RenderedContent)
  | { type: "customer"; sid: string; customer: string; at: string; profileName: string; content: InboundContent }
  /** `httpStatus` is the webhook's answer to a customer's message; 0 when there was none. */
  | { type: "status"; sid: string; customer: string; status: string; errorCode?: number; httpStatus?: number }
  | { type: "typing"; sid: string; customer: string; at: string };
