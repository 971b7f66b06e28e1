import { newSid } from "../../src/web/simulator/index.ts";
import { nowMs } from "./figures.ts";
import { createScript } from "./messages.ts";
import { openLoop } from "./open-loop.ts";
import type { Arrival, Provider } from "./provider.ts";
import type { WebhookClient } from "./webhook-client.ts";

/** One message of one customer, from the moment for which it was planned to the answer's arrival at the provider. */
export interface Exchange {
  sid: string;
  plannedMs: number;
  /** When the webhook was answered, and how. */
  answeredMs: number;
  status: number;
  /** When the send call came to the provider; undefined: no answer within the patience of the bench. */
  arrivedMs: number | undefined;
}

export interface ConversationLoad {
  /** Open: so many messages a second, planned by time. Returns when the last answer came. */
  runOpen(options: { perSecond: number; durationMs: number }): Promise<Exchange[]>;
  /** Closed: so many conversations in flight, each answered before another begins, until `count` or the time is over. */
  runClosed(options: { inFlight: number; durationMs?: number; count?: number }): Promise<Exchange[]>;
  close(): void;
}

/** Far above any answer that is measured: what is not there by then is lost or stuck. */
const PATIENCE_MS = 20_000;

/**
 * Many customers who take turns: who has waited longest writes next, and nobody writes again before the answer came.
 * With 2,000 of them at 90 messages a second each one writes every 22 s, far below the limit per sender.
 */
export function createConversationLoad(deps: {
  client: WebhookClient;
  provider: Provider;
  addresses: readonly string[];
  random: () => number;
}): ConversationLoad {
  const { client, provider } = deps;
  const idle = deps.addresses.map((address) => ({ address, next: createScript(deps.random) }));
  const waiting = new Map<string, (arrival: Arrival | undefined) => void>();
  const stopListening = provider.onArrival((arrival) => waiting.get(arrival.to)?.(arrival));

  /** @throws at once when everybody waits: a slower loop would hide that the load is above what the machine takes. */
  function exchange(plannedMs: number): Promise<Exchange> {
    const customer = idle.shift();
    if (!customer) throw new Error("every customer of the bench waits for an answer: the load is above what it takes");
    return exchangeOf(customer, plannedMs);
  }

  async function exchangeOf(customer: (typeof idle)[number], plannedMs: number): Promise<Exchange> {
    const sid = newSid("SM");
    const arrived = new Promise<Arrival | undefined>((done) => {
      const timer = setTimeout(() => done(undefined), PATIENCE_MS);
      waiting.set(customer.address, (arrival) => {
        clearTimeout(timer);
        done(arrival);
      });
    });
    const posted = await client.post(customer.address, customer.next(), sid);
    // Without a 2xx nothing was taken and nothing will come.
    const arrival = posted.status < 300 && posted.status >= 200 ? await arrived : undefined;
    waiting.delete(customer.address);
    idle.push(customer);
    return { ...posted, plannedMs, arrivedMs: arrival?.atMs };
  }

  return {
    async runOpen(options) {
      const exchanges: Promise<Exchange>[] = [];
      await openLoop(options, (plannedMs) => exchanges.push(exchange(plannedMs)));
      return Promise.all(exchanges);
    },
    async runClosed({ inFlight, durationMs = Number.POSITIVE_INFINITY, count = Number.POSITIVE_INFINITY }) {
      const until = nowMs() + durationMs;
      const exchanges: Exchange[] = [];
      let started = 0;
      const lane = async () => {
        while (nowMs() < until && started < count) {
          started += 1;
          exchanges.push(await exchange(nowMs()));
        }
      };
      await Promise.all(Array.from({ length: inFlight }, lane));
      return exchanges;
    },
    close() {
      stopListening();
    },
  };
}

/** So many different numbers, the same ones in each run. */
export function customerAddresses(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `+52155${String(10_000_000 + index)}`);
}
