import { type Channel, createTwilioChannel, type SendResult } from "../../../src/channels/index.ts";
import { newId, silentLogger } from "../../../src/shared/index.ts";

/** What becomes of one send. A hang ends as "accepted_lost" or "lost": our time-out makes both a doubt. */
export const FATES = ["accepted", "accepted_lost", "lost", "busy", "refused"] as const;
export type Fate = (typeof FATES)[number];

export interface ProviderRecord {
  providerId: string;
  outboundId: string;
  to: string;
  text: string;
  acceptedAtMs: number;
  lagMs: number;
}

export interface Provider {
  records: ProviderRecord[];
  /** Of the next sends, first come first served; "accepted" when there is none. */
  fates: Fate[];
  /** What is accepted from now on is listed so much later; less than a minute. */
  lagMs: number;
  isListAway: boolean;
  channel: Channel;
  reset(): void;
}

/** A provider in this process, rendering as WhatsApp through Twilio does, with its own record of what it accepted. */
export function createProvider(nowMs: () => number): Provider {
  const rendering = createTwilioChannel({
    accountSid: "AC",
    authToken: "none",
    apiBaseUrl: () => "http://127.0.0.1:9",
    statusCallback: () => undefined,
    buttonTemplates: {},
    logger: silentLogger,
  });
  const provider: Provider = {
    records: [],
    fates: [],
    lagMs: 0,
    isListAway: false,
    channel: {
      name: rendering.name,
      render: rendering.render,
      async send({ outboundId, to, part }): Promise<SendResult> {
        const fate = provider.fates.shift() ?? "accepted";
        if (fate === "busy") return { kind: "retry", code: "rate_limited", retryAfterMs: 1000 };
        if (fate === "refused") return { kind: "stopped", code: "refused" };
        if (fate === "lost") return { kind: "unknown", code: "timeout" };
        const providerId = `SM${newId()}`;
        const { lagMs } = provider;
        provider.records.push({ providerId, outboundId, to, text: part.text, acceptedAtMs: nowMs(), lagMs });
        return fate === "accepted_lost" ? { kind: "unknown", code: "reset" } : { kind: "accepted", providerId };
      },
      async list({ to }) {
        if (provider.isListAway) throw Object.assign(new Error("away"), { code: "list_failed" });
        return provider.records.filter((record) => record.to === to && record.acceptedAtMs + record.lagMs <= nowMs());
      },
    },
    reset() {
      provider.records = [];
      provider.fates = [];
      provider.lagMs = 0;
      provider.isListAway = false;
    },
  };
  return provider;
}
