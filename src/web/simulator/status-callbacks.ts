import { setMaxListeners } from "node:events";
import type { Logger } from "../../shared/index.ts";
import { postSigned } from "./signed-post.ts";
import type { MessageStatus, StandInMessage } from "./stand-in-types.ts";

export interface StatusDelaysMs {
  sent: number;
  delivered: number;
  read: number;
}

/** Tells an application what became of a message: signed POSTs to the message's own StatusCallback URL. */
export function createStatusCallbacks(deps: { accountSid: string; authToken: string; logger: Logger }) {
  const stopped = new AbortController();
  // One for each status that is still to come, and a busy provider has hundreds.
  setMaxListeners(0, stopped.signal);

  return {
    /** @returns the application's HTTP status, or undefined when there is no callback URL or nobody answered. */
    async post(message: StandInMessage, status: MessageStatus, errorCode?: number): Promise<number | undefined> {
      const url = message.statusCallback;
      if (!url || stopped.signal.aborted) return undefined;
      const params = callbackParams(deps.accountSid, message, status, errorCode);
      try {
        const answer = await postSigned({ url, authToken: deps.authToken, params, signal: stopped.signal });
        if (answer.status >= 300) {
          deps.logger.warn({ sid: message.sid, status, httpStatus: answer.status }, "status callback was not accepted");
        }
        return answer.status;
      } catch (error) {
        if (!stopped.signal.aborted) {
          const code = error instanceof Error ? error.name : "unknown";
          deps.logger.warn({ sid: message.sid, status, code }, "status callback got no answer");
        }
        return undefined;
      }
    },

    /** Waits, then runs `step`; never keeps the process alive and does nothing after `close`. */
    later(delayMs: number, step: () => void): void {
      const timer = setTimeout(() => {
        stopped.signal.removeEventListener("abort", cancel);
        step();
      }, delayMs);
      const cancel = () => clearTimeout(timer);
      stopped.signal.addEventListener("abort", cancel, { once: true });
      timer.unref();
    },

    close: () => stopped.abort(),
  };
}

function callbackParams(accountSid: string, message: StandInMessage, status: MessageStatus, errorCode?: number) {
  const params: Record<string, string> = {
    AccountSid: accountSid,
    ApiVersion: "2010-04-01",
    From: message.from,
    MessageSid: message.sid,
    MessageStatus: status,
    SmsSid: message.sid,
    SmsStatus: status,
    To: message.to,
  };
  if (message.to.startsWith("whatsapp:")) {
    params.ChannelPrefix = "whatsapp";
    params.ChannelToAddress = message.to.slice("whatsapp:".length);
    params.StructuredMessage = message.contentSid ? "true" : "false";
    if (status === "read" || status === "delivered") params.EventType = status.toUpperCase();
  }
  if (errorCode !== undefined) {
    params.ErrorCode = String(errorCode);
    params.ChannelStatusMessage = `Error ${errorCode}`;
  }
  return params;
}
