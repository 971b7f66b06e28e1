import axios from "axios";
import CircuitBreaker from "opossum";
import { z } from "zod";
import { keepConnections, plainHttpAdapter } from "../shared/index.ts";
import type { RankedIntent } from "./types.ts";

const answer = z.object({
  intent: z.object({ name: z.string().nullable(), confidence: z.number() }),
  intent_ranking: z.array(z.object({ name: z.string(), confidence: z.number() })).default([]),
  entities: z
    .array(
      z.object({
        entity: z.string(),
        value: z.union([z.string(), z.number()]).transform(String),
        start: z.number().int(),
        end: z.number().int(),
        extractor: z.string().optional(),
      }),
    )
    .default([]),
});

/** What Rasa said; offsets count code points, as Python does. */
export interface RasaAnswer {
  intent: RankedIntent;
  ranking: RankedIntent[];
  entities: { entity: string; value: string; start: number; end: number }[];
}

/** One Rasa server behind its breaker. */
export interface RasaServer {
  url: string;
  /** Calls under way. */
  pending(): number;
  isOpen(): boolean;
  parse(
    text: string,
    options: { signal?: AbortSignal | undefined; messageId?: string | undefined },
  ): Promise<RasaAnswer>;
  /** Takes no more calls; comes back when those under way are finished. */
  close(): Promise<void>;
}

/** Rasa answers in some kilobytes. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** The whole answer was not there in time. */
class RasaTimeoutError extends Error {
  override readonly name = "RasaTimeoutError";
  readonly code = "timeout";
}

export interface RasaServerOptions {
  url: string;
  token?: string | undefined;
  timeoutMs?: number;
  resetMs?: number;
  onState(state: "open" | "halfOpen" | "close"): void;
}

export function createRasaServer(options: RasaServerOptions): RasaServer {
  const { url, token, timeoutMs = 2000, resetMs = 3000 } = options;
  const { httpAgent, httpsAgent, destroy } = keepConnections({ maxSockets: 32 });
  const client = axios.create({
    adapter: plainHttpAdapter,
    timeout: timeoutMs,
    httpAgent,
    httpsAgent,
    params: token ? { token } : {},
    maxContentLength: MAX_ANSWER_BYTES,
  });
  let pending = 0;
  let whenIdle: (() => void) | undefined;
  const releaseSockets = () => {
    if (!whenIdle || pending > 0) return;
    destroy();
    whenIdle();
  };

  async function call(
    text: string,
    messageId: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<RasaAnswer> {
    pending++;
    try {
      const response = await client.post(
        `${url}/model/parse`,
        { text, ...(messageId ? { message_id: messageId } : {}) },
        signal && { signal },
      );
      const parsed = answer.parse(response.data);
      return {
        intent: { name: parsed.intent.name ?? "nlu_fallback", confidence: parsed.intent.confidence },
        ranking: parsed.intent_ranking,
        entities: parsed.entities,
      };
    } catch (error) {
      const isLate = axios.isAxiosError(error) && error.code === axios.AxiosError.ECONNABORTED;
      throw isLate ? new RasaTimeoutError("Rasa gave no whole answer in time") : error;
    } finally {
      pending--;
      releaseSockets();
    }
  }

  const breaker = new CircuitBreaker(call, {
    timeout: false,
    volumeThreshold: 3,
    errorThresholdPercentage: 30,
    rollingCountTimeout: 5000,
    resetTimeout: resetMs,
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
    // A caller that lost interest says nothing about Rasa.
    errorFilter: (error: unknown) => axios.isCancel(error),
  });
  breaker.on("open", () => options.onState("open"));
  breaker.on("close", () => options.onState("close"));
  breaker.on("halfOpen", () => {
    options.onState("halfOpen");
    // Our own question tries the door, so that no customer waits for a server that is still gone.
    breaker.fire("hola", undefined, undefined).catch(() => undefined);
  });

  return {
    url,
    pending: () => pending,
    isOpen: () => breaker.opened || breaker.halfOpen,
    parse: (text, { signal, messageId }) => breaker.fire(text, messageId, signal),
    close() {
      breaker.shutdown();
      return new Promise((done) => {
        whenIdle = done;
        releaseSockets();
      });
    },
  };
}

/** What a failure may say in a log: a code, never a URL with its token or a customer's text. */
export function failureCode(error: unknown): string {
  if (axios.isAxiosError(error)) return error.response ? `http_${error.response.status}` : (error.code ?? "network");
  if (error instanceof z.ZodError) return "unexpected_answer";
  return (error as { code?: string })?.code ?? "unknown";
}
