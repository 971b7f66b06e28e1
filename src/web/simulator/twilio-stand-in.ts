import { createHash, timingSafeEqual } from "node:crypto";
import { type Clock, type Logger, silentLogger, systemClock } from "../../shared/index.ts";
import { createListeners } from "./listeners.ts";
import { MESSAGE_SID, newSid } from "./sid.ts";
import { createContentStore } from "./stand-in-contents.ts";
import { acceptMessage, isLaterStatus, listPage, messageResource } from "./stand-in-messages.ts";
import { createReceivedMessages } from "./stand-in-received.ts";
import {
  errorResponse,
  type MessageStatus,
  type StandInMessage,
  type StandInRequest,
  type StandInResponse,
} from "./stand-in-types.ts";
import { createStatusCallbacks, type StatusDelaysMs } from "./status-callbacks.ts";

const KEPT_MESSAGES = 5000;
const KEPT_MEDIA = 50;
const NOT_FOUND = { status: 404, code: 20404, message: "The requested resource was not found" };

export interface TwilioStandInOptions {
  accountSid: string;
  authToken: string;
  clock?: Clock;
  logger?: Logger;
  /** How long after the previous step each status follows; `"manual"` leaves statuses to `setStatus`. */
  statusDelaysMs?: StatusDelaysMs | "manual";
}

/** What a test may change about one request. */
export interface HandleOptions {
  /** The message is accepted and then goes this way instead of sent, delivered, read. */
  fate?: { status: "failed" | "undelivered"; errorCode: number };
  /** Which messages the list shows (a provider's list lags behind). */
  isListed?: (message: Pick<StandInMessage, "sid" | "createdAt">) => boolean;
}

export type TwilioStandIn = ReturnType<typeof createTwilioStandIn>;

/**
 * A Twilio of one account, in memory: the REST routes that the official SDK calls, and status callbacks. It knows no
 * HTTP framework: `handle` takes a request and answers it.
 */
