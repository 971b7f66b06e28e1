import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createServiceTokens } from "../../src/contract/index.ts";
import { newId, silentLogger } from "../../src/shared/index.ts";
import { recordAlert } from "../../src/telemetry/index.ts";
import { customerOf } from "../conversation/helpers.ts";
import { poisonFor } from "../conversation/poison.ts";
import { startTestApp, type TestApp } from "../support/app.ts";

const SECRET = "a-secret-of-the-administrators-tests-0123456789";
const WORDS = "unas palabras muy privadas";

let app: TestApp;
let admin: string;
const tokens = createServiceTokens([SECRET]);
beforeAll(async () => {
  app = await startTestApp({ env: { SERVICE_TOKEN_SECRET: SECRET } });
  admin = await tokens.sign({ role: "admin", name: "Rosa", ttlSeconds: 600 });
});
afterAll(() => app.stop());

let next = 0;
const customer = () => `+52155810${String(10_000 + next++)}`;

interface Answer {
  status: number;
  type: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: a JSON body as it came.
  body: any;
}
async function call(method: "GET" | "POST", path: string, token: string | undefined = admin): Promise<Answer> {
  const response = await fetch(`${app.url}/api/admin${path}`, {
    method,
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
  return { status: response.status, type: response.headers.get("content-type"), body: await response.json() };
}

/** @returns the ids of dead letters of one customer, oldest first */
async function deadLetters(from: string, count: number): Promise<string[]> {
  await app.ask(from, "hola");
  await customerOf(app, from).idle();
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const id = await poisonFor(app, from).inbound({ kind: "text", text: WORDS }, { attempts: 3 });
    await poisonFor(app, from).ring();
    await app.until("select 1 from messages where id = $1 and state = 'dead'", [id]);
    ids.push(id);
  }
  await customerOf(app, from).idle();
  return ids;
}

/** An id that nothing has. */
const NOTHING = "01890000-0000-7000-8000-000000000000";
const ROUTES: ["GET" | "POST", string][] = [
  ["GET", "/turns/SM1"],
  ["GET", "/dead-letters"],
  ["POST", `/dead-letters/${NOTHING}/retry`],
  ["GET", "/alerts"],
  ["POST", `/alerts/${NOTHING}/acknowledge`],
  ["GET", `/conversations/${NOTHING}`],
  ["GET", `/conversations/${NOTHING}/history`],
  ["POST", `/conversations/${NOTHING}/take-over`],
  ["POST", `/conversations/${NOTHING}/hand-back`],
];

describe.each(ROUTES)("%s %s", (method, path) => {
  test("opens to an administrator's token alone", async () => {
    const service = await tokens.sign({ role: "service", customerId: newId() });
    const onBehalf = await tokens.sign({ role: "admin", customerId: newId() });
    const foreign = await createServiceTokens(["another-secret-that-signs-nothing-here-0123"]).sign({ role: "admin" });
    for (const [token, status, code] of [
      ["", 401, "unauthorized"],
      ["nonsense", 401, "unauthorized"],
      [foreign, 401, "unauthorized"],
      [service, 403, "forbidden"],
      [onBehalf, 403, "forbidden"],
    ] as const) {
      const answer = await call(method, path, token);
      expect(answer).toMatchObject({ status, body: { code, status } });
      expect(answer.type).toContain("application/problem+json");
    }
  });
});

test.each(ROUTES.filter(([, path]) => path.includes("-") && path.split("/").length > 2))(
  "%s %s of what is not there is 404, also when no id can look like that",
  async (method, path) => {
    expect(await call(method, path)).toMatchObject({ status: 404, body: { code: "not_found" } });
    const odd = path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "%00'or'1'='1");
    expect(await call(method, odd)).toMatchObject({ status: 404, body: { code: "not_found" } });
  },
);

