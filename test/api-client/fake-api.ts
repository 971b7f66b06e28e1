import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export type Behaviour = (response: ServerResponse, request: Received) => void;

/** A real HTTP server that behaves as badly as a test asks. */
export interface FakeApi {
  url: string;
  received: Received[];
  behave(behaviour: Behaviour): void;
  /** Connections that are open now. */
  sockets(): Promise<number>;
  close(): Promise<void>;
}

export async function startFakeApi(): Promise<FakeApi> {
  const received: Received[] = [];
  let behaviour: Behaviour = answers(500, {});
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const entry = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body };
    received.push(entry);
    behaviour(response, entry);
  });
  server.listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    behave(next) {
      behaviour = next;
    },
    sockets: () =>
      new Promise((done, fail) => server.getConnections((error, count) => (error ? fail(error) : done(count)))),
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

export function answers(status: number, body: unknown, headers: Record<string, string> = {}): Behaviour {
  return (response) => {
    response.writeHead(status, { "Content-Type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
}

export const drops: Behaviour = (response) => void response.socket?.destroy();
export const hangs: Behaviour = () => {};

/** The first behaviour for the first request and so on; the last one for all that follow. */
export function inTurn(...behaviours: [Behaviour, ...Behaviour[]]): Behaviour {
  let at = 0;
  return (response, request) => behaviours[Math.min(at++, behaviours.length - 1)]!(response, request);
}
