import { createServer, type Server } from "node:http";
import { text as textOf } from "node:stream/consumers";
import { restartablePort } from "../support/process.ts";

/** A Rasa that knows the intents it is told, can be held, and can be stopped and started on its port. */
export interface FakeRasa {
  url: string;
  /** Texts that it was asked to parse. */
  asked: string[];
  /** Intent by exact text; everything else is `saludo`. */
  intents: Map<string, string>;
  /** Texts of which it is unsure, with its two best guesses. */
  unsure: Map<string, [string, string]>;
  /** The next parse waits; `arrived` resolves when it came, `release` lets it be answered. */
  hold(): { arrived: Promise<void>; release(): void };
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function startFakeRasa(): Promise<FakeRasa> {
  let server: Server;
  const port = await restartablePort();
  let holding: { arrive(): void; released: Promise<void> } | undefined;

  const rasa: FakeRasa = {
    url: "",
    asked: [],
    intents: new Map(),
    unsure: new Map(),
    hold() {
      let release = () => {};
      let arrive = () => {};
      const released = new Promise<void>((done) => {
        release = done;
      });
      const arrived = new Promise<void>((done) => {
        arrive = done;
      });
      holding = { arrive, released };
      return { arrived, release };
    },
    async start() {
      server = createServer(async (request, response) => {
        response.setHeader("content-type", "application/json");
        if (request.url?.startsWith("/status")) {
          response.end(JSON.stringify({ model_file: "models/fake.tar.gz" }));
          return;
        }
        const { text } = JSON.parse(await textOf(request)) as { text: string };
        rasa.asked.push(text);
        const held = holding;
        holding = undefined;
        held?.arrive();
        await held?.released;
        const guesses = rasa.unsure.get(text);
        const ranking = guesses
          ? guesses.map((name, index) => ({ name, confidence: 0.6 - index / 10 }))
          : [{ name: rasa.intents.get(text) ?? "saludo", confidence: 0.99 }];
        response.end(JSON.stringify({ text, intent: ranking[0], intent_ranking: ranking, entities: [] }));
      });
      await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
      rasa.url = `http://127.0.0.1:${port}`;
    },
    async stop() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
  await rasa.start();
  return rasa;
}
