import { randomBytes } from "node:crypto";
import { PassThrough, type Readable } from "node:stream";

const HEARTBEAT_MS = 15_000;

/** Server-sent events with a bounded history: who connects sees what happened before, who reconnects only what it missed. */
export interface EventFeed<T> {
  /** `isKept: false` is for what means nothing later (typing). */
  publish(event: T, options?: { isKept?: boolean }): void;
  /** The body of one `text/event-stream` response. A reader from another life of the process is told to forget (`reset`). */
  stream(lastEventId: string | undefined): Readable;
  close(): void;
}

export function createEventFeed<T>({ keep = 1000 } = {}): EventFeed<T> {
  const life = randomBytes(4).toString("hex");
  const history: { number: number; data: string }[] = [];
  const streams = new Set<PassThrough>();
  let last = 0;

  const frame = (number: number, data: string) => `id: ${life}-${number}\ndata: ${data}\n\n`;

  return {
    publish(event, { isKept = true } = {}) {
      const data = JSON.stringify(event);
      if (isKept) {
        last += 1;
        history.push({ number: last, data });
        if (history.length > keep) history.shift();
      }
      for (const stream of streams) stream.write(isKept ? frame(last, data) : `data: ${data}\n\n`);
    },
    stream(lastEventId) {
      const stream = new PassThrough();
      const [seenLife, seen] = (lastEventId ?? "").split("-");
      const isSameLife = seenLife === life;
      stream.write("retry: 1000\n\n");
      if (!isSameLife) stream.write("event: reset\ndata: {}\n\n");
      for (const { number, data } of history) {
        if (!isSameLife || number > Number(seen)) stream.write(frame(number, data));
      }
      stream.write("event: live\ndata: {}\n\n");
      const heartbeat = setInterval(() => stream.write(": still here\n\n"), HEARTBEAT_MS);
      heartbeat.unref();
      streams.add(stream);
      stream.once("close", () => {
        clearInterval(heartbeat);
        streams.delete(stream);
      });
      return stream;
    },
    close() {
      for (const stream of streams) stream.end();
    },
  };
}
