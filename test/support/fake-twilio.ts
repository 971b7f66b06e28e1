import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import twilio from "twilio";
import type RequestClient from "twilio/lib/base/RequestClient.js";
import type { Clock } from "../../src/shared/index.ts";
import {
  createTwilioStandIn,
  errorResponse,
  type HandleOptions,
  type InboundContent,
  inboundParams,
  newSid,
  postSigned,
  type SignedPost,
  type StandInMessage,
  type StandInRequest,
  type StandInResponse,
  type TwilioStandInOptions,
} from "../../src/web/simulator/index.ts";

/** What goes wrong with one request. `isAccepted`: the message was taken before the trouble began. */
export type TwilioFault =
  | { kind: "hang"; isAccepted?: boolean }
  | { kind: "drop"; isAccepted?: boolean }
  | { kind: "rate-limit"; retryAfterSeconds?: number }
  | { kind: "server-error"; status?: number }
  /** Refused at once, for good: 21610 (opted out), 63016 (window closed), 63024 (no WhatsApp user)… */
  | { kind: "refuse"; code: number }
  /** Accepted, and reported as undelivered with this code by its status callback. */
  | { kind: "undelivered"; code: number };

export interface FaultScope {
  /** How many matching requests meet the fault. */
  times?: number;
  on?: "send" | "list" | "typing";
  /** Only messages to this number. */
  to?: string;
}

interface ArmedFault extends Required<Pick<FaultScope, "times" | "on">> {
  fault: TwilioFault;
  to: string | undefined;
}

export interface FakeTwilioOptions extends Partial<Pick<TwilioStandInOptions, "statusDelaysMs">> {
  accountSid?: string;
  authToken?: string;
  clock?: Clock;
}

export type FakeTwilio = Awaited<ReturnType<typeof startFakeTwilio>>;

