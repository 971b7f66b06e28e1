import type { CustomerMessageInput } from "./customer-message.ts";
import type { SendResult } from "./send-customer-message.ts";
import type { SimulatorEvent } from "./simulator-events.ts";
import type { TraceSection } from "./trace-summary.ts";

/** The application is not there, or has no simulator. The message is written for the person at the terminal. */
export class SimulatorUnreachableError extends Error {
  readonly code = "simulator_unreachable";
  override readonly name = "SimulatorUnreachableError";
}

export interface SimulatorClient {
  /** @throws SimulatorUnreachableError */
  send(message: CustomerMessageInput): Promise<SendResult>;
  /**
   * What happens from now on (no history): resolves once listening, so that nothing sent afterwards is missed.
   * `onLost` is called when the application goes away.
   * @throws SimulatorUnreachableError
   */
  listen(onEvent: (event: SimulatorEvent) => void, signal: AbortSignal, onLost: () => void): Promise<void>;
  trace(sid: string): Promise<{ sections: TraceSection[]; trace: unknown } | undefined>;
}

/** Talks to a running application's simulator. `baseUrl` has no trailing slash. */
export function createSimulatorClient(baseUrl: string): SimulatorClient {
  async function call(path: string, init?: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(`${baseUrl}/simulator${path}`, init);
    } catch (error) {
      if (init?.signal?.aborted) throw error;
      throw new SimulatorUnreachableError(`No hay una app en ${baseUrl}: arranca con npm start`, { cause: error });
    }
    if (response.status === 404 && !path.startsWith("/trace/")) {
      const hint = "solo existe en desarrollo y sin una cuenta de Twilio configurada";
      throw new SimulatorUnreachableError(`La app en ${baseUrl} no tiene simulador: ${hint}`);
    }
    return response;
  }

  return {
    async send(message) {
      const headers = { "content-type": "application/json" };
      const response = await call("/send", { method: "POST", headers, body: JSON.stringify(message) });
      const body = (await response.json()) as SendResult & { error?: string };
      if (!response.ok) throw new RangeError(body.error ?? `el simulador respondió ${response.status}`);
      return body;
    },
    async listen(onEvent, signal, onLost) {
      const response = await call("/events", { signal });
      if (!response.body) throw new SimulatorUnreachableError(`${baseUrl} no abrió el canal de eventos`);
      const frames = readFrames(response.body);
      for (let frame = await frames.next(); !frame.done; frame = await frames.next()) {
        if (frame.value.event === "live") break;
      }
      void follow(frames, onEvent).finally(() => signal.aborted || onLost());
    },
    async trace(sid) {
      const response = await call(`/trace/${sid}`);
      return response.ok ? ((await response.json()) as { sections: TraceSection[]; trace: unknown }) : undefined;
    },
  };
}

async function follow(frames: AsyncGenerator<Frame, void>, onEvent: (event: SimulatorEvent) => void): Promise<void> {
  try {
    for await (const { event, data } of frames) {
      if (event === "message") onEvent(JSON.parse(data) as SimulatorEvent);
    }
  } catch {
    // A broken stream is the end of it, like a closed one; the caller hears of both in one way.
  }
}

interface Frame {
  event: string;
  data: string;
}

async function* readFrames(body: ReadableStream<Uint8Array>): AsyncGenerator<Frame, void> {
  let buffered = "";
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    buffered += decoder.decode(chunk, { stream: true });
    const blocks = buffered.split("\n\n");
    buffered = blocks.pop() ?? "";
    for (const block of blocks) {
      const lines = block.split("\n");
      const data = lines.find((line) => line.startsWith("data: "))?.slice(6);
      const event = lines.find((line) => line.startsWith("event: "))?.slice(7) ?? "message";
      if (data !== undefined) yield { event, data };
    }
  }
}
