import { type ClientRequest, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

/**
 * Servers close a connection that rests, Node's own after 5 s. A request that leaves at that moment is reset, and nobody
 * knows whether it was taken: a send then waits a minute for the provider's list. So we close first.
 */
const LONGEST_REST_MS = 2000;

export interface KeptConnections {
  httpAgent: HttpAgent;
  httpsAgent: HttpsAgent;
  /** Ends every connection. */
  destroy(): void;
}

/** Agents that keep connections for the next request, and end those that rested for two seconds. */
export function keepConnections(options: { maxSockets?: number } = {}): KeptConnections {
  const httpAgent = new RestlessHttpAgent({ keepAlive: true, ...options });
  const httpsAgent = new RestlessHttpsAgent({ keepAlive: true, ...options });
  return {
    httpAgent,
    httpsAgent,
    destroy() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

/** https://nodejs.org/api/http.html#agentkeepsocketalivesocket: what the agent does with a socket that becomes free. */
class RestlessHttpAgent extends HttpAgent {
  override keepSocketAlive(socket: Duplex): boolean {
    return rest(super.keepSocketAlive(socket) as unknown, socket);
  }
  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    wake(socket);
    super.reuseSocket(socket, request);
  }
}

class RestlessHttpsAgent extends HttpsAgent {
  override keepSocketAlive(socket: Duplex): boolean {
    return rest(super.keepSocketAlive(socket) as unknown, socket);
  }
  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    wake(socket);
    super.reuseSocket(socket, request);
  }
}

function rest(isKept: unknown, socket: Duplex): boolean {
  if (isKept) (socket as Socket).setTimeout(LONGEST_REST_MS);
  return Boolean(isKept);
}

function wake(socket: Duplex): void {
  (socket as Socket).setTimeout(0);
}
