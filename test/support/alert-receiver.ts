import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { restartablePort } from "./process.ts";

export interface ReceivedNotice {
  text: string;
  kind: string;
  severity: string;
  count: number;
  codes: Record<string, number>;
  alertIds: string[];
  subjectIds: string[];
  link: string;
}

/** Where an administrator is told, as Slack's incoming webhooks are: it can refuse, hang, be gone and come back. */
export interface AlertReceiver {
  url: string;
  /** What it took, in order. */
  notices: ReceivedNotice[];
  /** Every body that arrived, taken or not. */
  bodies: string[];
  /** How it answers; `hang` never does. */
  answer: number | "hang";
  stop(): Promise<void>;
  /** Again on the same port. */
  start(): Promise<void>;
}

export async function startAlertReceiver(): Promise<AlertReceiver> {
  let server: Server;
  const port = await restartablePort();
  const receiver: AlertReceiver = {
    url: "",
    notices: [],
    bodies: [],
    answer: 200,
    async start() {
      server = createServer(async (request, response) => {
        const body = await text(request);
        receiver.bodies.push(body);
        if (receiver.answer === "hang") return;
        if (receiver.answer < 300) receiver.notices.push(JSON.parse(body) as ReceivedNotice);
        response.writeHead(receiver.answer).end("ok");
      });
      await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
      receiver.url = `http://127.0.0.1:${port}/services/T000/secreto`;
    },
    async stop() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
  await receiver.start();
  return receiver;
}
