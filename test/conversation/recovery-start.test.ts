import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Clock, systemClock } from "../../src/shared/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { clockAt } from "../support/clock.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type FakeTwilio, sendWebhook, startFakeTwilio } from "../support/fake-twilio.ts";
import { appEnv, endAllProcesses, restartablePort, startAppProcess, until } from "../support/process.ts";
import { startTcpProxy } from "../web/tcp-proxy.ts";
import { customerOf } from "./helpers.ts";
import { ago, wasHeardUntil } from "./recovery-helpers.ts";

const KNOWN = "+5215570000000";
/** A whole application starts in each, some as a process, on a machine that may be busy. */
const TIMEOUT_MS = 120_000;
let database: TestDatabase;
let twilio: FakeTwilio;
let app: TestApp | undefined;

beforeEach(async () => {
  database = await createTestDatabase();
  twilio = await startFakeTwilio();
});
afterEach(async () => {
  await app?.stop();
  app = undefined;
  await endAllProcesses();
  await twilio.close();
  await database.drop();
});

let next = 1;
const customer = () => `+52155700${String(10_000 + next++)}`;
const start = async ({ databaseUrl = database.url, clock }: { databaseUrl?: string; clock?: Clock } = {}) => {
  const options = { database: { ...database, url: databaseUrl }, twilio, env: { RECOVER: "on" } };
  app = await startTestApp({ ...options, ...(clock ? { clock } : {}) });
  return app;
};
/** The business has answered somebody and then stopped; it was heard of last so many minutes ago. */
async function beDownSince(minutes: number): Promise<void> {
  const before = await startTestApp({ database, twilio });
  await before.ask(KNOWN, "hola");
  await before.stop();
  await wasHeardUntil(database, minutes);
}
const bodies = (from: string) => twilio.messagesTo(from).map(({ body }) => body);
const templatesOf = (running: TestApp, from: string) =>
  customerOf(running, from)
    .turns()
    .then((turns) => turns.map(({ template, outcome }) => template ?? outcome));

test(
  "killed, three customers write, started again: each is answered once and in order, an old message apologised for",
  async () => {
    const port = await restartablePort();
    const killed = startAppProcess({ port, env: appEnv(twilio, database.url) });
    await killed.ready;
    const webhook = (params: Record<string, string>) =>
      sendWebhook({ url: `http://127.0.0.1:${port}/api/whatsapp/webhook`, authToken: twilio.authToken, params });
    const greeting = twilio.missed({ from: KNOWN, content: "hola" });
    expect((await webhook(greeting)).status).toBe(200);
    await twilio.waitForMessages(KNOWN, 1);
    // Killed before it noted that, it would first have to find out; that is another story.
    const isNoted = "select 1 from messages where direction = 'out' and state in ('sent', 'delivered', 'read')";
    await until(async () => (await database.query(isNoted)).length > 0, "the greeting is noted as sent");
    await killed.end("SIGKILL");
    await wasHeardUntil(database, 180);

    const [ana, beto, carla] = [customer(), customer(), customer()];
    const lost = [
      twilio.missed({ from: carla, content: "quiero un masaje mañana a las 5 de la tarde", at: ago(150) }),
      twilio.missed({ from: ana, content: "hola", at: ago(8) }),
      twilio.missed({ from: beto, content: "¿cuánto cuesta el facial?", at: ago(7) }),
      twilio.missed({ from: beto, content: "¿dónde están?", at: ago(3) }),
    ];
    for (const params of lost) await expect(webhook(params)).rejects.toThrow();

    const running = await start();
    for (const from of [ana, beto, carla]) await twilio.waitForMessages(from, 1);
    for (const from of [KNOWN, ana, beto, carla]) await customerOf(running, from).idle();
    expect(await templatesOf(running, ana)).toEqual(["utter_saludo"]);
    expect(await templatesOf(running, carla)).toEqual(["utter_mensaje_tarde"]);
    const written = await database.query<{ text: string }>(
      `select m.content->>'text' as text from messages m join conversations c on c.id = m.conversation_id
     where c.address = $1 and m.direction = 'in' order by m.seq`,
      [`whatsapp:${beto}`],
    );
    expect(written.map(({ text }) => text)).toEqual(["¿cuánto cuesta el facial?", "¿dónde están?"]);
    // Nothing was done with the old one, and nothing asked that a stray "sí" could confirm.
    expect(await database.query("select 1 from write_requests")).toEqual([]);

    // What had been taken in before the kill is not answered again, nor is a webhook that comes after all.
    for (const params of lost) expect((await running.post(params)).status).toBe(200);
    await running.ask(KNOWN, "gracias");
    for (const from of [ana, beto, carla]) expect(bodies(from)).toHaveLength(1);
    expect(bodies(KNOWN)).toHaveLength(2);
    const metrics = await (await fetch(`${running.url}/metrics`)).text();
    expect(metrics).toContain('atiende_recovered_messages_total{age="fresh"} 3');
    expect(metrics).toContain('atiende_recovered_messages_total{age="late"} 1');
  },
  TIMEOUT_MS,
);

