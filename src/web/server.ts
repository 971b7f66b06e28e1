import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Koa from "koa";
import koaHelmet from "koa-helmet";
import { type Logger, requestIdFrom } from "../shared/index.ts";
import { errorsToHttp } from "./errors.ts";
import { sendProblem } from "./problem.ts";
import { type RequestLimitsDeps, requestLimits } from "./request-limits.ts";

// The package is CommonJS and its types describe an ES default export: what is imported is the function itself.
const securityHeaders = koaHelmet as unknown as typeof koaHelmet.default;

/**
 * Who sends slowly gives up a connection, not the service. A proxy in front keeps its connections for 60 s as a rule:
 * ours live longer, or it would now and then send a request into one that we are closing.
 */
const CONNECTIONS = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 65_000,
  // The two time-outs above are looked at this often; Node's own half a minute would make them 40 s and 50 s.
  connectionsCheckingInterval: 2000,
  maxHeaderSize: 16 * 1024,
} as const;
const MAX_HEADERS = 100;
/** Each costs some 20 kB; beyond it new ones are closed at once. */
const MAX_CONNECTIONS = 4096;

export interface WebServer {
  port(): number;
  /** Refuses new connections and waits for the requests in hand. */
  close(): Promise<void>;
}

/** Opens the port and answers with the given rooms, in order. */
export async function startWebServer(deps: {
  port: number;
  /** Undefined: every interface. */
  host: string | undefined;
  middleware: readonly Koa.Middleware[];
  logger: Logger;
  /** Browsers are told to come by https only. */
  isProduction?: boolean;
  limits?: RequestLimitsDeps;
  /** How many proxies of ours stand before us; each adds one address at the end of X-Forwarded-For. */
  trustedProxies?: number;
  /** For tests. */
  connections?: Partial<Record<keyof typeof CONNECTIONS, number>>;
}): Promise<WebServer> {
  const { trustedProxies = 0, limits = { isStopping: () => false, onRefused: () => undefined } } = deps;
  const app = new Koa({ proxy: trustedProxies > 0, maxIpsCount: trustedProxies });
  app.silent = true;
  app.use((ctx, next) => {
    ctx.set("X-Request-Id", requestIdFrom(ctx.get("X-Request-Id")));
    return next();
  });
  app.use(errorsToHttp(deps.logger));
  app.use(
    securityHeaders({
      // Development is plain http; a browser that was told to upgrade would find nothing.
      contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
      strictTransportSecurity: deps.isProduction ?? false,
    }) as unknown as Koa.Middleware,
  );
  app.use((ctx, next) => {
    // Answers are a customer's, or of this moment; a page that may be kept says so itself.
    ctx.set("Cache-Control", "no-store");
    return next();
  });
  app.use(requestLimits(limits));
  for (const middleware of deps.middleware) app.use(middleware);
  app.use((ctx) => {
    sendProblem(ctx, 404, "not_found", "There is no such address");
  });

  const server: Server = createServer({ ...CONNECTIONS, ...deps.connections }, app.callback());
  server.maxHeadersCount = MAX_HEADERS;
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(deps.port, deps.host, done);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port: () => port,
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      // A request that was in hand keeps its connection open for a next one, which will never be answered.
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      // A client that keeps a connection without a request would hold the stop for as long as it likes.
      const hurry = setTimeout(() => server.closeAllConnections(), 5000);
      await closed;
      clearInterval(idle);
      clearTimeout(hurry);
    },
  };
}