export function createTwilioStandIn(options: TwilioStandInOptions) {
  const { accountSid, authToken, clock = systemClock, logger = silentLogger } = options;
  const delaysMs = options.statusDelaysMs ?? { sent: 60, delivered: 250, read: 900 };
  const messages: StandInMessage[] = [];
  const received = createReceivedMessages(accountSid);
  const media = new Map<string, { contentType: string; data: Buffer }>();
  const contents = createContentStore(accountSid);
  const callbacks = createStatusCallbacks({ accountSid, authToken, logger });
  const onMessage = createListeners<StandInMessage>();
  const onTyping = createListeners<{ messageId: string; at: Date }>();
  const onStatus = createListeners<{ message: StandInMessage; status: MessageStatus; errorCode?: number }>();
  const accountPath = `/2010-04-01/Accounts/${accountSid}`;

  async function setStatus(sid: string, status: MessageStatus, errorCode?: number): Promise<number | undefined> {
    const message = messages.find((candidate) => candidate.sid === sid);
    if (!message) throw new RangeError(`no message ${sid} was accepted`);
    if (isLaterStatus(status, message.status)) {
      const now = clock.now();
      Object.assign(message, { status, updatedAt: now, errorCode });
      message.sentAt ??= now;
    }
    onStatus.emit({ message: { ...message }, status, errorCode });
    return callbacks.post(message, status, errorCode);
  }

  function follow(message: StandInMessage, fate: HandleOptions["fate"]): void {
    if (delaysMs === "manual" && !fate) return;
    const wait = delaysMs === "manual" ? { sent: 0, delivered: 0, read: 0 } : delaysMs;
    const steps: [number, MessageStatus, number?][] = fate
      ? [[wait.sent, fate.status, fate.errorCode]]
      : [
          [wait.sent, "sent"],
          [wait.delivered, "delivered"],
          [wait.read, "read"],
        ];
    const next = () => {
      const step = steps.shift();
      if (step) callbacks.later(step[0], () => void setStatus(message.sid, step[1], step[2]).then(next));
    };
    next();
  }

  function createMessage(request: StandInRequest, fate: HandleOptions["fate"]): StandInResponse {
    const accepted = acceptMessage(new URLSearchParams(request.body), contents, clock.now());
    if ("code" in accepted) return errorResponse(accepted);
    messages.push(accepted.message);
    if (messages.length > KEPT_MESSAGES) messages.shift();
    onMessage.emit({ ...accepted.message });
    follow(accepted.message, fate);
    return { status: 201, body: messageResource(accepted.message, accountSid) };
  }

  function typing(request: StandInRequest): StandInResponse {
    const form = new URLSearchParams(request.body);
    const messageId = form.get("messageId") ?? "";
    if (form.get("channel") !== "whatsapp" || !MESSAGE_SID.test(messageId)) {
      return errorResponse({ status: 400, code: 20001, message: "channel or messageId is not valid" });
    }
    onTyping.emit({ messageId, at: clock.now() });
    return { status: 200, body: { success: true } };
  }

  function contentApi(method: string, sid: string | undefined, body: string): StandInResponse {
    if (!sid && method === "POST") {
      const created = contents.create(body, clock.now());
      return "code" in created ? errorResponse(created) : { status: 201, body: created.resource };
    }
    if (!sid && method === "GET") return { status: 200, body: contents.list() };
    const content = sid && contents.get(sid);
    if (content && method === "GET") return { status: 200, body: content };
    if (sid && content && method === "DELETE") {
      contents.remove(sid);
      return { status: 204 };
    }
    return errorResponse(NOT_FOUND);
  }

  function handle(request: StandInRequest, { fate, isListed = () => true }: HandleOptions = {}): StandInResponse {
    const { method, path } = request;
    const mediaSid = /^\/2010-04-01\/Accounts\/\w+\/Messages\/\w+\/Media\/(ME\w+)$/.exec(path)?.[1];
    if (mediaSid && method === "GET") {
      // Twilio's media URLs need no credentials unless the account asks for it.
      const bytes = media.get(mediaSid);
      return bytes ? { status: 200, bytes } : errorResponse(NOT_FOUND);
    }
    if (!isAuthorized(request.authorization, accountSid, authToken)) {
      return errorResponse({ status: 401, code: 20003, message: "Authenticate" });
    }
    if (path === `${accountPath}/Messages.json`) {
      if (method === "POST") return createMessage(request, fate);
      if (method === "GET") {
        const listed = [...messages, ...received.all()].filter(isListed);
        return { status: 200, body: listPage(listed, request.query, accountSid) };
      }
    }
    const sid = path.startsWith(accountPath) && /^\/Messages\/(\w+)\.json$/.exec(path.slice(accountPath.length))?.[1];
    const found = sid && messages.find((message) => message.sid === sid);
    if (found && method === "GET") return { status: 200, body: messageResource(found, accountSid) };
    const parentSid = /\/Messages\/(\w+)\/Media\.json$/.exec(path)?.[1];
    const mediaPage = parentSid && received.mediaPage(parentSid);
    if (mediaPage && method === "GET") return { status: 200, body: mediaPage };
    if (path === "/v2/Indicators/Typing.json" && method === "POST") return typing(request);
    const content = /^\/v1\/Content(?:\/(\w+))?$/.exec(path);
    if (content) return contentApi(method, content[1], request.body);
    return errorResponse(NOT_FOUND);
  }

  return {
    /** An approved template of the account that nobody created here, shown by the names of its variables. */
    addTemplate: contents.addNamed,
    handle,
    /** A customer wrote: from now on the list tells of it, whether or not its webhook reaches anybody. */
    receive(params: Record<string, string>, at = clock.now()): void {
      received.add(params, at);
    },
    /** Everything accepted, oldest first (copies). */
    messages: (): StandInMessage[] => messages.map((message) => ({ ...message })),
    /** Reports a status by hand: any order, any number of times. @returns the callback's HTTP status. */
    setStatus,
    /** Keeps what a customer attached. @returns its path below the API's base, as a webhook's MediaUrl0 names it. */
    storeMedia(messageSid: string, contentType: string, data: Buffer): string {
      const sid = newSid("ME");
      media.set(sid, { contentType, data });
      for (const oldest of media.keys()) {
        if (media.size <= KEPT_MEDIA) break;
        media.delete(oldest);
      }
      return `${accountPath}/Messages/${messageSid}/Media/${sid}`;
    },
    onMessage: onMessage.add,
    onTyping: onTyping.add,
    onStatus: onStatus.add,
    /** Cancels the statuses that are still to come. */
    close: callbacks.close,
  };
}

function isAuthorized(authorization: string | undefined, accountSid: string, authToken: string): boolean {
  const digest = (value: string) => createHash("sha256").update(value).digest();
  const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}`;
  return timingSafeEqual(digest(authorization ?? ""), digest(expected));
}
