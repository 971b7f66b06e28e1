import { afterEach, expect, test } from "vitest";
import { newSid } from "../../src/web/simulator/index.ts";
import { eventually } from "../delivery/helpers.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { type ApiGate, startApiGate } from "./api-gate.ts";
import { type FakeRasa, startFakeRasa } from "./fake-rasa.ts";
import { customerOf } from "./helpers.ts";

const WORDS = "Mensaje recibido";
const isPackages = ({ path }: { path: string }) => path === "/api/packages";

let app: TestApp | undefined;
let gate: ApiGate | undefined;
let rasa: FakeRasa | undefined;
afterEach(async () => {
  await app?.stop();
  await gate?.close();
  await rasa?.stop();
  app = gate = rasa = undefined;
});

async function start(
  ack: string,
  { withRasa = false, wordsAfterMs }: { withRasa?: boolean; wordsAfterMs?: number } = {},
): Promise<{ app: TestApp; gate: ApiGate; rasa: FakeRasa }> {
  gate = await startApiGate();
  rasa = await startFakeRasa();
  rasa.intents.set("qué paquetes tienen", "consultar_paquetes");
  const understanding: Record<string, string> = withRasa ? { RASA: "auto", RASA_URL: rasa.url } : {};
  app = await startTestApp({ env: { ACK: ack, INTERNAL_API_URL: gate.url, ...understanding }, wordsAfterMs });
  gate.target = app.url;
  if (withRasa) {
    const { url } = app;
    await eventually(async () => (await (await fetch(`${url}/health/ready`)).text()).includes('"engine":"rasa"'));
  }
  return { app, gate, rasa };
}

const from = "+5215566000001";

test("auto: typing is shown at once, and a quick answer comes without words before it", async () => {
  // Quick is what comes before the words fall due, on a busy machine too.
  const { app } = await start("auto", { wordsAfterMs: 60_000 });
  const sid = newSid("SM");
  await app.write(from, "qué paquetes tienen", sid);
  await eventually(() => app.twilio.typings.includes(sid));
  await app.twilio.waitForMessages(from, 1);
  await customerOf(app, from).idle();
  expect(customerOf(app, from).bodies()).toEqual([expect.stringContaining("Nuestros paquetes")]);
});

test("auto: an answer that is late is announced in words, once, and follows them", async () => {
  const { app, gate } = await start("auto");
  const held = gate.hold(isPackages);
  const writtenAt = performance.now();
  await app.write(from, "qué paquetes tienen");
  await held.arrived;
  const [words] = await app.twilio.waitForMessages(from, 1);
  expect(words?.body).toContain(WORDS);
  expect(performance.now() - writtenAt).toBeGreaterThan(1400);
  held.release();
  await app.twilio.waitForMessages(from, 2);
  await customerOf(app, from).idle();
  expect(customerOf(app, from).bodies()).toEqual([
    expect.stringContaining(WORDS),
    expect.stringContaining("Nuestros paquetes"),
  ]);
});

test("always: the words leave before Rasa is asked, and the answer after them", async () => {
  const { app, rasa } = await start("always", { withRasa: true });
  const held = rasa.hold();
  await app.write(from, "qué paquetes tienen");
  await held.arrived;
  const [words] = await app.twilio.waitForMessages(from, 1);
  expect(words?.body).toContain(WORDS);
  held.release();
  await app.twilio.waitForMessages(from, 2);
  expect(app.twilio.typings).toEqual([]);
});

test("always means every time, however quick the answer is", async () => {
  const { app } = await start("always");
  for (let i = 0; i < 5; i++) {
    await app.write(from, "hola");
    await app.twilio.waitForMessages(from, 2 * (i + 1));
    await customerOf(app, from).idle();
  }
  const isWords = customerOf(app, from)
    .bodies()
    .map((body) => body.includes(WORDS));
  expect(isWords).toEqual([true, false, true, false, true, false, true, false, true, false]);
});

test("always: words that could not leave before the answer was ready are not swallowed by it", async () => {
  const { app } = await start("always");
  app.twilio.failNext({ kind: "hang", isAccepted: true }, { to: from });
  await app.write(from, "hola");
  await app.twilio.waitForMessages(from, 1);
  await app.write(from, "gracias");
  await app.until("select 1 from messages where kind = 'bot' and state = 'pending' offset 1");
  app.twilio.releaseHung();
  await app.twilio.waitForMessages(from, 4);
  const isWords = customerOf(app, from)
    .bodies()
    .map((body) => body.includes(WORDS));
  expect(isWords).toEqual([true, false, true, false]);
});

