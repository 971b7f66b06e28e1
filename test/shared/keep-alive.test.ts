import { createServer, get, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { keepConnections } from "../../src/shared/index.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A server that would keep a connection for ever. */
async function startServer(answer: RequestListener) {
  const server = createServer(answer);
  server.keepAliveTimeout = 0;
  let connections = 0;
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  ends.push(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const open = () => new Promise((done) => server.getConnections((_, count) => done(count)));
  return { url, open, connections: () => connections };
}

function client() {
  const kept = keepConnections();
  ends.push(kept.destroy);
  return (url: string) =>
    new Promise<string>((done, fail) => {
      get(url, { agent: kept.httpAgent }, (response) => done(text(response))).on("error", fail);
    });
}

test("requests that follow each other share a connection, which is closed by us before a server would", async () => {
  const server = await startServer((_, response) => response.end("well"));
  const ask = client();
  for (let n = 0; n < 3; n++) expect(await ask(server.url)).toBe("well");
  expect(server.connections()).toBe(1);
  await expect.poll(server.open).toBe(0);
  expect(await ask(server.url)).toBe("well");
});

test("an answer that takes longer than a rest may is waited for, on a connection that was used before", async () => {
  const server = await startServer((request, response) =>
    request.url === "/slow" ? void setTimeout(() => response.end("late"), 2500) : void response.end("well"),
  );
  const ask = client();
  await ask(server.url);
  expect(await ask(`${server.url}/slow`)).toBe("late");
  expect(server.connections()).toBe(1);
});
