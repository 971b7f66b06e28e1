import { forkProcess } from "./fork-process.ts";

/** A message that the application sent. */
export interface Arrival {
  /** E.164. */
  to: string;
  body: string;
  /** When the request came in, in the time of `nowMs`. */
  atMs: number;
}

export type ToProvider = { kind: "statuses"; statuses: readonly string[] };
export type FromProvider =
  | { kind: "listening"; url: string; accountSid: string; authToken: string }
  | { kind: "arrivals"; arrivals: Arrival[] };

export interface Provider {
  url: string;
  accountSid: string;
  authToken: string;
  pid: number;
  /** Which statuses every message reports by its callback from now on. */
  reportStatuses(statuses: readonly string[]): void;
  onArrival(listener: (arrival: Arrival) => void): () => void;
  stop(): Promise<void>;
}

/** Starts the stand-in for Twilio in a process of its own. */
export async function startProvider(): Promise<Provider> {
  const listeners = new Set<(arrival: Arrival) => void>();
  const child = forkProcess("bench/support/provider-process.ts");
  child.onMessage<FromProvider>((message) => {
    if (message.kind !== "arrivals") return;
    for (const arrival of message.arrivals) for (const listener of listeners) listener(arrival);
  });
  const { url, accountSid, authToken } = await child.first<Extract<FromProvider, { kind: "listening" }>>();
  return {
    url,
    accountSid,
    authToken,
    pid: child.pid,
    reportStatuses: (statuses) => child.send({ kind: "statuses", statuses } satisfies ToProvider),
    onArrival(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => child.stop(),
  };
}