/** A Twilio on a port of its own: `TWILIO_API_BASE_URL` is its `url`. Statuses follow within milliseconds unless "manual". */
export async function startFakeTwilio(options: FakeTwilioOptions = {}) {
  const accountSid = options.accountSid ?? `AC${randomBytes(16).toString("hex")}`;
  const authToken = options.authToken ?? randomBytes(16).toString("hex");
  const clock = options.clock ?? { now: () => new Date(), monotonicMs: () => performance.now() };
  const statusDelaysMs = options.statusDelaysMs ?? { sent: 2, delivered: 2, read: 2 };
  const standIn = createTwilioStandIn({ accountSid, authToken, clock, statusDelaysMs });
  const armed: ArmedFault[] = [];
  const hung: (() => void)[] = [];
  const typings: string[] = [];
  const requests: { method: string; path: string; fault: TwilioFault["kind"] | undefined }[] = [];
  let listLagMs = 0;
  standIn.onTyping(({ messageId }) => typings.push(messageId));

  const isListed = (message: StandInMessage) => message.createdAt.getTime() <= clock.now().getTime() - listLagMs;
  const handle = (request: StandInRequest, fate?: HandleOptions["fate"]) => standIn.handle(request, { fate, isListed });

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? "/", "http://fake");
    const request: StandInRequest = {
      method: incoming.method ?? "GET",
      path: url.pathname,
      query: url.searchParams,
      authorization: incoming.headers.authorization,
      body: await text(incoming),
    };
    const fault = takeFault(armed, request);
    requests.push({ method: request.method, path: request.path, fault: fault?.kind });
    switch (fault?.kind) {
      case "hang": {
        const early = fault.isAccepted ? handle(request) : undefined;
        hung.push(() => write(response, early ?? handle(request)));
        return;
      }
      case "drop":
        if (fault.isAccepted) handle(request);
        incoming.socket.destroy();
        return;
      case "rate-limit":
        response.setHeader("retry-after", String(fault.retryAfterSeconds ?? 1));
        return write(response, errorResponse({ status: 429, code: 20429, message: "Too Many Requests" }));
      case "server-error":
        return write(response, errorResponse({ status: fault.status ?? 503, code: 20500, message: "Unavailable" }));
      case "refuse":
        return write(response, errorResponse({ status: 400, code: fault.code, message: `Error ${fault.code}` }));
      case "undelivered":
        return write(response, handle(request, { status: "undelivered", errorCode: fault.code }));
      default:
        return write(response, handle(request));
    }
  }

  const server = createServer((incoming, response) => {
    // A client that went away in the middle of its request is one of the things under test.
    answer(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const messagesTo = (number: string) =>
    standIn.messages().filter(({ to }) => to.replace(/^whatsapp:/, "") === number.replace(/^whatsapp:/, ""));

  return {
    url,
    accountSid,
    authToken,
    standIn,
    /** Ids of the messages that a typing indicator was shown for. */
    typings,
    requests,
    /** What was accepted for a number, oldest first; with or without `whatsapp:`. */
    messagesTo,
    /** Resolves when at least `count` messages to a number were accepted. */
    waitForMessages(number: string, count: number, timeoutMs = 10_000): Promise<StandInMessage[]> {
      return new Promise((resolve, reject) => {
        const check = () => {
          const found = messagesTo(number);
          if (found.length < count) return;
          clearTimeout(timer);
          stop();
          resolve(found);
        };
        const timer = setTimeout(() => {
          stop();
          const bodies = messagesTo(number).map(({ body }) => body);
          reject(new Error(`${bodies.length} of ${count} messages in ${timeoutMs} ms: ${JSON.stringify(bodies)}`));
        }, timeoutMs);
        const stop = standIn.onMessage(check);
        check();
      });
    },
    /** The next matching requests meet this fault; faults wait in line, and the first that matches is used up first. */
    failNext(fault: TwilioFault, { times = 1, on = "send", to }: FaultScope = {}): void {
      armed.push({ fault, times, on, to });
    },
    clearFaults: () => void armed.splice(0),
    /** Lets hanging requests be answered after all. */
    releaseHung(): void {
      for (const release of hung.splice(0)) release();
    },
    /** Accepted messages appear in the list only after this time (`Infinity`: never). */
    setListLag(lagMs: number): void {
      listLagMs = lagMs;
    },
    async close(): Promise<void> {
      standIn.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function takeFault(armed: ArmedFault[], request: StandInRequest): TwilioFault | undefined {
  const kind = request.path.endsWith("/Messages.json")
    ? request.method === "POST"
      ? "send"
      : "list"
    : request.path.endsWith("/Typing.json")
      ? "typing"
      : undefined;
  const to = new URLSearchParams(request.body).get("To");
  const bare = (number: string | null | undefined) => number?.replace(/^whatsapp:/, "");
  const index = armed.findIndex((entry) => entry.on === kind && (!entry.to || bare(entry.to) === bare(to)));
  const found = armed[index];
  if (!found) return undefined;
  found.times -= 1;
  if (found.times <= 0) armed.splice(index, 1);
  return found.fault;
}

function write(response: ServerResponse, { status, body, bytes }: StandInResponse): void {
  if (response.destroyed) return;
  response.statusCode = status;
  response.setHeader("content-type", bytes?.contentType ?? "application/json");
  response.end(bytes?.data ?? (body === undefined ? undefined : JSON.stringify(body)));
}

/** Posts a webhook as Twilio does: form-encoded and signed over the exact URL. `headers` win over the real ones. */
export function sendWebhook(post: SignedPost) {
  return postSigned(post);
}

/** The parameters of a customer's message, complete as Twilio sends them; a plain string is a text. */
export function inboundWebhook(message: {
  accountSid: string;
  from: string;
  content: InboundContent | string;
  to?: string;
  messageSid?: string;
  profileName?: string;
}): Record<string, string> {
  const { content, messageSid = newSid("SM"), to = "whatsapp:+5215500000000", profileName = "Ana" } = message;
  return inboundParams({
    accountSid: message.accountSid,
    from: message.from.replace(/^whatsapp:/, ""),
    to,
    messageSid,
    profileName,
    content: typeof content === "string" ? { kind: "text", body: content } : content,
  });
}

/** The official SDK with every product's host replaced, for tests of the stand-in itself. */
export function twilioClientAt(baseUrl: string, accountSid: string, authToken: string, timeoutMs = 5000) {
  class RedirectedClient extends twilio.RequestClient {
    override request<T>(request: RequestClient.RequestOptions<T>) {
      const { pathname, search } = new URL(request.uri);
      return super.request<T>({ ...request, uri: baseUrl + pathname + search });
    }
  }
  return twilio(accountSid, authToken, { httpClient: new RedirectedClient({ timeout: timeoutMs }) });
}
