import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import twilio from "twilio";
import type RequestClient from "twilio/lib/base/RequestClient.js";
import type { Clock } from "../../src/shared/index.ts";
import {
  createTwilioStandIn,
  type HandleOptions,
  type InboundContent,
  inboundParams,
  newSid,
  postSigned,
  type SignedPost,
  type StandInMessage,
  type StandInRequest,
  type TwilioStandInOptions,
} from "../../src/web/simulator/index.ts";
import { PATIENCE_MS } from "./clock.ts";
import {
  createFaults,
  type FaultScope,
  type FaultShares,
  playFault,
  type TwilioFault,
  writeAnswer,
} from "./twilio-faults.ts";

export type { ChanceFault, FaultScope, FaultShares, TwilioFault } from "./twilio-faults.ts";

/** The business's number in tests. */
export const FROM = "whatsapp:+5215511111111";

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
  let aheadMs = 0;
  const own = options.clock ?? { now: () => new Date(), monotonicMs: () => performance.now() };
  const clock: Clock = { now: () => new Date(own.now().getTime() + aheadMs), monotonicMs: () => own.monotonicMs() };
  const statusDelaysMs = options.statusDelaysMs ?? { sent: 2, delivered: 2, read: 2 };
  const standIn = createTwilioStandIn({ accountSid, authToken, clock, statusDelaysMs });
  const faults = createFaults();
  const hung: (() => void)[] = [];
  const typings: string[] = [];
  const requests: { method: string; path: string; fault: TwilioFault["kind"] | undefined }[] = [];
  let lagOf: () => number = () => 0;
  const lags = new Map<string, number>();
  standIn.onTyping(({ messageId }) => typings.push(messageId));

  const isListed = ({ sid, createdAt }: Pick<StandInMessage, "sid" | "createdAt">) => {
    const lagMs = lags.get(sid) ?? lagOf();
    // Drawn once for each message: what the list has shown does not vanish again.
    lags.set(sid, lagMs);
    return createdAt.getTime() <= clock.now().getTime() - lagMs;
  };
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
    const fault = faults.take(request);
    requests.push({ method: request.method, path: request.path, fault: fault?.kind });
    if (!fault) return writeAnswer(response, handle(request));
    const release = playFault(fault, incoming, response, (fate) => handle(request, fate));
    if (release) hung.push(release);
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
    waitForMessages(number: string, count: number, timeoutMs = PATIENCE_MS): Promise<StandInMessage[]> {
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
    /**
     * A customer writes and no webhook reaches anybody: only the list tells of it. Returns the webhook's parameters, should
     * it come after all.
     */
    missed(message: { from: string; content: InboundContent | string; at?: Date }): Record<string, string> {
      const params = inboundWebhook({ accountSid, to: FROM, from: message.from, content: message.content });
      standIn.receive(params, message.at);
      return params;
    },
    /** The next matching requests meet this fault; faults wait in line, and the first that matches is used up first. */
    failNext: (fault: TwilioFault, scope: FaultScope = {}) => faults.arm(fault, scope),
    /** From now on sends fail by chance in these shares; what was armed by `failNext` comes first. */
    failAtRandom: (random: () => number, shares: FaultShares) => faults.atRandom(random, shares),
    /** How many requests met each kind of fault so far. */
    faultCounts: (): Readonly<Record<string, number>> => faults.counts,
    /** False: the list fails at every question, for good. */
    setAskable: (isAskable: boolean) => faults.setAskable(isAskable),
    clearFaults: () => faults.clear(),
    /** Lets hanging requests be answered after all. */
    releaseHung(): void {
      for (const release of hung.splice(0)) release();
    },
    /**
     * Accepted messages appear in the list only after this time (`Infinity`: never); a function is asked once for each
     * message.
     */
    setListLag(lagMs: number | (() => number)): void {
      lags.clear();
      lagOf = typeof lagMs === "number" ? () => lagMs : lagMs;
    },
    /** The provider's clock jumps ahead: what it accepted before is that much older. */
    letTimePass(ms: number): void {
      aheadMs += ms;
    },
    async close(): Promise<void> {
      standIn.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
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
export function twilioClientAt(baseUrl: string, accountSid: string, authToken: string, timeoutMs = PATIENCE_MS) {
  class RedirectedClient extends twilio.RequestClient {
    override request<T>(request: RequestClient.RequestOptions<T>) {
      const { pathname, search } = new URL(request.uri);
      return super.request<T>({ ...request, uri: baseUrl + pathname + search });
    }
  }
  return twilio(accountSid, authToken, { httpClient: new RedirectedClient({ timeout: timeoutMs }) });
}
