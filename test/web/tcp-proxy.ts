import { createServer, connect as open, type Server, type Socket } from "node:net";
import { restartablePort } from "../support/process.ts";

/** A wire between the application and its database that a test can cut and mend. */
export interface TcpProxy {
  port: number;
  /** Ends every connection and refuses new ones. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  const proxy: TcpProxy = {
    port: await restartablePort(),
    async cut() {
      const closing = server;
      server = undefined;
      const closed = new Promise<void>((done) => (closing ? closing.close(() => done()) : done()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async mend() {
      const opened = createServer((near) => {
        const far = open(target.port, target.host);
        for (const [socket, other] of [
          [near, far],
          [far, near],
        ] as const) {
          sockets.add(socket);
          socket.on("error", () => other.destroy());
          socket.on("close", () => {
            sockets.delete(socket);
            other.destroy();
          });
          socket.pipe(other);
        }
      });
      await new Promise<void>((done) => opened.listen(proxy.port, "127.0.0.1", done));
      server = opened;
    },
  };
  await proxy.mend();
  return proxy;
}
