import { afterAll, beforeAll, expect, test } from "vitest";
import { newSid } from "../../src/web/simulator/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { PUBLIC_URL, type RawRequest, sendRaw, signedRequest } from "./webhook-request.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { PUBLIC_BASE_URL: PUBLIC_URL } });
});
afterAll(() => app.stop());

const send = (request: RawRequest) => sendRaw(app.app.port as number, request);
const count = async (query: string) =>
  (await app.database.query<{ n: number }>(`select count(*)::int as n from ${query}`))[0]?.n;

test("100 webhooks, each sent four times at once and again later, are stored, answered and sent once", {
  timeout: 300_000,
}, async () => {
  const path = "/api/whatsapp/webhook";
  const requests = Array.from({ length: 100 }, (_, i) =>
    signedRequest(app.twilio.authToken, path, app.params(`+52155300${String(i).padStart(5, "0")}`, "hola")),
  );
  const copies = requests.flatMap((request) => [request, request, request, request]);
  expect(new Set(await Promise.all(copies.map(send)))).toEqual(new Set([200]));
  await app.until(
    "select 1 from messages where direction = 'in' having count(*) filter (where state = 'handled') = 100",
    [],
    60_000,
  );
  await app.until(
    `select 1 from messages where direction = 'out'
     having count(*) >= 100 and count(*) filter (where state in ('pending', 'sending')) = 0`,
    [],
    60_000,
  );
  // A replay of what was long answered: nothing wakes up.
  for (const answer of await Promise.all(requests.map(send))) expect(answer).toBe(200);

  expect(await count("messages where direction = 'in'")).toBe(100);
  expect(await count("turns")).toBe(100);
  expect(await count("customers")).toBe(100);
  expect(await count("messages where direction = 'out'")).toBe(app.twilio.standIn.messages().length);
  const answersEach = await app.database.query<{ n: number }>(
    "select count(*)::int as n from messages where direction = 'out' group by conversation_id",
  );
  expect(answersEach).toHaveLength(100);
  expect(new Set(answersEach.map(({ n }) => n)).size).toBe(1);
});

test("a status that is sent again and again is one status, and changes nothing the second time", async () => {
  const [row] = await app.database.query<{ id: string; provider_event_id: string }>(
    "select id, provider_event_id from messages where direction = 'out' and provider_event_id is not null limit 1",
  );
  const status = (value: string) =>
    signedRequest(app.twilio.authToken, `/api/whatsapp/status?outbound=${row?.id}`, {
      AccountSid: app.twilio.accountSid,
      MessageSid: row?.provider_event_id ?? newSid("SM"),
      MessageStatus: value,
    });
  const read = status("read");
  const late = status("failed");
  for (const request of [read, late]) {
    expect(new Set(await Promise.all([request, request, request, request].map(send)))).toEqual(new Set([204]));
  }
  const state = () => app.database.query("select state, error_code from messages where id = $1", [row?.id]);
  const rows = () => count("message_statuses");
  const [stateBefore, rowsBefore] = [await state(), await rows()];
  expect(new Set(await Promise.all([read, late, read, late].map(send)))).toEqual(new Set([204]));
  expect(await state()).toEqual(stateBefore);
  expect(await rows()).toBe(rowsBefore);
});
