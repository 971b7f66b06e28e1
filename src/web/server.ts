import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Koa from "koa";
import koaHelmet from "koa-helmet";
import type { Logger } from "../shared/index.ts";
import { errorsToHttp } from "./errors.ts";

// The package is CommonJS and its types describe an ES default export: what is imported is the function itself.
const securityHeaders = koaHelmet as unknown as typeof koaHelmet.default;

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
}): Promise<WebServer> {
  const app = new Koa();
  app.silent = true;
  app.use(errorsToHttp(deps.logger));
  app.use(
    securityHeaders({
      // Development is plain http; a browser that was told to upgrade would find nothing.
      contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
      strictTransportSecurity: process.env.NODE_ENV === "production",
    }) as unknown as Koa.Middleware,
  );
  for (const middleware of deps.middleware) app.use(middleware);
  app.use((ctx) => {
    ctx.status = 404;
    ctx.body = { type: "about:blank", title: "There is no such address", status: 404, code: "not_found" };
    ctx.type = "application/problem+json";
  });

  const server: Server = createServer(app.callback());
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