test.each(["limit=0", "limit=101", "limit=x", "cursor=1", "open=perhaps", "nothing=1"])(
  "a query with %s is refused by name",
  async (query) => {
    const answer = await call("GET", `/alerts?${query}`);
    expect(answer).toMatchObject({ status: 422, body: { code: "validation_failed" } });
    expect(answer.body.title).toContain(query.split("=")[0]);
  },
);

test("dead letters are listed page by page, newest first, with reason and without words", async () => {
  const ids = await deadLetters(customer(), 5);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const { body } = await call("GET", `/dead-letters?limit=2${cursor ? `&cursor=${cursor}` : ""}`);
    expect(JSON.stringify(body)).not.toContain(WORDS);
    expect(body.items.length).toBeLessThanOrEqual(2);
    for (const item of body.items) {
      expect(item).toEqual({
        messageId: expect.any(String),
        conversationId: expect.any(String),
        kind: "text",
        reason: "process_ended",
        attempts: expect.any(Number),
        receivedAt: expect.any(String),
        turnId: expect.any(String),
      });
      seen.push(item.messageId);
    }
    cursor = body.nextCursor;
  } while (cursor);
  expect([...seen].sort()).toEqual([...ids].sort());
  expect(seen).toEqual([...seen].sort().reverse());
});

test("a dead letter is put back from the route, rung for, answered, and the same call again changes nothing", async () => {
  const from = customer();
  const [id = ""] = await deadLetters(from, 1);
  await app.database.query(
    `update messages set content = '{"kind":"text","text":"qué paquetes tienen"}' where id = $1`,
    [id],
  );
  expect(await call("POST", `/dead-letters/${id}/retry`)).toMatchObject({
    status: 200,
    body: { messageId: id, state: "received" },
  });
  const messages = await app.twilio.waitForMessages(from, 3);
  expect(messages[2]?.body).toContain("Nuestros paquetes");
  await customerOf(app, from).idle();
  expect(await call("POST", `/dead-letters/${id}/retry`)).toMatchObject({ status: 200, body: { state: "handled" } });
  await customerOf(app, from).idle();
  expect(customerOf(app, from).bodies()).toHaveLength(3);

  const [answered] = await customerOf(app, from).inbound();
  expect(await call("POST", `/dead-letters/${answered?.id}/retry`)).toMatchObject({
    status: 409,
    body: { code: "not_dead" },
  });
});

