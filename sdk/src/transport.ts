import { AtiendeError } from "./error.ts";

export interface TransportOptions {
  /** Where the service is, without `/api`. */
  baseUrl: string;
  /** An API key, or a customer's or service's token. */
  apiKey: string;
  /** How often a request is repeated that met 429, 503, a request in progress or no answer; 3 unless told. */
  maxRetries?: number;
  /** Of one attempt; 30 seconds unless told. */
  timeoutMs?: number;
  fetch?: typeof fetch;
}

export interface Endpoint {
  method: string;
  path: string;
  requestType?: string;
  isPaged?: boolean;
}

export interface RawArguments {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  onBehalfOf?: string;
  idempotencyKey?: string;
  ifMatch?: string;
  signal?: AbortSignal;
}

const RETRIED = new Set([429, 502, 503, 504]);
const MOST_WAIT_MS = 60_000;

/** Sends one request and repeats it where that is safe: every write has a key, so that it acts once. */
export function createTransport(options: TransportOptions) {
  const { baseUrl, apiKey, maxRetries = 3, timeoutMs = 30_000 } = options;
  const request = options.fetch ?? fetch;
  const root = `${baseUrl.replace(/\/+$/, "")}/api`;

  return async (endpoint: Endpoint, args: RawArguments): Promise<unknown> => {
    const { method, requestType = "application/json" } = endpoint;
    const { body, onBehalfOf, ifMatch, signal } = args;
    const headers: Record<string, string> = { Authorization: `Bearer ${apiKey}` };
    if (body !== undefined) headers["Content-Type"] = requestType;
    if (onBehalfOf !== undefined) headers["On-Behalf-Of"] = onBehalfOf;
    if (ifMatch !== undefined) headers["If-Match"] = ifMatch;
    if (method !== "GET") headers["Idempotency-Key"] = args.idempotencyKey ?? crypto.randomUUID();
    const url = root + pathOf(endpoint.path, args.params) + searchOf(args.query);
    const payload = typeof body === "string" ? body : JSON.stringify(body);

    for (let attempt = 0; ; attempt++) {
      const isLast = attempt >= maxRetries;
      const timeout = AbortSignal.timeout(timeoutMs);
      const init = { method, headers, body: payload, signal: signal ? AbortSignal.any([signal, timeout]) : timeout };
      let response: Response;
      let text: string;
      try {
        response = await request(url, init);
        text = await response.text();
      } catch (error) {
        if (signal?.aborted) throw error;
        if (isLast) throw new AtiendeError(0, { code: "no_answer", title: "The API did not answer" }, error);
        await wait(backoffMs(attempt), signal);
        continue;
      }
      const isJson = /[/+]json/.test(response.headers.get("Content-Type") ?? "");
      if (response.ok) return isJson ? JSON.parse(text) : text;
      const problem = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
      const isRetried = RETRIED.has(response.status) || problem.code === "idempotency_in_progress";
      if (isLast || !isRetried) throw new AtiendeError(response.status, problem);
      const told = Number(response.headers.get("Retry-After")) * 1000;
      if (told > MOST_WAIT_MS) throw new AtiendeError(response.status, problem);
      await wait(told || backoffMs(attempt), signal);
    }
  };
}

function pathOf(template: string, params: Record<string, unknown> = {}): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
}

function searchOf(query: Record<string, unknown> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return given.length === 0
    ? ""
    : `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]))}`;
}

/** 0.25 s, 0.5 s, 1 s …, each up to as much again, so that many clients do not come back at once. */
function backoffMs(attempt: number): number {
  return 250 * 2 ** attempt * (1 + Math.random());
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done, fail) => {
    const stop = () => {
      clearTimeout(timer);
      fail(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      done();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
