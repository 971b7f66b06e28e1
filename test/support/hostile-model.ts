import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** What a hostile model sees of one request. */
export interface Situation {
  system: string;
  /** All that is not the system's. */
  user: string;
  /** Texts between `<data name="…">` fences, by name; the last of a name. */
  data: Readonly<Record<string, string>>;
  /** What the model is asked to say, with its marks; empty where it is asked something else. */
  said: string;
  /** What the customer wrote, as far as the model sees it. */
  attack: string;
  /** Strings that a JSON schema of the request allows; empty for free text. */
  choices: string[];
  isJson: boolean;
}

/** A way to be harmful: a text of ill will in a well-formed answer, or an answer that breaks the protocol. */
export type Strategy =
  | { name: string; say(situation: Situation): string }
  | { name: string; play(situation: Situation, wire: Wire): void };

/** An answer on its way, streamed or whole as the request asked. */
export interface Wire {
  isStream: boolean;
  response: ServerResponse;
  /** The whole protocol, with this text; `extra` is laid over the (last) chunk or the body. */
  say(content: string, extra?: Record<string, unknown>): void;
  /** One event of a stream; the whole body otherwise. */
  send(body: unknown): void;
  /** An event or body with this delta or message. */
  choice(message: Record<string, unknown>, finishReason?: string | null): Record<string, unknown>;
  end(): void;
}

export interface Asked {
  path: string;
  authorization: string | undefined;
  /** The request's body as it came. */
  body: string;
  situation: Situation;
  strategy: string;
}

export interface HostileModel {
  baseUrl: string;
  asked: Asked[];
  close(): Promise<void>;
}

/**
 * An OpenAI-protocol server that answers by strategies. Which one: `choose`, or by a hash of the seed, the customer's
 * text and how often it came, so that a run can be had again whatever the order of arrival.
 */
export async function startHostileModel(options: {
  seed: number;
  strategies: readonly Strategy[];
  choose?(situation: Situation): Strategy | undefined;
}): Promise<HostileModel> {
  const asked: Asked[] = [];
  const times = new Map<string, number>();
  const model: HostileModel = { baseUrl: "", asked, close };

  function strategyFor(situation: Situation): Strategy {
    const chosen = options.choose?.(situation);
    if (chosen) return chosen;
    const nth = times.get(situation.attack) ?? 0;
    times.set(situation.attack, nth + 1);
    const hash = createHash("sha256").update(`${options.seed}|${situation.attack}`).digest();
    return options.strategies[(hash.readUInt32BE(0) + nth) % options.strategies.length]!;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const parsed = JSON.parse(body) as ChatBody;
    const situation = situationOf(parsed);
    const strategy = strategyFor(situation);
    asked.push({
      ...{ path: request.url ?? "", authorization: request.headers.authorization, body, situation },
      strategy: strategy.name,
    });
    const wire = createWire(parsed, response);
    if ("say" in strategy) wire.say(strategy.say(situation));
    else strategy.play(situation, wire);
  }

  const server = createServer((request, response) => {
    response.on("error", () => undefined);
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  model.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return model;

  async function close(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

interface ChatBody {
  model?: string;
  stream?: boolean;
  messages?: { role: string; content: unknown }[];
  response_format?: { type?: string; json_schema?: { schema?: unknown } };
}

function situationOf(body: ChatBody): Situation {
  const contents = (role: (name: string) => boolean) =>
    (body.messages ?? [])
      .filter((message) => role(message.role))
      .map(({ content }) => (typeof content === "string" ? content : JSON.stringify(content)))
      .join("\n\n");
  const system = contents((role) => role === "system" || role === "developer");
  const user = contents((role) => role !== "system" && role !== "developer");
  const data = fencedData(user);
  const isJson = (body.response_format?.type ?? "text") !== "text";
  return {
    ...{ system, user, data, isJson },
    // Where a reply is phrased, `message` is ours; where one is to be understood, it is the customer's.
    said: data.customerText === undefined ? "" : (data.message ?? ""),
    attack: data.customerText ?? data.message ?? data.transcript ?? "",
    choices: isJson ? stringsOf(body.response_format?.json_schema?.schema) : [],
  };
}

function fencedData(prompt: string): Record<string, string> {
  const found = [...prompt.matchAll(/<data name="([^"]+)">([\s\S]*?)<\/data>/gu)];
  return Object.fromEntries(found.map(([, name = "", inner = ""]) => [name, unescaped(inner)]));
}

function unescaped(inner: string): string {
  try {
    const value: unknown = JSON.parse(inner);
    return typeof value === "string" ? value : JSON.stringify(value);
  } catch {
    return inner;
  }
}

/** Values of `enum` and `const`, wherever they stand. */
function stringsOf(schema: unknown): string[] {
  if (schema === null || typeof schema !== "object") return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    (key === "enum" || key === "const") && !isSchema(value)
      ? [value].flat().filter((one): one is string => typeof one === "string")
      : stringsOf(value),
  );
}

const isSchema = (value: unknown) => value !== null && typeof value === "object" && !Array.isArray(value);

function createWire(request: ChatBody, response: ServerResponse): Wire {
  const isStream = request.stream === true;
  const common = { id: "chatcmpl-h", created: 1, model: request.model ?? "hostile" };
  const object = isStream ? "chat.completion.chunk" : "chat.completion";
  const choice: Wire["choice"] = (message, finishReason = null) => ({
    ...{ ...common, object },
    choices: [{ index: 0, finish_reason: finishReason, [isStream ? "delta" : "message"]: message }],
  });
  const head = () => {
    if (response.headersSent) return;
    response.writeHead(200, { "content-type": isStream ? "text/event-stream" : "application/json" });
  };
  const wire: Wire = {
    ...{ isStream, response, choice },
    send(body) {
      head();
      if (isStream) response.write(`data: ${JSON.stringify(body)}\n\n`);
      else response.end(JSON.stringify(body));
    },
    say(content, extra = {}) {
      if (!isStream) return wire.send({ ...choice({ role: "assistant", content }, "stop"), usage: USAGE, ...extra });
      wire.send(choice({ role: "assistant", content: "" }));
      // Short pieces, cut wherever it falls: inside marks, figures and links.
      for (let at = 0; at < content.length; at += sizeFor(content)) {
        wire.send(choice({ content: content.slice(at, at + sizeFor(content)) }));
      }
      wire.send({ ...choice({}, "stop"), ...extra });
      wire.send({ ...common, object, choices: [], usage: USAGE, ...("usage" in extra ? { usage: extra.usage } : {}) });
      wire.end();
    },
    end() {
      head();
      response.end(isStream ? "data: [DONE]\n\n" : undefined);
    },
  };
  return wire;
}

const USAGE = { prompt_tokens: 300, completion_tokens: 40, total_tokens: 340 };
const sizeFor = (content: string) => (content.length > 4000 ? 4000 : 5);