test("alerts are listed open or all, and acknowledging one closes it for the list and the gauge", async () => {
  await app.database.query("delete from alerts");
  for (const kind of ["message.failed", "message.failed", "message.delayed"] as const) {
    await recordAlert(app.database, silentLogger, {
      kind,
      subjectId: newId(),
      conversationId: newId(),
      details: { code: "63024" },
    });
  }
  const gauge = async () => (await (await fetch(`${app.url}/metrics`)).text()).match(/^atiende_alerts_open\{.*$/gm);
  expect(await gauge()).toEqual([
    'atiende_alerts_open{severity="info"} 0',
    'atiende_alerts_open{severity="warning"} 1',
    'atiende_alerts_open{severity="critical"} 2',
  ]);
  const { body } = await call("GET", "/alerts?open=true");
  expect(body.items.map(({ kind }: { kind: string }) => kind)).toEqual([
    "message.delayed",
    "message.failed",
    "message.failed",
  ]);
  const [, first] = body.items;
  expect(first).toMatchObject({
    severity: "critical",
    details: { code: "63024" },
    acknowledgedAt: null,
    acknowledgedBy: null,
  });
  const closed = await call("POST", `/alerts/${first.id}/acknowledge`);
  expect(closed).toMatchObject({ status: 200, body: { id: first.id, acknowledgedBy: "Rosa" } });
  expect(closed.body.acknowledgedAt).toEqual(expect.any(String));
  // The first time counts.
  const other = await tokens.sign({ role: "admin", name: "Luis" });
  expect((await call("POST", `/alerts/${first.id}/acknowledge`, other)).body).toEqual(closed.body);
  expect((await call("GET", "/alerts?open=true")).body.items).toHaveLength(2);
  expect((await call("GET", "/alerts?open=false")).body.items).toMatchObject([{ id: first.id }]);
  expect((await call("GET", "/alerts")).body.items).toHaveLength(3);
  expect((await gauge())?.[2]).toBe('atiende_alerts_open{severity="critical"} 1');
});

test("a conversation tells where it stands, and none of its words", async () => {
  const from = customer();
  await app.ask(from, WORDS);
  await app.ask(from, "masaje relajante mañana a las 10");
  const { id: question } = await customerOf(app, from).question();
  await customerOf(app, from).idle();
  const id = await poisonFor(app, from).conversationId();
  const { status, body } = await call("GET", `/conversations/${id}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    id,
    holder: "bot",
    isOptedOut: false,
    unread: 0,
    unsent: 0,
    openRequests: [{ id: question, action: "book-appointment", state: "open" }],
    ...{ language: "es", lastIntent: "agendar_cita", lastAction: "book-appointment" },
  });
  expect(body.lastMessages).toHaveLength(4);
  expect(body.lastMessages[0]).toMatchObject({ direction: "out", kind: "bot" });
  const text = JSON.stringify(body);
  for (const secret of [WORDS, from, "Masaje"]) expect(text).not.toContain(secret);
});

test("whoever reads a customer's words is noted by name before they are shown", async () => {
  const from = customer();
  await app.ask(from, WORDS);
  await customerOf(app, from).idle();
  const id = await poisonFor(app, from).conversationId();
  const noted = () =>
    app.database.query("select kind, details from audit_log where subject_id = $1 order by created_at, id", [id]);
  expect((await call("GET", `/conversations/${id}`)).status).toBe(200);
  expect(await noted()).toEqual([]);
  const { status, body } = await call("GET", `/conversations/${id}/history`);
  expect(status).toBe(200);
  expect(body.messages[0]).toMatchObject({ direction: "in", text: WORDS });
  // A token without a name is an administrator's too.
  await call("POST", `/conversations/${id}/take-over`, await tokens.sign({ role: "admin" }));
  await call("POST", `/conversations/${id}/hand-back`);
  expect(await noted()).toEqual([
    { kind: "conversation.read", details: { by: "Rosa" } },
    { kind: "conversation.taken_over", details: {} },
    { kind: "conversation.handed_back", details: { by: "Rosa" } },
  ]);

  await app.database.query("alter table audit_log rename to audit_log_away");
  const refused = await call("GET", `/conversations/${id}/history`);
  await app.database.query("alter table audit_log_away rename to audit_log");
  expect(refused.status).toBe(500);
  expect(JSON.stringify(refused.body)).not.toContain(WORDS);
});

test("an administrator takes a conversation over and gives it back; the bot is silent in between", async () => {
  const from = customer();
  const who = customerOf(app, from);
  await app.ask(from, "hola");
  await who.idle();
  const id = await poisonFor(app, from).conversationId();
  expect(await call("POST", `/conversations/${id}/take-over`)).toMatchObject({
    status: 200,
    body: { conversationId: id, holder: "human", untoldEffects: [], cancelled: 0 },
  });
  await app.write(from, "qué paquetes tienen");
  await app.until(
    "select 1 from messages where conversation_id = $1 and seq = 2 and direction = 'in' and state = 'handled'",
    [id],
  );
  expect((await call("GET", `/conversations/${id}`)).body.holder).toBe("human");
  expect(await call("POST", `/conversations/${id}/hand-back`)).toMatchObject({ status: 200, body: { holder: "bot" } });
  expect((await call("POST", `/conversations/${id}/hand-back`)).status).toBe(200);
  expect(await app.ask(from, "qué paquetes tienen")).toContain("Nuestros paquetes");
  expect(who.bodies()).toHaveLength(2);
});
