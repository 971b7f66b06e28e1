import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** What it lists at /models, for whoever names no model. */
const LISTED = JSON.stringify({ object: "list", data: [{ id: "test-model", object: "model" }] });

/** The parts of a chat completion request that tests look at. */
export interface ChatRequest {
  model: string;
  messages: Array<{ role: string; content: string }>;
  [field: string]: unknown;
}

/** Answers one request; what it leaves open stays open until the server closes. */
export type Answer = (request: ChatRequest, response: ServerResponse) => void | Promise<void>;

export interface FakeOpenai {
  baseUrl: string;
  requests: Array<{ path: string; authorization: string | undefined; body: ChatRequest }>;
  answer: Answer;
  close(): Promise<void>;
}

/** A server that speaks the OpenAI protocol as well or as badly as `answer` makes it. */
export async function startFakeOpenai(answer: Answer): Promise<FakeOpenai> {
  const fake: FakeOpenai = { baseUrl: "", requests: [], answer, close };
  const server = createServer((request, response) => {
    if (request.method === "GET") return response.end(LISTED);
    readJson(request).then((body) => {
      fake.requests.push({ path: request.url ?? "", authorization: request.headers.authorization, body });
      void fake.answer(body, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  fake.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return fake;

  async function close(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function readJson(request: IncomingMessage): Promise<ChatRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as ChatRequest;
}

/** A well-formed completion with this text. */
export function saying(text: unknown): Answer {
  return (request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({
        id: "chatcmpl-1",
        object: "chat.completion",
        created: 1,
        model: request.model,
        choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: text } }],
      }),
    );
  };
}

/** The same, word by word as a stream; `pauseMs` between the words. */
export function streaming(text: string, pauseMs = 0): Answer {
  return async (request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const send = (delta: object, finishReason: string | null) =>
      response.write(
        `data: ${JSON.stringify({
          id: "chatcmpl-1",
          object: "chat.completion.chunk",
          created: 1,
          model: request.model,
          choices: [{ index: 0, delta, finish_reason: finishReason }],
        })}\n\n`,
      );
    for (const word of text.match(/\S+\s*/gu) ?? []) {
      send({ content: word }, null);
      if (pauseMs > 0) await pause(pauseMs);
    }
    send({}, "stop");
    response.end("data: [DONE]\n\n");
  };
}

/** Any status with any body. */
export function replying(status: number, body: string, contentType = "application/json"): Answer {
  return (_request, response) => {
    response.writeHead(status, { "content-type": contentType });
    response.end(body);
  };
}

export const silent: Answer = () => {};

/** Headers at once, then a byte now and then, without an end: a time-out on the headers alone never fires. */
export const dripping: Answer = (_request, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  const timer = setInterval(() => response.write(" "), 20);
  response.on("close", () => clearInterval(timer));
};

/**
 * What a caller gives this answer: who never ends is cut off soon, the others have the time that a busy machine needs.
 */
export function timeFor(answer: Answer, impatientMs = 600): number {
  return answer === silent || answer === dripping ? impatientMs : 20_000;
}

/** As many bytes as the reader takes. */
export const flooding: Answer = (_request, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  const chunk = Buffer.alloc(64 * 1024, 32);
  const pour = () => {
    while (!response.destroyed && response.write(chunk)) {
      // Until the socket is full.
    }
  };
  response.on("drain", pour);
  pour();
};