test("words that fall due in the very instant of the answer's commit are not said", async () => {
  const { app, gate } = await start("auto");
  const held = gate.hold(isPackages);
  await app.write(from, "qué paquetes tienen");
  await held.arrived;
  // What the commit does: it holds the conversation and ends the message.
  let words: { pid: number } | undefined;
  await app.database.transaction(async (sql) => {
    await sql.query("select 1 from conversations for no key update");
    await sql.query("update messages set state = 'handled' where direction = 'in'");
    await eventually(async () => {
      await sql.query("select 1");
      [words] = await app.database.query<{ pid: number }>(
        `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
           and query like '%for no key update'`,
      );
      return words !== undefined;
    });
    await sql.query("update conversations set outbox_seq = outbox_seq");
  });
  // Whoever comes now could lock the row's new version before the words wake up: they have their look first.
  await eventually(async () => {
    const working = "select 1 from pg_stat_activity where pid = $1 and xact_start is not null";
    return (await app.database.query(working, [words?.pid])).length === 0;
  });
  // Only the real commit may end the message for good.
  await app.database.transaction(async (sql) => {
    await sql.query("select 1 from conversations for no key update");
    await sql.query("update messages set state = 'received' where direction = 'in'");
  });
  held.release();
  await app.twilio.waitForMessages(from, 1);
  await customerOf(app, from).idle();
  expect(await app.database.query("select 1 from messages where kind = 'ack'")).toEqual([]);
});

test("a burst that grows while it is being answered is acknowledged once", async () => {
  const { app, gate, rasa } = await start("always", { withRasa: true });
  rasa.intents.set("masaje relajante mañana a las 10", "agendar_cita");
  rasa.intents.set("va", "afirmar");
  await app.write(from, "masaje relajante mañana a las 10");
  await app.twilio.waitForMessages(from, 2);
  const held = rasa.hold();
  await app.write(from, "va");
  await held.arrived;
  await app.write(from, "a las 11 mejor");
  held.release();
  await app.twilio.waitForMessages(from, 4);
  await customerOf(app, from).idle();
  expect(rasa.asked).toContain("va\na las 11 mejor");
  expect(
    customerOf(app, from)
      .bodies()
      .map((body) => body.includes(WORDS)),
  ).toEqual([true, false, true, false]);
  expect(gate.requests.filter(({ method }) => method === "POST")).toEqual([]);
});

test("words that the provider refused are dropped, and the answer goes its way", async () => {
  const { app } = await start("always");
  app.twilio.failNext({ kind: "server-error" }, { to: from });
  await app.write(from, "hola");
  await app.twilio.waitForMessages(from, 1);
  await customerOf(app, from).idle();
  expect(customerOf(app, from).bodies()).toHaveLength(1);
  expect(customerOf(app, from).bodies()[0]).not.toContain(WORDS);
  expect(
    await app.database.query("select kind, state from messages where direction = 'out' order by seq"),
  ).toMatchObject([{ kind: "ack", state: "cancelled" }, { kind: "bot" }]);
});

test("typing: the indicator and never words; off: neither", async () => {
  for (const mode of ["typing", "off"]) {
    const { app, gate, rasa } = await start(mode);
    const held = gate.hold(isPackages);
    const sid = newSid("SM");
    await app.write(from, "qué paquetes tienen", sid);
    await held.arrived;
    if (mode === "typing") await eventually(() => app.twilio.typings.includes(sid));
    held.release();
    await app.twilio.waitForMessages(from, 1);
    await customerOf(app, from).idle();
    expect(await app.database.query("select 1 from messages where kind = 'ack'")).toEqual([]);
    expect(app.twilio.typings).toEqual(mode === "typing" ? [sid] : []);
    if (mode === "typing") {
      await app.stop();
      await gate.close();
      await rasa.stop();
    }
  }
});

test("nobody is told to wait for a bot that keeps silent", async () => {
  const { app } = await start("always");
  await app.ask(from, "baja");
  await customerOf(app, from).idle();
  const before = customerOf(app, from).bodies().length;
  await app.ask(from, "hola");
  await customerOf(app, from).idle();
  expect(customerOf(app, from).bodies().slice(before)).toEqual([expect.stringContaining("ALTA")]);
  await app.database.query("update conversations set holder = 'human', is_opted_out = false");
  await app.write(from, "¿hola?");
  await app.until("select 1 from turns where outcome = 'silent'");
  await customerOf(app, from).idle();
  expect(customerOf(app, from).bodies()).toHaveLength(before + 1);
});
