import { createServer, type IncomingMessage, request as openRequest, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";

/** What becomes of a request. `slow` reaches the target all the same, only later. */
export type ProxyFault =
  | { kind: "drop" }
  | { kind: "hang" }
  | { kind: "drip" }
  | { kind: "slow"; ms: number }
  | { kind: "status"; status: number; body?: unknown }
  | { kind: "garbage" };

export interface ProxyRequest {
  method: string;
  /** Without the query. */
  path: string;
  fault: ProxyFault["kind"] | undefined;
}

/** The fault of the n-th request (from 1) since it was set; undefined lets it through. */
export type ProxyFate = (request: ProxyRequest, n: number) => ProxyFault | undefined;

export type FaultyProxy = Awaited<ReturnType<typeof startFaultyProxy>>;

/** A wire between the application and one of its dependencies that works as badly as a scenario asks. */
export async function startFaultyProxy(target: string) {
  const requests: ProxyRequest[] = [];
  let fate: ProxyFate | undefined;
  let seen = 0;
  const end = new AbortController();

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? "/", "http://proxy");
    const request: ProxyRequest = { method: incoming.method ?? "GET", path: url.pathname, fault: undefined };
    const body = await buffer(incoming);
    seen += 1;
    const fault = fate?.(request, seen);
    requests.push({ ...request, fault: fault?.kind });
    switch (fault?.kind) {
      case "drop":
        return void incoming.socket.destroy();
      case "hang":
        return;
      case "drip": {
        response.writeHead(200, { "content-type": "application/json" });
        const timer = setInterval(() => response.write(" "), 100);
        return void response.on("close", () => clearInterval(timer));
      }
      case "status":
        return answer(response, fault.status, JSON.stringify(fault.body ?? {}));
      case "garbage":
        return answer(response, 200, '{"intent":7,"packages":"many","choices":{}}');
      case "slow":
        await pause(fault.ms, undefined, { signal: end.signal });
    }
    forward(incoming, body, response);
  }

  function forward(incoming: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const onward = openRequest(
      new URL(incoming.url ?? "/", target),
      { method: incoming.method, headers: incoming.headers },
      (far) => {
        response.writeHead(far.statusCode ?? 502, far.headers);
        far.pipe(response);
      },
    );
    onward.on("error", () => incoming.socket.destroy());
    onward.end(body);
  }

  const server = createServer((incoming, response) => {
    // A client that went away in the middle of its request is one of the things under test.
    pass(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    /** From now on; whatever waits in a fault goes on waiting. */
    set(next: ProxyFate): void {
      seen = 0;
      fate = next;
    },
    heal(): void {
      fate = undefined;
    },
    async close(): Promise<void> {
      end.abort();
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(body);
}
