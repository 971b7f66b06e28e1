import type { IncomingMessage, ServerResponse } from "node:http";
import { errorResponse, type StandInRequest, type StandInResponse } from "../../src/web/simulator/index.ts";

/** What goes wrong with one request. `isAccepted`: the message was taken before the trouble began. */
export type TwilioFault =
  /** No answer until `releaseHung`. */
  | { kind: "hang"; isAccepted?: boolean }
  /** The connection stays open and nothing more ever comes; `afterHeaders`: 201 and its headers were sent. */
  | { kind: "half-open"; isAccepted?: boolean; afterHeaders?: boolean }
  /** The answer's body comes one byte at a time. */
  | { kind: "drip"; everyMs?: number }
  | { kind: "drop"; isAccepted?: boolean }
  | { kind: "rate-limit"; retryAfterSeconds?: number }
  | { kind: "server-error"; status?: number; isAccepted?: boolean }
  /** Refused at once, for good: 21610 (opted out), 63016 (window closed), 63024 (no WhatsApp user)… */
  | { kind: "refuse"; code: number }
  /** Accepted, and reported as undelivered with this code by its status callback. */
  | { kind: "undelivered"; code: number };

/** `media`: the list of one message's attachments. */
export type RequestKind = "send" | "list" | "media" | "typing";

export interface FaultScope {
  /** How many matching requests meet the fault. */
  times?: number;
  on?: RequestKind;
  /** Only messages to this number. */
  to?: string;
}

/** What may happen by chance to a send. */
const BY_CHANCE = {
  hang: { kind: "hang" },
  "hang-accepted": { kind: "hang", isAccepted: true },
  "half-open": { kind: "half-open" },
  "half-open-accepted": { kind: "half-open", isAccepted: true, afterHeaders: true },
  drip: { kind: "drip", everyMs: 100 },
  drop: { kind: "drop" },
  "drop-accepted": { kind: "drop", isAccepted: true },
  "rate-limit": { kind: "rate-limit", retryAfterSeconds: 1 },
  "server-error": { kind: "server-error", status: 503 },
  "server-error-accepted": { kind: "server-error", status: 500, isAccepted: true },
} as const satisfies Record<string, TwilioFault>;
export type ChanceFault = keyof typeof BY_CHANCE;

/** Shares of all sends: `{ "drop-accepted": 0.05 }`. */
export type FaultShares = Partial<Record<ChanceFault, number>>;

/** Which requests meet which fault, and how many did. */
export function createFaults() {
  const armed: { fault: TwilioFault; times: number; on: RequestKind; to: string | undefined }[] = [];
  const counts: Record<string, number> = {};
  let chance: { random: () => number; shares: [ChanceFault, number][] } | undefined;
  let isAskable = true;

  function nextArmed(kind: RequestKind | undefined, request: StandInRequest): TwilioFault | undefined {
    const to = bare(new URLSearchParams(request.body).get("To"));
    const index = armed.findIndex((entry) => entry.on === kind && (!entry.to || bare(entry.to) === to));
    const found = armed[index];
    if (!found) return undefined;
    found.times -= 1;
    if (found.times <= 0) armed.splice(index, 1);
    return found.fault;
  }

  function nextByChance(): ChanceFault | undefined {
    if (!chance) return undefined;
    let drawn = chance.random();
    for (const [name, share] of chance.shares) {
      if (drawn < share) return name;
      drawn -= share;
    }
    return undefined;
  }

  return {
    /** How many requests met each kind of fault. */
    counts,
    arm(fault: TwilioFault, { times = 1, on = "send", to }: FaultScope): void {
      armed.push({ fault, times, on, to });
    },
    atRandom(random: () => number, shares: FaultShares): void {
      chance = { random, shares: Object.entries(shares) as [ChanceFault, number][] };
    },
    setAskable(value: boolean): void {
      isAskable = value;
    },
    clear(): void {
      armed.splice(0);
      chance = undefined;
    },
    /** The fault that this request meets, if any. */
    take(request: StandInRequest): TwilioFault | undefined {
      const kind = kindOf(request);
      const note = (name: string, fault: TwilioFault) => {
        counts[name] = (counts[name] ?? 0) + 1;
        return fault;
      };
      const next = nextArmed(kind, request);
      if (next) return note(next.kind, next);
      if (kind === "list" && !isAskable) return note("not-askable", { kind: "server-error", status: 503 });
      const name = kind === "send" ? nextByChance() : undefined;
      return name && note(name, BY_CHANCE[name]);
    },
  };
}

/** Plays a fault on one exchange. Returns what releases it, when it holds the answer back. */
export function playFault(
  fault: TwilioFault,
  incoming: IncomingMessage,
  response: ServerResponse,
  handle: (fate?: { status: "undelivered"; errorCode: number }) => StandInResponse,
): (() => void) | undefined {
  switch (fault.kind) {
    case "hang": {
      const early = fault.isAccepted ? handle() : undefined;
      return () => writeAnswer(response, early ?? handle());
    }
    case "half-open":
      if (fault.isAccepted) handle();
      if (fault.afterHeaders) response.writeHead(201, { "content-type": "application/json" }).flushHeaders();
      return undefined;
    case "drip":
      drip(response, handle(), fault.everyMs ?? 200);
      return undefined;
    case "drop":
      if (fault.isAccepted) handle();
      incoming.socket.destroy();
      return undefined;
    case "rate-limit":
      response.setHeader("retry-after", String(fault.retryAfterSeconds ?? 1));
      writeAnswer(response, errorResponse({ status: 429, code: 20429, message: "Too Many Requests" }));
      return undefined;
    case "server-error":
      if (fault.isAccepted) handle();
      writeAnswer(response, errorResponse({ status: fault.status ?? 503, code: 20500, message: "Unavailable" }));
      return undefined;
    case "refuse":
      writeAnswer(response, errorResponse({ status: 400, code: fault.code, message: `Error ${fault.code}` }));
      return undefined;
    case "undelivered":
      writeAnswer(response, handle({ status: "undelivered", errorCode: fault.code }));
      return undefined;
  }
}

export function writeAnswer(response: ServerResponse, { status, body, bytes }: StandInResponse): void {
  if (response.destroyed) return;
  response.statusCode = status;
  response.setHeader("content-type", bytes?.contentType ?? "application/json");
  response.end(bytes?.data ?? (body === undefined ? undefined : JSON.stringify(body)));
}

function drip(response: ServerResponse, { status, body }: StandInResponse, everyMs: number): void {
  const bytes = Buffer.from(JSON.stringify(body ?? null));
  response.writeHead(status, { "content-type": "application/json", "content-length": bytes.length });
  let sent = 0;
  const timer = setInterval(() => {
    if (response.destroyed || sent >= bytes.length) {
      clearInterval(timer);
      response.end();
      return;
    }
    response.write(bytes.subarray(sent, sent + 1));
    sent += 1;
  }, everyMs);
  timer.unref();
}

function kindOf({ method, path }: StandInRequest): RequestKind | undefined {
  if (path.endsWith("/Messages.json")) return method === "POST" ? "send" : "list";
  if (path.endsWith("/Media.json")) return "media";
  return path.endsWith("/Typing.json") ? "typing" : undefined;
}

const bare = (number: string | null | undefined) => number?.replace(/^whatsapp:/, "");
