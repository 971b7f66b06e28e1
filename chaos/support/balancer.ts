import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

const LOOK_EVERY_MS = 100;
/** Slow is not gone: with both out of service every webhook would be refused. */
const HEALTH_TIMEOUT_MS = 5000;
/** A backend that does not answer in this time, Twilio's own, is given up for this request, which is not tried elsewhere. */
const ANSWER_TIMEOUT_MS = 15_000;

export type Balancer = Awaited<ReturnType<typeof startBalancer>>;

/**
 * What stands before several web processes: it sends to those whose `/health/ready` says yes, in turn, and tries
 * another one only when the connection was refused, because then nothing was asked twice.
 */
export async function startBalancer(port: number) {
  const backends = new Map<number, { isReady: boolean }>();
  const counts = { requests: 0, retriedElsewhere: 0, nobodyReady: 0, broken: 0, timeouts: 0 };
  const statuses: Record<string, number> = {};
  let only: number | undefined;
  let turn = 0;

  async function look(): Promise<void> {
    await Promise.all(
      [...backends].map(async ([backend, state]) => {
        const signal = AbortSignal.timeout(HEALTH_TIMEOUT_MS);
        const answer = await fetch(`http://127.0.0.1:${backend}/health/ready`, { signal }).catch(() => undefined);
        await answer?.arrayBuffer().catch(() => undefined);
        state.isReady = answer?.status === 200;
      }),
    );
  }
  let timer: NodeJS.Timeout;
  const next = () => {
    timer = setTimeout(() => void look().then(next), LOOK_EVERY_MS);
  };
  next();

  /** Resolves true when an answer was passed on, whatever it was; false when the connection was refused. */
  function forward(backend: number, incoming: IncomingMessage, body: Buffer, response: ServerResponse) {
    return new Promise<boolean>((done) => {
      const { method, url, headers } = incoming;
      // A connection for each request: what a backend closes while it stops can never be one that we use again.
      const outgoing = request({
        ...{ host: "127.0.0.1", port: backend, method, path: url, agent: false },
        headers: { ...headers, connection: "close", "content-length": String(body.length) },
      });
      const fail = (status: number, kind: "broken" | "timeouts") => {
        counts[kind] += 1;
        note(status);
        if (!response.headersSent) response.writeHead(status);
        response.end();
        done(true);
      };
      outgoing.setTimeout(ANSWER_TIMEOUT_MS, () => outgoing.destroy(new Error("timeout")));
      outgoing.once("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ECONNREFUSED") return done(false);
        fail(error.message === "timeout" ? 504 : 502, error.message === "timeout" ? "timeouts" : "broken");
      });
      outgoing.once("response", (answer) => {
        note(answer.statusCode ?? 0);
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        answer.once("close", () => done(true));
      });
      outgoing.end(body);
    });
  }

  function note(status: number): void {
    statuses[status] = (statuses[status] ?? 0) + 1;
  }

  const server = createServer((incoming, response) => {
    void (async () => {
      counts.requests += 1;
      const body = await buffer(incoming);
      const ready = [...backends].filter(([backend, { isReady }]) => (only ? backend === only : isReady));
      turn += 1;
      for (let i = 0; i < ready.length; i++) {
        const [backend] = ready[(turn + i) % ready.length] ?? [0];
        if (await forward(backend, incoming, body, response)) return;
        counts.retriedElsewhere += 1;
      }
      counts.nobodyReady += 1;
      note(503);
      response.writeHead(503).end();
    })().catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));

  return {
    url: `http://127.0.0.1:${port}`,
    counts,
    /** How many answers of each HTTP status were passed on or made up. */
    statuses,
    add(backend: number): void {
      backends.set(backend, { isReady: false });
    },
    /** Sends everything to this backend, ready or not; undefined: to all again. */
    sendOnlyTo(backend: number | undefined): void {
      only = backend;
    },
    async close(): Promise<void> {
      clearTimeout(timer);
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}
