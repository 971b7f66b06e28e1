import type { RequestClient, Twilio } from "twilio";
import { keepConnections, type Logger, plainHttpAdapter } from "../shared/index.ts";
import type { Channel, OutboundPart, SendResult } from "./channel.ts";
import { numberedText, type Reply, splitText } from "./reply.ts";
import { listReceived, listSent } from "./twilio-list.ts";

/** WhatsApp through Twilio takes 1,600 characters: https://help.twilio.com/articles/360033806753 */
const MAX_TEXT_LENGTH = 1600;
/** Quick replies inside a session: at most 3 buttons of 20 characters. */
const MAX_BUTTONS = 3;
export const MAX_BUTTON_LABEL = 20;
/** Title of a row of a list message: https://www.twilio.com/docs/content/twiliolist-picker */
export const MAX_LIST_ROW_TITLE = 24;
const TIMEOUT_MS = 10_000;
/** A provider that asks for a day would outlast the window in which the answer may be sent. */
const MAX_RETRY_AFTER_S = 900;
const API_URL = "https://api.twilio.com";
/** As many as sends are under way at once, and some for the list. */
const MAX_SOCKETS = 40;
/** A page of the list is far below this. */
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

export interface TwilioChannelDeps {
  accountSid: string;
  authToken: string;
  /** Replaces the host of every Twilio product; read at each call, because a stand-in's port may be known late. */
  apiBaseUrl: () => string | undefined;
  /** Where the statuses of a message are to be reported; undefined: not reported. */
  statusCallback: (outboundId: string) => string | undefined;
  /** Content templates for 1, 2 or 3 quick-reply buttons: {{1}} is the text, {{2}}{{3}} title and id of the first… */
  buttonTemplates?: ButtonTemplates;
  timeoutMs?: number;
  logger: Logger;
}

/** Content template ids by number of buttons. */
export type ButtonTemplates = Partial<Record<1 | 2 | 3, string>>;

export const TWILIO_WHATSAPP = "twilio-whatsapp";

/** WhatsApp through Twilio's REST API by the official SDK, which is loaded at the first send. */
export function createTwilioChannel(deps: TwilioChannelDeps): Channel {
  let loading: Promise<Twilio> | undefined;
  const client = () => {
    loading ??= loadClient(deps);
    return loading;
  };

  return {
    name: TWILIO_WHATSAPP,
    render: (reply) => render(reply, deps.buttonTemplates ?? {}),

    async send({ outboundId, from, to, part }) {
      try {
        const twilio = await client();
        const callback = deps.statusCallback(outboundId);
        const created = await twilio.messages.create({
          from,
          to,
          ...(part.template
            ? { contentSid: part.template.id, contentVariables: JSON.stringify(part.template.variables) }
            : { body: part.text }),
          ...(callback ? { statusCallback: callback } : {}),
        });
        if (!created.sid) return { kind: "unknown", code: "no_sid" };
        return { kind: "accepted", providerId: created.sid };
      } catch (error) {
        return classifyTwilioError(error);
      }
    },

    list: async (query) => listSent(await client(), query),
    listInbound: async (query) => listReceived(await client(), query, deps.apiBaseUrl() ?? API_URL),

    async showTyping(inboundEventId) {
      // Only real message ids are taken: https://www.twilio.com/docs/whatsapp/api/typing-indicators-resource
      if (!/^(SM|MM)[0-9a-f]{32}$/i.test(inboundEventId)) return;
      const twilio = await client();
      await twilio.request({
        method: "post",
        uri: "https://messaging.twilio.com/v2/Indicators/Typing.json",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        data: { messageId: inboundEventId, channel: "whatsapp" },
      });
    },
  };
}

