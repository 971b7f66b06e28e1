import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface GateRequest {
  method: string;
  path: string;
  idempotencyKey: string | undefined;
}

/** A door between the bot and its internal API that a test can shut, hold, or let lose an answer. */
export interface ApiGate {
  url: string;
  /** Where the requests go; known once the application runs. */
  target: string;
  requests: GateRequest[];
  /** These are answered with 503 while it is set. */
  isDown: ((request: GateRequest) => boolean) | undefined;
  /** Answers of these are thrown away after the API has worked, as often as `times` says. */
  loseAnswers(matches: (request: GateRequest) => boolean, times: number): void;
  /** The next of these waits; `arrived` resolves when it came, `release` lets it through. */
  hold(matches: (request: GateRequest) => boolean): { arrived: Promise<void>; release(): void };
  close(): Promise<void>;
}

export const isBooking = ({ method, path }: GateRequest) => method === "POST" && path === "/api/booking";

export async function startApiGate(): Promise<ApiGate> {
  const holds: { matches: (request: GateRequest) => boolean; arrive(): void; released: Promise<void> }[] = [];
  let losing: { matches: (request: GateRequest) => boolean; times: number } | undefined;

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = incoming.url ?? "/";
    const key = incoming.headers["idempotency-key"];
    const request: GateRequest = {
      method: incoming.method ?? "GET",
      path: path.split("?")[0] ?? path,
      idempotencyKey: typeof key === "string" ? key : undefined,
    };
    const body = await buffer(incoming);
    gate.requests.push(request);
    const at = holds.findIndex(({ matches }) => matches(request));
    const [held] = at < 0 ? [] : holds.splice(at, 1);
    held?.arrive();
    await held?.released;
    if (gate.isDown?.(request)) {
      response.writeHead(503).end();
      return;
    }
    const answer = await fetch(gate.target + path, {
      method: request.method,
      headers: Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
        ["host", "connection", "content-length", "transfer-encoding"].includes(name) ? [] : [[name, String(value)]],
      ),
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    });
    const text = await answer.text();
    if (losing?.matches(request) && losing.times-- > 0) {
      incoming.socket.destroy();
      return;
    }
    const replayed = answer.headers.get("idempotent-replayed");
    response.writeHead(answer.status, {
      "content-type": answer.headers.get("content-type") ?? "application/json",
      ...(replayed ? { "idempotent-replayed": replayed } : {}),
    });
    response.end(text);
  }

  const server = createServer((incoming, response) => {
    pass(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const gate: ApiGate = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    target: "",
    requests: [],
    isDown: undefined,
    loseAnswers(matches, times) {
      losing = { matches, times };
    },
    hold(matches) {
      let release = () => {};
      let arrive = () => {};
      const released = new Promise<void>((done) => {
        release = done;
      });
      const arrived = new Promise<void>((done) => {
        arrive = done;
      });
      holds.push({ matches, arrive, released });
      return { arrived, release };
    },
    async close() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
  return gate;
}
