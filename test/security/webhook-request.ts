import { createHmac } from "node:crypto";
import { Agent, request as httpRequest } from "node:http";
import { parse } from "node:querystring";

export const PUBLIC_URL = "https://estudio.example";

/** One HTTP request down to its bytes; `signature` as many headers as it has entries. */
export interface RawRequest {
  method: string;
  /** The request target: path and query exactly as on the wire. */
  target: string;
  /** What Twilio signed; the service derives its own. */
  signedUrl: string;
  params: [name: string, value: string][];
  /** Wins over `params` as what is sent. */
  body?: string;
  contentType: string;
  signature: string[];
  headers: Record<string, string>;
  /** What the holder of the token signed elsewhere, for another address or text. */
  signedElsewhere(url: string, text: string): string;
}

/** Twilio's algorithm in our own words, so that the test does not lean on the library that it tests. */
export function sign(authToken: string, url: string, text: string, algorithm = "sha1"): string {
  return createHmac(algorithm, authToken)
    .update(url + text)
    .digest("base64");
}

/** Names and values run together, sorted, equal values of one name once. */
export function runTogether(params: readonly (readonly [string, string])[]): string {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of params) values.set(name, (values.get(name) ?? new Set()).add(value));
  return [...values.keys()]
    .sort()
    .map((name) => [...(values.get(name) ?? [])].sort().reduce((text, value) => text + name + value, ""))
    .join("");
}

export const encodeForm = (params: readonly (readonly [string, string])[]): string =>
  params.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");

export function signedRequest(authToken: string, target: string, params: Record<string, string>): RawRequest {
  const entries = Object.entries(params);
  return {
    method: "POST",
    target,
    signedUrl: PUBLIC_URL + target,
    params: entries,
    contentType: "application/x-www-form-urlencoded",
    signature: [sign(authToken, PUBLIC_URL + target, runTogether(entries))],
    headers: {},
    signedElsewhere: (url, text) => sign(authToken, url, text),
  };
}

export const bodyOf = (request: RawRequest): string => request.body ?? encodeForm(request.params);

/**
 * What a request says to whoever reads it as a form: two requests that say the same under the same signature are one.
 * Repeated equal values say nothing new.
 */
export function saying(request: RawRequest): string {
  const { pathname, searchParams } = new URL(request.target, "http://any.example");
  const pairs = Object.entries(parse(bodyOf(request), "&", "=", { maxKeys: 0 })).flatMap(([name, value]) =>
    [value ?? ""].flat().map((one): [string, string] => [name, one]),
  );
  const distinct = [...new Set(pairs.map((pair) => JSON.stringify(pair)))].sort();
  return JSON.stringify([request.signature, request.method, pathname, [...searchParams], distinct]);
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** The status, or 0 when the connection ended without an answer. */
export function sendRaw(port: number, request: RawRequest): Promise<number> {
  const body = Buffer.from(bodyOf(request));
  return new Promise((done) => {
    const outgoing = httpRequest(
      {
        ...{ agent, host: "127.0.0.1", port, method: request.method, path: request.target },
        headers: {
          "content-type": request.contentType,
          "content-length": body.length,
          ...(request.signature.length > 0 ? { "x-twilio-signature": request.signature } : {}),
          ...request.headers,
        },
      },
      (answer) => {
        answer.resume();
        answer.once("end", () => done(answer.statusCode ?? 0));
        answer.once("error", () => done(0));
      },
    );
    outgoing.once("error", () => done(0));
    outgoing.end(body);
  });
}
