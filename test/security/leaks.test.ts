import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { newSid } from "../../src/web/simulator/index.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { replying, startFakeOpenai } from "../support/fake-openai.ts";
import { type FakeTwilio, FROM, inboundWebhook, sendWebhook, startFakeTwilio } from "../support/fake-twilio.ts";
import {
  type AppProcess,
  appEnv,
  endAllProcesses,
  restartablePort,
  startAppProcess,
  until,
} from "../support/process.ts";
import { startTcpProxy } from "../web/tcp-proxy.ts";
import { CANARIES, PERSONAL, SECRETS, secretEnv, startEchoServer } from "./canaries.ts";

let database: TestDatabase;
let twilio: FakeTwilio;
let closing: (() => unknown)[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  twilio = await startFakeTwilio({ authToken: SECRETS.TWILIO_AUTH_TOKEN });
});
afterAll(async () => {
  await endAllProcesses();
  for (const close of closing.reverse()) await close();
  await twilio.close();
  await database.drop();
});

/** Everything that left the process by a way that is not the customer's. */
let seen: { where: string; text: string }[] = [];
beforeEach(() => {
  seen = [];
});

/** Which of the values stand in the text, also as they look in an address, in JSON or in a Basic header. */
function leaks(text: string, values: Record<string, string>): string[] {
  return Object.entries(values)
    .filter(([, value]) =>
      [value, encodeURIComponent(value), Buffer.from(value).toString("base64").slice(0, -4)].some((form) =>
        text.includes(form),
      ),
    )
    .map(([name]) => name);
}

const found = (values: Record<string, string>) =>
  seen.flatMap(({ where, text }) => leaks(text, values).map((name) => `${name} in ${where}`));

/** One attempt of the provider; its status. */
async function write(port: number, text: string, from = PERSONAL.phone, messageSid = newSid("SM")): Promise<number> {
  const { accountSid, authToken } = twilio;
  const params = inboundWebhook({ accountSid, from, to: FROM, content: text, profileName: PERSONAL.name, messageSid });
  const answer = await sendWebhook({ url: `http://127.0.0.1:${port}/api/whatsapp/webhook`, authToken, params });
  seen.push({ where: `webhook's answer ${answer.status}`, text: answer.body });
  return answer.status;
}

async function ask(port: number, text: string, from = PERSONAL.phone): Promise<string> {
  const before = twilio.messagesTo(from).length;
  // The provider tries again while the database is away.
  const sid = newSid("SM");
  await until(() => write(port, text, from, sid).then((status) => status === 200), "a webhook that is taken");
  // A busy machine trains the classifier for long, and answers after that.
  return (await twilio.waitForMessages(from, before + 1, 60_000)).at(-1)?.body ?? "";
}

async function request(port: number, path: string, init?: RequestInit): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, init);
  const headers = JSON.stringify([...answer.headers]);
  seen.push({ where: `${init?.method ?? "GET"} ${path}: ${answer.status}`, text: headers + (await answer.text()) });
}

/** What strangers and broken clients send. */
async function knock(port: number): Promise<void> {
  const json = { "content-type": "application/json" };
  const bearer = (token: string) => ({ ...json, authorization: `Bearer ${token}` });
  const body = `{"displayName": "${PERSONAL.name}", "mail": ${PERSONAL.mail}`;
  await request(port, "/api/whatsapp/webhook", {
    method: "POST",
    body: `Body=${PERSONAL.text}`,
    headers: { "x-twilio-signature": "x" },
  });
  await request(port, "/api/whatsapp/webhook", { method: "POST", body: PERSONAL.text });
  await request(port, `/api/admin/turns/${encodeURIComponent(PERSONAL.text)}`, {
    headers: bearer(SECRETS.SERVICE_TOKEN_SECRET),
  });
  await request(port, "/api/admin/bookings", { headers: bearer("eyJhbGciOiJub25lIn0.e30.") });
  await request(port, "/api/booking", { method: "POST", body, headers: bearer("x") });
  await request(port, `/${encodeURIComponent(PERSONAL.complaint)}`);
  await request(port, "/health/ready");
  await request(port, "/metrics");
}

function watch(app: AppProcess, where: string): void {
  void app.exited.then(() => seen.push({ where: `output of ${where}`, text: app.output() }));
}

async function start(where: string, env: Record<string, string>): Promise<{ app: AppProcess; port: number }> {
  const port = await restartablePort();
  const app = startAppProcess({
    port,
    env: { ...appEnv(twilio, database.url), ...secretEnv, LOG_LEVEL: "debug", ...env },
  });
  watch(app, where);
  await app.ready;
  return { app, port };
}

