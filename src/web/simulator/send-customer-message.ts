import type { Clock, Logger } from "../../shared/index.ts";
import { type CustomerMessage, contactCard } from "./customer-message.ts";
import { type InboundContent, inboundParams } from "./inbound-params.ts";
import { newSid } from "./sid.ts";
import { postSigned } from "./signed-post.ts";
import type { SimulatorEvent } from "./simulator-events.ts";
import type { TwilioStandIn } from "./twilio-stand-in.ts";

interface SendDeps {
  accountSid: string;
  authToken: string;
  from: string;
  baseUrl: () => string;
  apiBaseUrl: () => string;
  standIn: TwilioStandIn;
  publish: (event: SimulatorEvent) => void;
  logger: Logger;
  clock: Clock;
}

export interface SendResult {
  sid: string;
  /** The webhook's answer; 0 when nobody answered. */
  httpStatus: number;
}

/** Makes a customer's message into a real, signed webhook, and shows it on the customer's phone. */
export function createCustomerSender(deps: SendDeps) {
  return async ({ from, profileName, content }: CustomerMessage): Promise<SendResult> => {
    const sid = newSid("base64" in content || content.kind === "contact" ? "MM" : "SM");
    const inbound = attach(content, sid, deps);
    // The page shows the file by its path: the host that Twilio would be called by may not be the page's.
    const shown = "url" in inbound ? { ...inbound, url: new URL(inbound.url).pathname } : inbound;
    const at = deps.clock.now().toISOString();
    deps.publish({ type: "customer", sid, customer: from, at, profileName, content: shown });

    const { accountSid, authToken } = deps;
    const params = inboundParams({ accountSid, messageSid: sid, from, to: deps.from, profileName, content: inbound });
    deps.standIn.receive(params);
    const httpStatus = await post(`${deps.baseUrl()}/api/whatsapp/webhook`, authToken, params, deps.logger);
    const status = httpStatus >= 200 && httpStatus < 300 ? "delivered" : "failed";
    deps.publish({ type: "status", sid, customer: from, status, httpStatus });
    return { sid, httpStatus };
  };
}

async function post(url: string, authToken: string, params: Record<string, string>, logger: Logger): Promise<number> {
  try {
    return (await postSigned({ url, authToken, params })).status;
  } catch (error) {
    logger.warn({ code: error instanceof Error ? error.name : "unknown" }, "the simulated webhook got no answer");
    return 0;
  }
}

function attach(content: CustomerMessage["content"], sid: string, { standIn, apiBaseUrl }: SendDeps): InboundContent {
  const store = (contentType: string, data: Buffer) => apiBaseUrl() + standIn.storeMedia(sid, contentType, data);
  if (content.kind === "contact") {
    const { name, phone } = content;
    const url = store("text/vcard", contactCard(name, phone));
    return { kind: "contacts", url, contentType: "text/vcard", caption: name };
  }
  if ("base64" in content) {
    const { kind, contentType, base64, caption } = content;
    return { kind, contentType, caption, url: store(contentType, Buffer.from(base64, "base64")) };
  }
  return content;
}
