import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { isIP } from "node:net";
import axios, { isAxiosError } from "axios";
import { Webhook } from "standardwebhooks";
import type { Attempt, DueDelivery, WebhookQueue } from "../internal-api/index.ts";
import { describeFault, type Logger } from "../shared/index.ts";
import { hostOf, isPublicAddress, lookupPublic } from "./public-address.ts";

const LOOK_EVERY_MS = 1000;
const TIMEOUT_MS = 5000;
/** Attempts under way in this process. */
const MOST_AT_ONCE = 50;

export interface WebhookSenderDeps {
  queue: WebhookQueue;
  /** Nothing is sent to addresses inside our own network. */
  isProduction: boolean;
  logger: Logger;
  /** For tests. */
  lookEveryMs?: number;
}

/**
 * Tells developers' endpoints what happened, at least once each. Any number of processes may run it. What a killed one
 * had in hand is sent again, with the same `webhook-id`, half a minute later.
 */
export function startWebhookSender(deps: WebhookSenderDeps): { stop(): Promise<void> } {
  const { queue, logger } = deps;
  const post = createPost(deps.isProduction);
  const stopping = new AbortController();
  /** By endpoint: the attempts that this process is making. */
  const underWay = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;

  /** One look at both tables; whether there may be more to do at once. */
  async function look(): Promise<boolean> {
    const events = await queue.fanOut();
    if (stopping.signal.aborted || underWay.size >= MOST_AT_ONCE) return false;
    const due = await queue.claim([...underWay.keys()]);
    for (const endpointId of new Set(due.map((delivery) => delivery.endpointId))) {
      const own = due.filter((delivery) => delivery.endpointId === endpointId);
      underWay.set(
        endpointId,
        Promise.all(own.map(attempt)).then(() => {
          underWay.delete(endpointId);
          // A full hand means that there is more; nobody waits a second for it.
          if (own.length > 1) next(0);
        }),
      );
    }
    return events > 0;
  }

  async function attempt(delivery: DueDelivery): Promise<void> {
    const result = await post(delivery, stopping.signal);
    // Ended by ourselves: the lease runs out and another process sends it.
    if (result.errorCode !== undefined && stopping.signal.aborted) return;
    await queue.settle(delivery, result).catch((error: Error) =>
      // It is sent again when its lease is over: at least once.
      logger.warn({ deliveryId: delivery.id, ...describeFault(error) }, "webhook attempt not noted down"),
    );
  }

  let running: Promise<void> | undefined;
  function next(afterMs: number): void {
    clearTimeout(timer);
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => {
      if (running) return;
      running = look()
        .catch((error: unknown) => {
          logger.warn(describeFault(error), "webhooks not looked at; the next look will");
          return false;
        })
        .then((hasMore) => {
          running = undefined;
          next(hasMore ? 0 : (deps.lookEveryMs ?? LOOK_EVERY_MS));
        });
    }, afterMs);
  }
  next(0);
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
      await Promise.all(underWay.values());
    },
  };
}

/** One attempt; it never throws. */
function createPost(isProduction: boolean): (delivery: DueDelivery, stop: AbortSignal) => Promise<Attempt> {
  // A connection of its own each: nothing is reused whose address was looked at long ago.
  const options = isProduction ? { lookup: lookupPublic } : {};
  const agents = { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) };

  return async ({ url, event, secrets }, stop) => {
    const startedMs = performance.now();
    const took = () => Math.round(performance.now() - startedMs);
    const host = hostOf(url);
    if (isProduction && (!url.startsWith("https:") || (isIP(host) && !isPublicAddress(host)))) {
      return { durationMs: 0, errorCode: "address_not_public" };
    }
    const body = JSON.stringify({ ...event, createdAt: event.createdAt.toISOString() });
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const answer = await axios.post(url, body, {
        ...agents,
        headers: {
          "Content-Type": "application/json",
          "User-Agent": "Atiende-Webhooks/1",
          ...sign(event.id, body, secrets),
        },
        // The whole attempt, name look-up included; axios's own time-out leaves that out.
        signal: AbortSignal.any([timeout, stop]),
        proxy: false,
        maxRedirects: 0,
        validateStatus: () => true,
        // Whatever it says besides its status is nobody's concern, however long it is.
        responseType: "stream",
        decompress: false,
      });
      answer.data.destroy();
      const { status } = answer;
      const isTaken = status >= 200 && status < 300;
      return { status, durationMs: took(), errorCode: isTaken ? undefined : `http_${status}` };
    } catch (error) {
      const code = timeout.aborted ? "timeout" : isAxiosError(error) ? error.code : undefined;
      return { durationMs: took(), errorCode: code ?? describeFault(error).name ?? "unknown" };
    }
  };
}

/** The headers of https://www.standardwebhooks.com: one signature for each secret, the id the same at every attempt. */
function sign(id: string, body: string, secrets: readonly string[]): Record<string, string> {
  const at = new Date();
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" "),
  };
}