test(
  "the database goes away, a webhook is refused, the database comes back: answered without a restart",
  async () => {
    const { hostname, port } = new URL(database.url);
    const wire = await startTcpProxy({ host: hostname, port: Number(port) });
    const url = new URL(database.url);
    url.host = `127.0.0.1:${wire.port}`;
    try {
      const running = await start({ databaseUrl: url.href });
      await running.ask(KNOWN, "hola");
      await wire.cut();
      const from = customer();
      const refused = await running.post(twilio.missed({ from, content: "¿dónde están?" }));
      expect(refused.status).toBe(503);
      await wire.mend();
      await twilio.waitForMessages(from, 1);
      await customerOf(running, from).idle();
      expect(await templatesOf(running, from)).toEqual(["utter_ubicacion"]);
      expect(bodies(from)).toHaveLength(1);
    } finally {
      await app?.stop();
      app = undefined;
      await wire.cut();
    }
  },
  TIMEOUT_MS,
);

test(
  "a provider that does not answer at the start is asked again until it does, and holds up nobody",
  async () => {
    await beDownSince(60);
    const from = customer();
    twilio.missed({ from, content: "hola", at: ago(5) });
    twilio.failNext({ kind: "server-error", status: 500 }, { on: "list", times: 2 });
    const running = await start();
    expect((await fetch(`${running.url}/health/ready`)).status).toBe(200);
    await twilio.waitForMessages(from, 1);
    expect(await templatesOf(running, from)).toEqual(["utter_saludo"]);
  },
  TIMEOUT_MS,
);

test(
  "what was written before midnight and is answered after it means the day on which it was written",
  async () => {
    await beDownSince(60);
    const from = customer();
    twilio.missed({ from, content: "quiero un masaje mañana a las 5 de la tarde", at: ago(40) });
    await start({ clock: clockAt("2027-02-11T00:20:00-06:00") });
    const [question] = await twilio.waitForMessages(from, 1);
    expect(question?.body).toMatch(/Confirmo tu cita[\s\S]*jueves 11 de febrero[\s\S]*5:00 p\. m\./);
  },
  TIMEOUT_MS,
);

test(
  "npm run recover counts in a dry run, takes in afterwards, and answers through the worker that runs",
  async () => {
    await beDownSince(180);
    const running = await startTestApp({ database, twilio });
    app = running;
    const [from, old] = [customer(), customer()];
    twilio.missed({ from, content: "hola", at: ago(5) });
    twilio.missed({ from: old, content: "hola", at: ago(100) });
    const recover = (...args: string[]) =>
      promisify(execFile)(process.execPath, ["--import", "tsx", "scripts/recover.ts", ...args], {
        env: { ...process.env, NODE_OPTIONS: "", ...appEnv(twilio, database.url) },
      }).then(({ stdout }) => stdout.replace(/ +/g, " "));
    expect(await recover("--dry-run")).toMatch(
      /lista del proveedor: 2\n.*teníamos: 0\nSe recibirían: 2\n.*: 1\n.*disculpa.*: 1/,
    );
    expect(await customerOf(running, from).inbound()).toEqual([]);
    expect(await recover("--since", "6h")).toMatch(/teníamos: 0\nRecibidos ahora: 2/);
    for (const who of [from, old]) await twilio.waitForMessages(who, 1);
    expect(await recover("--since", "6h")).toMatch(/teníamos: 2\nRecibidos ahora: 0/);
    await expect(recover("--since", "siempre")).rejects.toMatchObject({ code: 2 });
  },
  TIMEOUT_MS,
);

test(
  "the simulator's own stand-in is asked too: what it could not deliver is answered later",
  async () => {
    const { hostname, port } = new URL(database.url);
    const wire = await startTcpProxy({ host: hostname, port: Number(port) });
    const url = new URL(database.url);
    url.host = `127.0.0.1:${wire.port}`;
    try {
      const simulated = { TWILIO_ACCOUNT_SID: "", TWILIO_AUTH_TOKEN: "", TWILIO_API_BASE_URL: "" };
      // The stand-in lives by the app's clock, and what it lists is looked for by the database's.
      const env = { RECOVER: "on", NODE_ENV: "development", ...simulated };
      const running = await startTestApp({ database: { ...database, url: url.href }, twilio, env, clock: systemClock });
      app = running;
      const send = async (body: string) => {
        const content = { kind: "text", body };
        const answer = await fetch(`${running.url}/simulator/send`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ from: KNOWN, content }),
        });
        return (await answer.json()) as { httpStatus: number };
      };
      expect((await send("hola")).httpStatus).toBe(200);
      await customerOf(running, KNOWN).idle();
      await wire.cut();
      expect((await send("¿dónde están?")).httpStatus).toBe(503);
      await wire.mend();
      await running.until("select 1 from turns where intent = 'ubicacion'");
    } finally {
      await app?.stop();
      app = undefined;
      await wire.cut();
    }
  },
  TIMEOUT_MS,
);
