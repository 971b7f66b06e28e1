import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parse } from "node:querystring";
import { newSid, postSigned } from "../../src/web/simulator/index.ts";
import { nowMs } from "./figures.ts";
import type { Arrival, FromProvider, ToProvider } from "./provider.ts";

/**
 * Twilio as far as a load needs it: takes every message at once, tells the bench when each one came, and reports
 * statuses when it is told to. Its time is the provider's and must not be the application's, so it is a process.
 */
const accountSid = `AC${randomBytes(16).toString("hex")}`;
const authToken = randomBytes(16).toString("hex");
let statuses: readonly string[] = [];
let arrivals: Arrival[] = [];

process.on("message", (message: ToProvider) => {
  statuses = message.statuses;
});
process.on("disconnect", () => process.exit(0));

const server = createServer((request, response) => {
  const arrivedMs = nowMs();
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => answer(request, response, Buffer.concat(chunks).toString("utf8"), arrivedMs));
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  tell({ kind: "listening", url, accountSid, authToken });
});

function answer(request: IncomingMessage, response: ServerResponse, body: string, arrivedMs: number): void {
  const isMessages = request.url?.split("?")[0]?.endsWith("/Messages.json") ?? false;
  response.setHeader("content-type", "application/json");
  if (isMessages && request.method === "GET") {
    response.end(JSON.stringify({ messages: [], page: 0, page_size: 200, next_page_uri: null }));
    return;
  }
  if (!isMessages) {
    response.end('{"success":true}');
    return;
  }
  const form = parse(body) as Record<string, string>;
  const sid = newSid("SM");
  response.statusCode = 201;
  response.end(JSON.stringify(messageResource(sid, form)));
  note({ to: form.To?.replace(/^whatsapp:/, "") ?? "", body: form.Body ?? "", atMs: arrivedMs });
  if (form.StatusCallback) void report(form.StatusCallback, sid, form);
}

/** Several arrivals make one message between processes. */
function note(arrival: Arrival): void {
  if (arrivals.length === 0) {
    setTimeout(() => {
      tell({ kind: "arrivals", arrivals });
      arrivals = [];
    }, 4);
  }
  arrivals.push(arrival);
}

async function report(url: string, sid: string, form: Record<string, string>): Promise<void> {
  for (const status of statuses) {
    await new Promise((done) => setTimeout(done, 150));
    const params = {
      AccountSid: accountSid,
      ApiVersion: "2010-04-01",
      ChannelPrefix: "whatsapp",
      From: form.From ?? "",
      MessageSid: sid,
      MessageStatus: status,
      SmsSid: sid,
      SmsStatus: status,
      To: form.To ?? "",
    };
    // The application may be on its way out; a status that nobody takes is not what is measured.
    await postSigned({ url, authToken, params }).catch(() => undefined);
  }
}

function messageResource(sid: string, form: Record<string, string>): object {
  return {
    sid,
    account_sid: accountSid,
    api_version: "2010-04-01",
    body: form.Body,
    date_created: new Date().toUTCString(),
    date_sent: null,
    date_updated: new Date().toUTCString(),
    direction: "outbound-api",
    error_code: null,
    error_message: null,
    from: form.From,
    messaging_service_sid: null,
    num_media: "0",
    num_segments: "1",
    price: null,
    price_unit: null,
    status: "queued",
    subresource_uris: { media: `/2010-04-01/Accounts/${accountSid}/Messages/${sid}/Media.json` },
    to: form.To,
    uri: `/2010-04-01/Accounts/${accountSid}/Messages/${sid}.json`,
  };
}

function tell(message: FromProvider): void {
  process.send?.(message);
}
