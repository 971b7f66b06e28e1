import { connect } from "node:net";
import type Koa from "koa";
import getRawBody from "raw-body";
import { afterEach, expect, test } from "vitest";
import { silentLogger } from "../../src/shared/index.ts";
import type { Refused } from "../../src/web/request-limits.ts";
import { startWebServer } from "../../src/web/server.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

type Connections = NonNullable<Parameters<typeof startWebServer>[0]["connections"]>;

/** Requests to `/held` wait until `release`; `/read` reads a body of at most 1 kB; everything else is 200. */
async function start(options: { inHand?: number; connections?: Connections } = {}) {
  const refused: Refused[] = [];
  const held: (() => void)[] = [];
  let isStopping = false;
  const rooms: Koa.Middleware = async (ctx) => {
    if (ctx.path.includes("held")) await new Promise<void>((done) => held.push(done));
    if (ctx.path.includes("read")) await getRawBody(ctx.req, { limit: "1kb" });
    ctx.body = "ok";
  };
  const server = await startWebServer({
    port: 0,
    host: "127.0.0.1",
    logger: silentLogger,
    middleware: [rooms],
    limits: {
      isStopping: () => isStopping,
      onRefused: (reason) => void refused.push(reason),
      ...(options.inHand ? { inHand: options.inHand } : {}),
    },
    ...(options.connections ? { connections: options.connections } : {}),
  });
  ends.push(() => server.close());
  return {
    refused,
    held,
    port: server.port(),
    stop: () => {
      isStopping = true;
    },
    fetch: (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port()}${path}`, init),
  };
}
const until = async (look: () => boolean) => {
  while (!look()) await new Promise((done) => setTimeout(done, 5));
};

/** Writes, then reads until the server ends the connection. */
function raw(port: number, lines: string[], more?: (socket: ReturnType<typeof connect>) => void): Promise<string> {
  return new Promise((done) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(`${lines.join("\r\n")}\r\n`);
      more?.(socket);
    });
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      text += chunk;
    });
    socket.on("error", () => undefined);
    socket.on("close", () => done(text));
  });
}

test("beyond so many requests in hand the next is sent away at once; webhooks and health are not", async () => {
  const server = await start({ inHand: 2 });
  const inHand = [1, 2].map(() => server.fetch("/api/held", { method: "POST" }));
  await until(() => server.held.length === 2);

  const busy = await server.fetch("/api/services");
  expect(busy.status).toBe(503);
  expect(busy.headers.get("retry-after")).toBe("1");
  expect(await busy.json()).toMatchObject({ code: "busy" });
  expect((await server.fetch("/pay/x")).status).toBe(503);
  for (const path of ["/health/ready", "/metrics", "/api/whatsapp/webhook", "/api/whatsapp/status"]) {
    expect((await server.fetch(path)).status).toBe(200);
  }
  expect(server.refused).toEqual(["busy", "busy"]);

  for (const release of server.held) release();
  for (const answer of await Promise.all(inHand)) expect(answer.status).toBe(200);
  expect((await server.fetch("/api/services")).status).toBe(200);
});

test("a request that fails gives its place back", async () => {
  const server = await start({ inHand: 1 });
  for (let i = 0; i < 3; i++) {
    // Chunked, so that only reading shows how much it is.
    const body = new Blob(["x".repeat(5000)]).stream();
    const answer = await server.fetch("/api/read", { method: "POST", body, duplex: "half" } as RequestInit);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: "payload_too_large" });
  }
  expect((await server.fetch("/api/read", { method: "POST", body: "small" })).status).toBe(200);
});

test.each([
  ["/api/services", 256 * 1024],
  ["/simulator/media", 1024 * 1024],
  ["/somewhere", 16 * 1024],
])("%s takes %i bytes; what says it is more is refused before a byte of it is read", async (path, limit) => {
  const server = await start();
  const head = (length: number) => [`POST ${path} HTTP/1.1`, "Host: x", `Content-Length: ${length}`, ""];
  // No byte of the body is ever sent: only a server that does not wait for it answers, and then ends the connection.
  const answer = await raw(server.port, head(limit + 1));
  expect(answer).toContain("HTTP/1.1 413 ");
  expect(answer).toContain("application/problem+json");
  expect(answer.toLowerCase()).toContain("connection: close");
  expect((await server.fetch(path, { method: "POST", body: "x".repeat(limit) })).status).toBe(200);
});

test("a body that nobody asked for is not read to its end", async () => {
  const server = await start();
  const chunk = `4000\r\n${"x".repeat(0x4000)}\r\n`;
  let written = 0;
  const answer = await raw(
    server.port,
    ["POST /nobody HTTP/1.1", "Host: x", "Transfer-Encoding: chunked", ""],
    (socket) => {
      const pour = () => {
        while (!socket.destroyed && socket.writable) {
          written += chunk.length;
          if (!socket.write(chunk)) return void socket.once("drain", pour);
        }
      };
      pour();
    },
  );
  // An endless body: the test ends only because the server ends the connection.
  expect(written).toBeGreaterThan(0);
  expect(answer === "" || answer.includes("HTTP/1.1 200")).toBe(true);
});

test("who never finishes a request loses the connection", async () => {
  const server = await start({
    connections: { headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 20 },
  });
  expect(await raw(server.port, ["POST /api/services HTTP/1.1", "Host: x"])).toContain("HTTP/1.1 408 ");
  const half = ["POST /api/read HTTP/1.1", "Host: x", "Content-Length: 100", "", "half of it"];
  expect(await raw(server.port, half)).toContain("408");
});

test("headers longer than anybody needs are refused", async () => {
  const server = await start();
  const long = await raw(server.port, ["GET / HTTP/1.1", "Host: x", `X-Long: ${"x".repeat(20_000)}`, ""]);
  expect(long).toContain("HTTP/1.1 431 ");
});

test("while the service stops, each answer tells its connection to end", async () => {
  const server = await start();
  const kept = await server.fetch("/");
  expect(kept.headers.get("connection")).not.toBe("close");
  server.stop();
  const last = await server.fetch("/");
  expect(last.status).toBe(200);
  expect(last.headers.get("connection")).toBe("close");
});
