import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apiScopes } from "../../src/contract/index.ts";
import { createApiKey } from "../../src/internal-api/index.ts";
import { newId } from "../../src/shared/index.ts";
import { createLogger } from "../../src/telemetry/index.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../integrations/webhook-receiver.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { WEDNESDAY_MORNING } from "../support/clock.ts";

let app: TestApp;
let receiver: WebhookReceiver;
let apiKey: string;
const lines: string[] = [];

beforeAll(async () => {
  const hear = (line: string) => {
    lines.push(line);
    return "";
  };
  app = await startTestApp({ logger: createLogger("debug", hear) });
  receiver = await startWebhookReceiver();
  apiKey = await createApiKey(app.database, {
    profileId: "studio",
    name: "a developer",
    scopes: apiScopes,
    expiresAt: undefined,
    createdBy: "test",
    now: new Date(WEDNESDAY_MORNING),
  });
});
afterAll(async () => {
  await app?.stop();
  await receiver?.close();
});

// biome-ignore lint/suspicious/noExplicitAny: the answers of several operations.
async function call(method: string, path: string, body?: object, customerId?: string): Promise<any> {
  const response = await fetch(`${app.url}/api${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${apiKey}`,
      "Idempotency-Key": newId(),
      ...(body ? { "Content-Type": "application/json" } : {}),
      ...(customerId ? { "On-Behalf-Of": customerId } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer = await response.json();
  expect([response.ok, answer]).toEqual([true, answer]);
  return answer;
}

test("a booking reaches the developer signed, and neither secret rests in a log or beside an answer", async () => {
  const endpoint = await call("POST", "/admin/webhook-endpoints", { url: receiver.url, kinds: ["booking.created"] });
  const { id: customerId } = await call("POST", "/clients", { phone: "+52 55 1234 5678" });
  const [service] = (await call("GET", "/services")).services;
  const days = [1, 7].map((day) =>
    new Date(Date.parse(WEDNESDAY_MORNING) + day * 86_400_000).toISOString().slice(0, 10),
  );
  const { slots } = await call("GET", `/schedule-slots?serviceId=${service.id}&from=${days[0]}&to=${days[1]}`);
  const booking = await call("POST", "/booking", { serviceId: service.id, startsAt: slots[0].startsAt }, customerId);

  await expect.poll(() => receiver.received.length).toBe(1);
  const [{ body, headers }] = receiver.received as [(typeof receiver.received)[0]];
  expect(new Webhook(endpoint.secret).verify(body, headers)).toMatchObject({
    type: "booking.created",
    data: { code: booking.code, customerId },
  });

  const rotated = await call("POST", `/admin/webhook-endpoints/${endpoint.id}/rotate-secret`);
  const answers = await app.database.query("select caller, response from idempotency_keys");
  expect(answers.length).toBeGreaterThanOrEqual(4);
  const kept = JSON.stringify(answers) + lines.join("\n");
  expect(lines.length).toBeGreaterThan(0);
  for (const secret of [apiKey, endpoint.secret, rotated.secret]) {
    expect(secret.length).toBeGreaterThan(30);
    expect(kept).not.toContain(secret.slice(10));
  }
});