function render(reply: Reply, buttonTemplates: ButtonTemplates): OutboundPart[] {
  if (reply.template) return [{ text: numberedText(reply), template: reply.template }];
  const choices = reply.choices ?? [];
  const template = buttonTemplates[choices.length as 1];
  const fitsButtons =
    template !== undefined &&
    choices.length <= MAX_BUTTONS &&
    choices.every((choice) => choice.label.length <= MAX_BUTTON_LABEL) &&
    reply.text.length <= 1024;
  if (fitsButtons) {
    const variables: Record<string, string> = { 1: reply.text };
    for (const [index, choice] of choices.entries()) {
      variables[2 + index * 2] = choice.label;
      variables[3 + index * 2] = choice.payload;
    }
    return [{ text: reply.text, template: { id: template, variables } }];
  }
  return splitText(numberedText(reply), MAX_TEXT_LENGTH).map((text) => ({ text }));
}

/** What Twilio or the network answered instead of an acceptance. Thrown inside the SDK's own transport. */
export class TwilioAnswerError extends Error {
  override readonly name = "TwilioAnswerError";
  constructor(
    readonly status: number,
    readonly code: string,
    readonly retryAfterMs: number | undefined,
  ) {
    super(`Twilio answered ${status} (${code})`);
  }
}

/** Answers after which the customer cannot be reached by trying again: https://www.twilio.com/docs/api/errors */
const WINDOW_CLOSED = new Set(["63016"]);
/** Errors of the connection that happen before a request can have left. */
const NEVER_LEFT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** Sorts a failed send by what may be done about it. 500, 502 and 504 may hide an accepted message. */
export function classifyTwilioError(error: unknown): SendResult {
  if (error instanceof TwilioAnswerError) {
    const { status, code, retryAfterMs } = error;
    if (status === 429 || status === 503) return { kind: "retry", code, ...(retryAfterMs ? { retryAfterMs } : {}) };
    if (status >= 500) return { kind: "unknown", code };
    if (WINDOW_CLOSED.has(code)) return { kind: "window_closed", code };
    // A wrong or rotated token is ours to mend; the customer's answer waits for it.
    if (status === 401 || status === 403) return { kind: "retry", code };
    return { kind: "stopped", code };
  }
  const { code: found = "network" } = error as NodeJS.ErrnoException;
  const code = found === "ERR_CANCELED" ? "ECONNABORTED" : found;
  return { kind: NEVER_LEFT.has(code) ? "retry" : "unknown", code };
}

type RequestOptions<T> = Parameters<typeof RequestClient.prototype.request<T>>[0];

async function loadClient(deps: TwilioChannelDeps): Promise<Twilio> {
  const { default: twilio } = await import("twilio");
  const timeoutMs = deps.timeoutMs ?? TIMEOUT_MS;

  class RedirectedClient extends twilio.RequestClient {
    constructor() {
      super({ timeout: timeoutMs });
      const { httpAgent, httpsAgent } = keepConnections({ maxSockets: MAX_SOCKETS });
      this.axios.defaults.httpAgent = httpAgent;
      // The SDK itself makes the one that goes through a proxy.
      if (!process.env.HTTP_PROXY) this.axios.defaults.httpsAgent = httpsAgent;
      Object.assign(this.axios.defaults, { adapter: plainHttpAdapter, maxContentLength: MAX_ANSWER_BYTES });
    }

    override async request<T>(options: RequestOptions<T>) {
      const base = deps.apiBaseUrl();
      const url = new URL(options.uri);
      const uri = base ? `${base}${url.pathname}${url.search}` : options.uri;
      const answer = await super.request<T>({ ...options, uri });
      const { statusCode, body, headers } = answer as {
        statusCode: number;
        body: unknown;
        headers?: Record<string, string>;
      };
      if (statusCode >= 400) {
        const retryAfter = Number(headers?.["retry-after"]);
        throw new TwilioAnswerError(
          statusCode,
          codeOf(body, statusCode),
          retryAfter > 0 ? Math.min(retryAfter, MAX_RETRY_AFTER_S) * 1000 : undefined,
        );
      }
      return answer;
    }
  }

  return twilio(deps.accountSid, deps.authToken, {
    httpClient: new RedirectedClient(),
  });
}

function codeOf(body: unknown, status: number): string {
  let parsed = body;
  if (typeof body === "string") {
    try {
      parsed = JSON.parse(body);
    } catch {
      parsed = undefined;
    }
  }
  const code = (parsed as { code?: number | string } | undefined)?.code;
  return code === undefined ? `http_${status}` : String(code);
}
