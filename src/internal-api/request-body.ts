import type { IncomingMessage } from "node:http";
import getRawBody from "raw-body";
import { storableJson } from "../shared/index.ts";
import { type Refusal, refuse } from "./outcome.ts";

const LIMIT_BYTES = 256 * 1024;
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/** Reads a JSON body of at most 256 kB; NUL bytes and lone surrogates, which PostgreSQL refuses, are taken out. */
export async function readJsonBody(request: IncomingMessage): Promise<{ kind: "body"; value: unknown } | Refusal> {
  let text: string;
  try {
    text = await getRawBody(request, {
      limit: LIMIT_BYTES,
      length: request.headers["content-length"],
      encoding: "utf8",
    });
  } catch (error) {
    const { type } = error as { type?: string };
    if (type === "entity.too.large") return refuse("payload_too_large", `at most ${LIMIT_BYTES} bytes`);
    return refuse("malformed_request", "the body did not arrive whole");
  }
  if (!JSON_TYPE.test(request.headers["content-type"] ?? "")) return refuse("unsupported_media_type");
  try {
    return { kind: "body", value: storableJson(JSON.parse(text) as unknown) };
  } catch {
    return refuse("malformed_request", "the body is not JSON");
  }
}
