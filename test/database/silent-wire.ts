import type { AddressInfo } from "node:net";
import { createServer, connect as open, type Socket } from "node:net";

/** A wire to a database that can fall silent without being cut, as a machine does that loses its network. */
export interface SilentWire {
  port: number;
  /** Nothing passes any more; connections stay. */
  silence(): void;
  /** New connections pass again; those from before the silence never do. */
  speak(): void;
  close(): Promise<void>;
}

export async function startSilentWire(target: { host: string; port: number }): Promise<SilentWire> {
  const sockets = new Set<Socket>();
  let isSilent = false;
  const server = createServer((near) => {
    const far = open(target.port, target.host);
    let isLost = isSilent;
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on("data", (chunk) => {
        isLost ||= isSilent;
        if (!isLost) other.write(chunk);
      });
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    port: (server.address() as AddressInfo).port,
    silence: () => {
      isSilent = true;
    },
    speak: () => {
      isSilent = false;
    },
    async close() {
      const closed = new Promise((done) => server.close(done));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
