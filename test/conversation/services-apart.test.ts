import { afterAll, beforeAll, expect, test } from "vitest";
import { createServiceTokens } from "../../src/contract/index.ts";
import { newId, silentLogger } from "../../src/shared/index.ts";
import { recordAlert } from "../../src/telemetry/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type FakeTwilio, startFakeTwilio } from "../support/fake-twilio.ts";
import { customerOf } from "./helpers.ts";

const SECRET = "a-secret-that-the-test-shares-with-the-application";
const tokens = createServiceTokens([SECRET]);

let database: TestDatabase;
let twilio: FakeTwilio;
let web: TestApp;
const workers: TestApp[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  twilio = await startFakeTwilio();
  const shared = { database, twilio };
  web = await startTestApp({ ...shared, services: ["web"], env: { SERVICE_TOKEN_SECRET: SECRET } });
  for (let i = 0; i < 2; i++) {
    const env = { SERVICE_TOKEN_SECRET: SECRET, INTERNAL_API_URL: web.url, PUBLIC_BASE_URL: web.url };
    workers.push(await startTestApp({ ...shared, services: ["worker"], env }));
  }
});
afterAll(async () => {
  for (const app of [...workers, web]) await app.stop();
  await twilio.close();
  await database.drop();
});

const trace = async (id: string, token?: string) => {
  const response = await fetch(`${web.url}/api/admin/turns/${id}`, {
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

test("a message that the web process took is answered by a worker that was rung, without any sweep", async () => {
  // A sweep leaves to the bell what came in less than a second ago, and to the sweep these never grow older.
  await database.query(`
    create function stay_young() returns trigger language plpgsql as
      $$ begin new.created_at := clock_timestamp() + interval '1 hour'; return new; end $$;
    create trigger stay_young before insert on messages for each row when (new.direction = 'in')
      execute function stay_young()`);
  try {
    for (let i = 0; i < 5; i++) expect(await web.ask(`+521556500000${i}`, "hola")).toContain("Estudio Calma");
  } finally {
    await database.query("drop function stay_young() cascade");
  }
});

test("the whole main path works over two processes", async () => {
  const from = "+5215565000010";
  await web.ask(from, "quiero yoga mañana a las 10");
  expect(await web.ask(from, "sí")).toContain("Código");
  expect(await customerOf(web, from).bookings()).toHaveLength(1);
});

test("two workers, 200 messages of 20 customers: each is answered once, in order, by both", async () => {
  const texts = ["hola", "qué paquetes tienen", "gracias", "cuánto cuesta el masaje relajante", "adiós"];
  const people = Array.from({ length: 20 }, (_, i) => `+52155651${String(10_000 + i)}`);
  const writing = Promise.all(
    people.map(async (from) => {
      for (let i = 0; i < 10; i++) expect((await web.write(from, texts[i % texts.length] ?? "hola")).status).toBe(200);
    }),
  );
  const owners = new Set<string>();
  let isWriting = true;
  const watch = async (): Promise<void> => {
    const holding = await database.query<{ lease_owner: string }>(
      "select distinct lease_owner from conversations where lease_owner is not null",
    );
    for (const { lease_owner } of holding) owners.add(lease_owner);
    if (isWriting) return watch();
  };
  const watching = watch();
  await writing;
  isWriting = false;
  await watching;
  for (const from of people) await customerOf(web, from).idle();
  expect(owners.size).toBe(2);

  const addresses = people.map((from) => `whatsapp:${from}`);
  const [counts] = await database.query<{ inbound: number; unanswered: number; answered_twice: number }>(
    `select count(*)::int as inbound, count(*) filter (where answers = 0)::int as unanswered,
       count(*) filter (where turns <> 1)::int as answered_twice
     from (
       select m.id,
         (select count(*) from messages o where o.turn_id = m.turn_id and o.direction = 'out') as answers,
         (select count(*) from turns t where m.id = any(t.message_ids)) as turns
       from messages m join conversations c on c.id = m.conversation_id
       where c.address = any($1) and m.direction = 'in') as each`,
    [addresses],
  );
  expect(counts).toEqual({ inbound: 200, unanswered: 0, answered_twice: 0 });

  const order = await database.query<{ is_ordered: boolean; reached: number; sent: number }>(
    `select array_agg(m.seq order by m.seq) = array_agg(m.seq order by m.claimed_at) as is_ordered,
       count(*) filter (where m.state in ('sent', 'delivered', 'read'))::int as reached, count(*)::int as sent
     from messages m join conversations c on c.id = m.conversation_id
     where c.address = any($1) and m.direction = 'out' group by c.id`,
    [addresses],
  );
  expect(order.every(({ is_ordered, reached, sent }) => is_ordered && reached === sent)).toBe(true);
  const accepted = people.reduce((sum, from) => sum + twilio.messagesTo(from).length, 0);
  expect(accepted).toBe(order.reduce((sum, { sent }) => sum + sent, 0));
});

test("the web process, which understands nothing itself, reports the worker's NLU", async () => {
  await web.until(
    `select 1 from processes where services = array['worker'] and nlu->>'engine' is not null
     and dependencies->'api'->>'booking' = 'closed' and dependencies->>'jobs' = 'running' offset 1`,
  );
  const response = await fetch(`${web.url}/health/ready`);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    status: "ready",
    services: ["web"],
    nlu: { engine: "embedded", rasa: { state: "off" } },
    workers: 2,
    dependencies: { database: "up", llm: "off", whatsapp: "twilio", api: { booking: "closed" }, jobs: "running" },
    alerts: { open: 0 },
  });
  expect(await (await fetch(`${web.url}/health/live`)).json()).toEqual({ status: "live" });
});

test("the web process tells of the worker that is worst off, of alerts that are open, and of nobody answering", async () => {
  const health = async () => (await fetch(`${web.url}/health/ready`)).json();
  const id = newId();
  await database.query(
    `insert into processes (id, services, nlu, dependencies, seen_at) select $1, services, nlu,
       '{"llm": "open", "api": {"booking": "open"}}', seen_at - interval '5 seconds' from processes where services = array['worker'] limit 1`,
    [id],
  );
  await recordAlert(database, silentLogger, { kind: "message.failed", subjectId: null, conversationId: null });
  expect(await health()).toMatchObject({
    status: "degraded",
    workers: 3,
    dependencies: { llm: "open", api: { booking: "open" } },
    alerts: { open: 1 },
  });

  await database.query("update alerts set acknowledged_at = now()");
  await database.query("delete from processes where id = $1", [id]);
  expect(await health()).toMatchObject({ status: "ready", workers: 2, alerts: { open: 0 } });
  const lonely = await createTestDatabase();
  const alone = await startTestApp({ database: lonely, twilio, services: ["web"] });
  try {
    expect(await (await fetch(`${alone.url}/health/ready`)).json()).toMatchObject({
      status: "degraded",
      workers: 0,
      nlu: null,
      dependencies: { database: "up", rasa: "unknown", llm: "unknown", api: {} },
    });
  } finally {
    await alone.stop();
    await lonely.drop();
  }
});

test("metrics are in Prometheus's form and hold no customer's data", async () => {
  const response = await fetch(`${web.url}/metrics`);
  expect(response.headers.get("content-type")).toMatch(/^text\/plain/);
  const text = await response.text();
  expect(text).toMatch(/^atiende_webhooks_total\{result="accepted"\} \d+$/m);
  expect(text).not.toMatch(/5215565|Ana|whatsapp:/);
});

test("every answer of the web process carries the security headers and tells nothing about the inside", async () => {
  for (const path of ["/health/ready", "/metrics", "/api/whatsapp/webhook", "/nowhere"]) {
    const { headers } = await fetch(web.url + path);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("default-src 'self'");
    expect(headers.get("x-frame-options")).toBe("SAMEORIGIN");
    expect(headers.get("x-powered-by")).toBeNull();
  }
  const nowhere = await fetch(`${web.url}/nowhere`);
  expect(nowhere.status).toBe(404);
  expect(nowhere.headers.get("content-type")).toMatch(/^application\/problem\+json/);
});

test("a turn's trace opens to an administrator and to nobody else", async () => {
  const from = "+5215565000020";
  const admin = await tokens.sign({ role: "admin" });
  await web.ask(from, "qué paquetes tienen");
  await customerOf(web, from).idle();
  const { id, sid, answer } = await web.until<{ id: string; sid: string; answer: string }>(
    `select m.id, m.provider_event_id as sid, o.provider_event_id as answer
     from messages m join messages o on o.turn_id = m.turn_id and o.direction = 'out'
     join conversations c on c.id = m.conversation_id where c.address = $1 and m.direction = 'in' and o.state = 'read'`,
    [`whatsapp:${from}`],
  );
  expect((await trace(id)).status).toBe(401);
  expect((await trace(id, "nonsense")).status).toBe(401);
  expect(
    (await trace(id, await createServiceTokens(["another-secret-of-somebody-else-entirely"]).sign({ role: "admin" })))
      .status,
  ).toBe(401);
  expect((await trace(id, await tokens.sign({ role: "service", customerId: newId() }))).status).toBe(403);

  // By our id, by Twilio's, and by the answer's.
  for (const name of [id, sid, answer]) {
    const { status, body } = await trace(name, admin);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      outcome: "info",
      messages: [{ kind: "text", state: "handled" }],
      parse: { engine: "embedded", intent: { name: "consultar_paquetes" } },
      decision: { kind: "run", action: "list-packages" },
      template: "utter_paquetes",
      phrase: { source: "template" },
      sends: [{ state: "read", attempts: 1, providerId: answer }],
    });
    expect(body.apiCalls).toContainEqual(expect.objectContaining({ operation: "listPackages", result: "ok" }));
    expect((body.sends as { statuses: { status: string }[] }[])[0]?.statuses.map(({ status }) => status)).toEqual([
      "sent",
      "delivered",
      "read",
    ]);
  }
  for (const name of [newId(), "-".repeat(36), "nothing", "%00", "a%00b", "%FF"]) {
    expect((await trace(name, admin)).status).toBe(404);
  }
});
