import { resolve } from "node:path";
import { type App, type Service, startApp } from "../../src/app.ts";
import { parseConfig } from "../../src/config/index.ts";
import { type Clock, type Logger, silentLogger } from "../../src/shared/index.ts";
import { clockAt, PATIENCE_MS, WEDNESDAY_MORNING } from "./clock.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { type FakeTwilio, FROM, inboundWebhook, sendWebhook, startFakeTwilio } from "./fake-twilio.ts";
import { until } from "./process.ts";

export { FROM };

interface Health {
  nlu: { engine: string };
}

export interface TestAppOptions {
  /** Extra environment variables, as a person would set them. */
  env?: Record<string, string>;
  services?: readonly Service[];
  clock?: Clock;
  logger?: Logger;
  reconcileAfterMs?: number;
  wordsAfterMs?: number;
  /** Where `rasa/` and `profiles/` are, for a business of its own. */
  rootDirectory?: string;
  /** Shared parts, for a second process beside the first. */
  database?: TestDatabase;
  twilio?: FakeTwilio;
}

export type TestApp = Awaited<ReturnType<typeof startTestApp>>;

/**
 * The whole application in this process: a real database of its own, a real port, and a Twilio on another one. It
 * answers at once (no burst wait beyond 30 ms), understands with the embedded classifier unless `env` names a Rasa, and
 * lives on a Wednesday morning.
 */
export async function startTestApp(options: TestAppOptions = {}) {
  const database = options.database ?? (await createTestDatabase());
  const twilio = options.twilio ?? (await startFakeTwilio());
  const config = parseConfig({
    NODE_ENV: "test",
    PORT: "0",
    RASA: "off",
    ACK: "off",
    BURST_QUIET_MS: "30",
    RECOVER: "off",
    TWILIO_ACCOUNT_SID: twilio.accountSid,
    TWILIO_AUTH_TOKEN: twilio.authToken,
    TWILIO_WHATSAPP_FROM: FROM,
    TWILIO_API_BASE_URL: twilio.url,
    ...options.env,
  });
  const app: App = await startApp({
    config,
    databaseUrl: database.url,
    services: options.services ?? ["web", "worker"],
    rootDirectory: options.rootDirectory ?? resolve("."),
    dataDirectory: resolve(".data/test"),
    logger: options.logger ?? silentLogger,
    say: () => undefined,
    clock: options.clock ?? clockAt(WEDNESDAY_MORNING),
    ...(options.reconcileAfterMs === undefined ? {} : { reconcileAfterMs: options.reconcileAfterMs }),
    ...(options.wordsAfterMs === undefined ? {} : { wordsAfterMs: options.wordsAfterMs }),
  });
  const url = `http://127.0.0.1:${app.port}`;
  const webhookUrl = `${url}/api/whatsapp/webhook`;

  const params = (from: string, content: Parameters<typeof inboundWebhook>[0]["content"], messageSid?: string) =>
    inboundWebhook({ accountSid: twilio.accountSid, from, to: FROM, content, ...(messageSid ? { messageSid } : {}) });

  return {
    app,
    url,
    webhookUrl,
    twilio,
    database,
    params,
    /** Posts a signed webhook and returns the HTTP answer. */
    post: (parameters: Record<string, string>) =>
      sendWebhook({ url: webhookUrl, authToken: twilio.authToken, params: parameters }),
    /** A customer writes; nothing is waited for. */
    async write(from: string, content: Parameters<typeof inboundWebhook>[0]["content"], messageSid?: string) {
      return sendWebhook({ url: webhookUrl, authToken: twilio.authToken, params: params(from, content, messageSid) });
    },
    /** A customer writes and reads the next answer. */
    async ask(
      from: string,
      content: Parameters<typeof inboundWebhook>[0]["content"],
      timeoutMs = PATIENCE_MS,
    ): Promise<string> {
      const before = twilio.messagesTo(from).length;
      await sendWebhook({ url: webhookUrl, authToken: twilio.authToken, params: params(from, content) });
      const messages = await twilio.waitForMessages(from, before + 1, timeoutMs);
      return messages.at(-1)?.body ?? "";
    },
    /** Resolves when the query returns a row; polls, because the database cannot ring a test. */
    async until<Row = Record<string, unknown>>(
      query: string,
      values: unknown[] = [],
      timeoutMs = PATIENCE_MS,
    ): Promise<Row> {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const [row] = await database.query<Row>(query, values);
        if (row) return row;
        if (Date.now() > deadline) throw new Error(`no row within ${timeoutMs} ms: ${query}`);
        await new Promise((done) => setTimeout(done, 15));
      }
    },
    /** Until Rasa has taken over from the embedded classifier. */
    untilRasaAnswers: () =>
      until(async () => {
        const health = (await (await fetch(`http://127.0.0.1:${app.port}/health/ready`)).json()) as Health;
        return health.nlu.engine === "rasa";
      }, "Rasa answers"),
    async stop(): Promise<void> {
      await app.stop();
      if (!options.twilio) await twilio.close();
      if (!options.database) await database.drop();
    },
  };
}
