import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A Rasa server of our own making: answers, refuses, or stays silent, and remembers what it was asked. */
export interface FakeRasa {
  url: string;
  port: number;
  asked: { path: string; body: Record<string, unknown> }[];
  answer: "well" | "error" | "silence" | "nonsense";
  entities: object[];
  /** What it says it has loaded. */
  model: string;
  stop(): Promise<void>;
}

export async function startFakeRasa(port = 0): Promise<FakeRasa> {
  const server: Server = createServer(async (request, response) => {
    const text = await bodyOf(request);
    const body = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
    fake.asked.push({ path: request.url ?? "", body });
    if (fake.answer === "silence") return;
    response.setHeader("content-type", "application/json");
    response.statusCode = fake.answer === "error" ? 500 : 200;
    if (fake.answer !== "well") return response.end(fake.answer === "error" ? "{}" : '{"intent":7}');
    if (request.url?.startsWith("/status")) return response.end(JSON.stringify({ model_file: `${fake.model}.tar.gz` }));
    const intent = { name: "fuera_de_alcance", confidence: 0.99 };
    return response.end(JSON.stringify({ text: body.text, intent, intent_ranking: [intent], entities: fake.entities }));
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  const fake: FakeRasa = {
    port: (server.address() as AddressInfo).port,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    answer: "well",
    entities: [],
    model: "studio-fake",
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return fake;
}

function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((done) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => done(text));
  });
}
