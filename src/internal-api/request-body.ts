import type { IncomingMessage } from "node:http";
import getRawBody from "raw-body";
import { storableJson, storableText } from "../shared/index.ts";
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

const TEXT_LIMIT_BYTES = 2 * 1024 * 1024;

/** Reads a text body of at most 2 MB, in UTF-8. */
export async function readTextBody(
  request: IncomingMessage,
  type: string,
): Promise<{ kind: "body"; value: string } | Refusal> {
  let bytes: Buffer;
  try {
    bytes = await getRawBody(request, { limit: TEXT_LIMIT_BYTES, length: request.headers["content-length"] });
  } catch (error) {
    const { type } = error as { type?: string };
    if (type === "entity.too.large") return refuse("payload_too_large", `at most ${TEXT_LIMIT_BYTES} bytes`);
    return refuse("malformed_request", "the body did not arrive whole");
  }
  const sent = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  if (sent !== type) return refuse("unsupported_media_type", `send it as ${type}`);
  try {
    return { kind: "body", value: storableText(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch {
    return refuse("malformed_request", "the text is not UTF-8");
  }
}