test("a whole day in the life of the service, good and bad, shows no secret and nothing of a customer", {
  timeout: 400_000,
}, async () => {
  const rasa = await startEchoServer(500);
  const alerts = await startEchoServer(500);
  const llm = await startFakeOpenai(
    replying(401, JSON.stringify({ error: { message: `Incorrect API key provided: ${SECRETS.OPENAI_API_KEY}` } })),
  );
  const address = new URL(database.url);
  const wire = await startTcpProxy({ host: address.hostname, port: Number(address.port) });
  closing = [() => llm.close(), () => rasa.close(), () => alerts.close(), () => wire.cut()];
  const url = Object.assign(new URL(database.url), { hostname: "127.0.0.1", port: String(wire.port) });
  const own = { DATABASE_URL: url.href, RASA: "auto", RASA_URL: rasa.url, OPENAI_BASE_URL: llm.baseUrl };
  const alertUrl = `${alerts.url}/services/${SECRETS.ALERT_WEBHOOK}`;

  const day = await start("the day", { ...own, ALERT_WEBHOOK_URL: alertUrl });
  await ask(day.port, "hola");
  await ask(day.port, `quiero un masaje mañana a las 5 de la tarde, ${PERSONAL.text}`);
  await ask(day.port, "sí");
  await ask(day.port, "quiero poner una queja");
  await ask(day.port, `me dejaron esperando, ${PERSONAL.complaint}, escríbanme a ${PERSONAL.mail}`);
  await ask(day.port, "quiero cambiar mi nombre");
  await ask(day.port, PERSONAL.otherName);
  await ask(day.port, "sí");
  await ask(
    day.port,
    `me llamo ${PERSONAL.otherName} y mi teléfono es ${PERSONAL.phone}, quiero pagar el paquete de 5`,
  );
  llm.answer = replying(
    200,
    JSON.stringify({ choices: [{ message: { content: `${PERSONAL.name} ${SECRETS.OPENAI_API_KEY}` } }] }),
  );
  await ask(day.port, "¿cuánto cuesta un masaje?");
  llm.answer = replying(200, `<html>${SECRETS.OPENAI_API_KEY}`, "text/html");
  await ask(day.port, "¿qué horarios hay mañana?");
  await knock(day.port);

  // The provider refuses, fails, hangs up and answers nonsense.
  twilio.failNext({ kind: "refuse", code: 63024 });
  await write(day.port, `hola ${PERSONAL.text}`, PERSONAL.secondPhone);
  await until(
    () => database.query("select 1 from messages where state = 'failed'").then((rows) => rows.length > 0),
    "a failed send",
  );
  twilio.failNext({ kind: "server-error", status: 503 });
  await ask(day.port, "hola");
  twilio.failNext({ kind: "drop", isAccepted: true });
  await write(day.port, "gracias");
  await until(() => alerts.requests() > 0, "the administrator's notice");

  // The database goes away in the middle of it all, and comes back.
  await wire.cut();
  await write(day.port, `hola ${PERSONAL.text}`);
  await knock(day.port);
  await wire.mend();
  await until(
    () => fetch(`http://127.0.0.1:${day.port}/health/ready`).then(({ status }) => status === 200),
    "the database is back",
  );
  await database
    .query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    )
    .catch(() => undefined);
  await ask(day.port, "BAJA");
  await day.app.end("SIGTERM");

  const apart = await start("a day without its API", {
    ...own,
    DATABASE_URL: database.url,
    INTERNAL_API_URL: "http://127.0.0.1:9",
  });
  await ask(apart.port, "ALTA", PERSONAL.secondPhone);
  await ask(apart.port, `quiero un masaje mañana a las 6 de la tarde, ${PERSONAL.text}`, PERSONAL.secondPhone);
  await apart.app.end("SIGTERM");

  for (const table of ["domain_events", "audit_log", "alerts", "processes"]) {
    const rows = await database.query(`select * from ${table}`);
    seen.push({ where: table, text: JSON.stringify(rows) });
  }
  const records = await database.query("select record from turns");
  expect(records.length).toBeGreaterThan(8);
  seen.push({ where: "turns.record", text: JSON.stringify(records) });

  const output = seen.filter(({ where }) => where.startsWith("output"));
  expect(output).toHaveLength(2);
  // The nets are not why there is nothing: something was said.
  expect(output.map(({ text }) => text).join("")).toContain('"level"');
  expect(found({ ...CANARIES, databasePassword: address.password })).toEqual([]);
});

test("a start that fails says why without a value of a setting", { timeout: 300_000 }, async () => {
  const bad: [string, Record<string, string>][] = [
    [
      "a password with a character that belongs encoded",
      { DATABASE_URL: `postgres://u:${SECRETS.DATABASE_PASSWORD}/#@host:5432/db` },
    ],
    ["a port that is none", { DATABASE_URL: `postgres://u:${SECRETS.DATABASE_PASSWORD}@host:99999/db` }],
    [
      "a wrong password",
      { DATABASE_URL: Object.assign(new URL(database.url), { password: SECRETS.DATABASE_PASSWORD }).href },
    ],
    ["nobody there", { DATABASE_URL: `postgres://u:${SECRETS.DATABASE_PASSWORD}@127.0.0.1:9/db` }],
    [
      "settings that cannot be read",
      {
        REDIS_URL: `http://:${SECRETS.REDIS_PASSWORD}@x`,
        PORT: SECRETS.RASA_TOKEN,
        NODE_ENV: SECRETS.TWILIO_AUTH_TOKEN,
      },
    ],
    ["production with secrets that two purposes share", { NODE_ENV: "production", OPENAI_API_KEY: SECRETS.RASA_TOKEN }],
    ["an alert address that is none", { ALERT_WEBHOOK_URL: SECRETS.ALERT_WEBHOOK }],
  ];
  for (const [where, env] of bad) {
    const app = startAppProcess({
      port: await restartablePort(),
      env: { ...appEnv(twilio, database.url), ...secretEnv, LOG_LEVEL: "debug", ...env },
    });
    const { code } = await app.exited;
    expect(code, where).toBe(1);
    expect(app.output(), where).toMatch(/cannot start|Error/);
    seen.push({ where: `output of a start with ${where}`, text: app.output() });
  }
  expect(found(CANARIES)).toEqual([]);
});
