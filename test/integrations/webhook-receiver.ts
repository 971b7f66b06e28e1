import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface ReceivedWebhook {
  body: string;
  headers: Record<string, string>;
}

/** A developer's endpoint: it keeps what arrives and answers as it is told; `hang` never does. */
export interface WebhookReceiver {
  url: string;
  received: ReceivedWebhook[];
  answer: number | "hang";
  /** Each answer carries these. */
  headers: Record<string, string>;
  close(): Promise<void>;
}

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    receiver.received.push({ body, headers: request.headers as Record<string, string> });
    if (receiver.answer !== "hang") response.writeHead(receiver.answer, receiver.headers).end("ok");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received: [],
    answer: 200,
    headers: {},
    async close() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
  return receiver;
}
