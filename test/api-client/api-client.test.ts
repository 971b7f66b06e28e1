import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type ApiClient, ApiUnavailableError, createApiClient } from "../../src/api-client/index.ts";
import { createServiceTokens } from "../../src/contract/index.ts";
import { newId, silentLogger } from "../../src/shared/index.ts";
import { PATIENCE_MS } from "../support/clock.ts";
import { answers, drops, type FakeApi, hangs, inTurn, startFakeApi } from "./fake-api.ts";

const tokens = createServiceTokens(["test-secret-of-at-least-32-characters"]);
const customerId = newId();
const me = { id: customerId, displayName: null, language: "es" };
const noServices = { services: [] };
const problem = { type: "urn:x", title: "No", status: 404, code: "not_found", requestId: "r" };
const booking = { serviceId: newId(), startsAt: "2030-03-05T10:00:00-06:00" };

const waitUntil = (look: () => boolean) => vi.waitUntil(look, { timeout: PATIENCE_MS });

/** A breaker stays open for as long as a test looks at it; where it is to close, `IMPATIENT`. */
const PATIENT = { resetTimeoutMs: 60_000 };
const IMPATIENT = { resetTimeoutMs: 150 };

let api: FakeApi;
let client: ApiClient;
let changes: string[];

beforeAll(async () => {
  api = await startFakeApi();
});
beforeEach(() => {
  changes = [];
  api.received.length = 0;
  client = start(PATIENT);
});
afterEach(() => client.close());
afterAll(() => api.close());

const start = (times: typeof PATIENT) =>
  createApiClient({
    baseUrl: () => api.url,
    tokens,
    logger: silentLogger,
    timeoutMs: PATIENCE_MS,
    ...times,
    onBreaker: (name, state) => changes.push(`${name} ${state}`),
  });

async function failure(call: Promise<unknown>): Promise<ApiUnavailableError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiUnavailableError)) throw new Error(`expected ApiUnavailableError, got ${error}`);
  return error;
}

test("a call carries path, query, body, key and a token that names the customer", async () => {
  api.behave(answers(404, problem));
  await client.call("rescheduleBooking", {
    params: { code: "AB/C" },
    body: { startsAt: booking.startsAt },
    customerId,
    idempotencyKey: "k-1",
  });
  await client.call("listBookings", { query: { client: customerId, limit: 5 }, role: "admin" });
  const [first, second] = api.received;
  expect([first?.method, first?.url, first?.headers["idempotency-key"]]).toEqual([
    "PATCH",
    "/api/client/bookings/AB%2FC",
    "k-1",
  ]);
  expect(JSON.parse(first?.body ?? "")).toEqual({ startsAt: booking.startsAt });
  const caller = await tokens.verify(first?.headers.authorization?.replace("Bearer ", "") ?? "");
  expect(caller).toMatchObject({ role: "service", customerId });
  expect(second?.url).toBe(`/api/admin/bookings?client=${customerId}&limit=5`);
});

test("answers come typed and checked; a replay and a refusal say so", async () => {
  api.behave(answers(200, { ...me, extra: 1 }, { "Idempotent-Replayed": "true" }));
  expect(await client.call("getClient", { customerId })).toEqual({ kind: "ok", data: me, isReplayed: true });
  api.behave(answers(404, problem));
  expect(await client.call("getClient", { customerId })).toEqual({
    kind: "refused",
    status: 404,
    code: "not_found",
    problem,
  });
  api.behave(answers(403, "<html>no</html>"));
  expect(await client.call("getClient", { customerId })).toMatchObject({ kind: "refused", code: "http_403" });
});

test("an answer outside the contract is a fault and is not asked for again", async () => {
  for (const body of [{ services: [{ name: 1 }] }, "not json", ""]) {
    api.behave(answers(200, body));
    api.received.length = 0;
    expect((await failure(client.call("listServices"))).causeCode).toBe("invalid_response");
    expect(api.received).toHaveLength(1);
  }
});

test("1,000 refusals never open the breaker", async () => {
  api.behave(answers(404, problem));
  for (let batch = 0; batch < 20; batch++) {
    await Promise.all(Array.from({ length: 50 }, () => client.call("getClient", { customerId })));
  }
  expect(api.received).toHaveLength(1000);
  expect([client.breakers().clients, changes]).toEqual(["closed", []]);
});

test.each([
  ["500", answers(500, {})],
  ["429", answers(429, problem)],
  ["408", answers(408, problem)],
  ["a dropped connection", drops],
])("ten failures by %s open its breaker and no other; then the API is left alone", async (_, behaviour) => {
  api.behave(behaviour);
  // Unkeyed writes are not retried, so that each call is one failure.
  const write = () => client.call("updateClient", { customerId, body: { language: "es" } });
  for (let n = 0; n < 9; n++) expect((await failure(write())).causeCode).not.toBe("breaker_open");
  expect(client.breakers().clients).toBe("closed");
  await failure(write());
  expect(client.breakers()).toEqual({ booking: "closed", packages: "closed", payments: "closed", clients: "open" });
  expect(await failure(write())).toMatchObject({ code: "api_unavailable", api: "clients", causeCode: "breaker_open" });
  expect(api.received).toHaveLength(10);
  api.behave(answers(200, noServices));
  expect(await client.call("listServices")).toMatchObject({ kind: "ok" });
});

test("an open breaker lets one call through after a while and closes when it is answered", async () => {
  const client = start(IMPATIENT);
  api.behave(answers(500, {}));
  await Promise.allSettled(Array.from({ length: 10 }, () => client.call("updateClient", { body: { language: "es" } })));
  expect(client.breakers().clients).toBe("open");
  await waitUntil(() => client.breakers().clients === "halfOpen");
  expect((await failure(client.call("updateClient", { body: { language: "es" } }))).causeCode).toBe("http_500");
  expect(client.breakers().clients).toBe("open");

  await waitUntil(() => client.breakers().clients === "halfOpen");
  api.behave(answers(404, problem));
  expect(await client.call("getClient")).toMatchObject({ kind: "refused" });
  expect(client.breakers().clients).toBe("closed");
  expect(changes).toEqual(["open", "halfOpen", "open", "halfOpen", "closed"].map((state) => `clients ${state}`));
  client.close();
});

test("an API that hangs opens its breaker within ten calls, however many good answers came just before", async () => {
  api.behave(answers(200, noServices));
  for (let n = 0; n < 50; n++) await client.call("listServices");
  api.behave(hangs);
  // Unkeyed writes are not retried, so that each call is one failure. All at once, so that each has long enough for a busy
  // machine to bring it there before it is given up.
  const give = () => client.call("cancelBooking", { customerId, params: { code: "X" }, timeoutMs: 3000 });
  await Promise.allSettled(Array.from({ length: 10 }, give));
  expect(client.breakers().booking).toBe("open");
  expect(api.received).toHaveLength(60);
});

test("an API that is down for long costs at most a tenth more attempts than calls", async () => {
  const client = start(IMPATIENT);
  for (const behaviour of [answers(503, {}), drops]) {
    api.behave(behaviour);
    api.received.length = 0;
    const calls = 100;
    for (let n = 0; n < calls; n++) await client.call("listServices").catch(() => undefined);
    expect(api.received.length).toBeLessThanOrEqual(1.1 * calls);
  }
  client.close();
});

test("time-outs, drops and given-up calls leave no socket behind", async () => {
  const slow = createApiClient({ baseUrl: () => api.url, tokens, logger: silentLogger, timeoutMs: 30 });
  const open = await api.sockets();
  for (const behaviour of [hangs, drops, hangs]) {
    api.behave(behaviour);
    await Promise.allSettled(Array.from({ length: 4 }, () => slow.call("updateClient", { body: { language: "es" } })));
    await Promise.allSettled(
      Array.from({ length: 4 }, () => slow.call("listServices", { signal: AbortSignal.timeout(10) })),
    );
  }
  slow.close();
  await expect.poll(() => api.sockets()).toBeLessThanOrEqual(open);
});

test("a caller that gives up while the breaker is half open does not close it", async () => {
  const client = start(IMPATIENT);
  api.behave(answers(500, {}));
  await Promise.allSettled(Array.from({ length: 10 }, () => client.call("updateClient", { body: { language: "es" } })));
  await waitUntil(() => client.breakers().clients === "halfOpen");
  api.behave(hangs);
  const controller = new AbortController();
  const call = failure(client.call("getClient", { signal: controller.signal }));
  await waitUntil(() => api.received.length >= 11);
  controller.abort();
  expect((await call).causeCode).toBe("aborted");
  expect(client.breakers().clients).toBe("open");
  client.close();
});

test("a hanging API costs the time-out, and one call's time-out ends no other", async () => {
  api.behave((response, request) => {
    if (request.url.includes("/packages")) setTimeout(() => answers(200, { packages: [] })(response, request), 120);
  });
  const slow = client.call("listPackages");
  const hung = client.call("updateClient", { body: { language: "es" }, timeoutMs: 40 });
  expect((await failure(hung)).causeCode).toBe("timeout");
  expect(await slow).toMatchObject({ kind: "ok" });
});

test("giving up on one call ends no other on the same API", async () => {
  const responses: (() => void)[] = [];
  api.behave((response, request) => void responses.push(() => answers(200, me)(response, request)));
  const controller = new AbortController();
  const given = failure(client.call("getClient", { signal: controller.signal }));
  const kept = client.call("getClient");
  await waitUntil(() => responses.length === 2);
  controller.abort();
  expect((await given).causeCode).toBe("aborted");
  for (const respond of responses) respond();
  expect(await kept).toMatchObject({ kind: "ok" });
});

test("a read is repeated at most twice, an unkeyed write never, a keyed write with the same key", async () => {
  api.behave(answers(500, {}));
  await failure(client.call("listServices"));
  expect(api.received).toHaveLength(3);

  api.received.length = 0;
  await failure(client.call("createBooking", { customerId, body: booking }));
  await failure(client.call("cancelBooking", { customerId, params: { code: "X" } }));
  expect(api.received).toHaveLength(2);

  api.received.length = 0;
  await failure(client.call("createBooking", { customerId, body: booking, idempotencyKey: "same" }));
  expect(api.received.map(({ headers }) => headers["idempotency-key"])).toEqual(["same", "same", "same"]);
});

test("a dropped connection is followed by the answer of the repeat", async () => {
  api.behave(inTurn(drops, answers(503, {}), answers(200, noServices)));
  expect(await client.call("listServices")).toMatchObject({ kind: "ok" });
  expect(api.received).toHaveLength(3);
});

test("Retry-After is waited for, up to two seconds", async () => {
  api.behave(inTurn(answers(503, {}, { "Retry-After": "1" }), answers(200, noServices)));
  const before = performance.now();
  expect(await client.call("listServices")).toMatchObject({ kind: "ok" });
  expect(performance.now() - before).toBeGreaterThanOrEqual(990);

  api.behave(inTurn(answers(429, problem, { "Retry-After": "3600" }), answers(200, noServices)));
  // Not a measurement: an hour of waiting is longer than the test may take.
  expect(await client.call("listServices")).toMatchObject({ kind: "ok" });
});

test("a key that is still being worked on is asked for again, and is no failure of the API", async () => {
  const busy = answers(409, { ...problem, status: 409, code: "idempotency_in_progress" });
  api.behave(inTurn(busy, answers(200, me)));
  const body = { language: "es" };
  expect(await client.call("updateClient", { customerId, body, idempotencyKey: "k" })).toMatchObject({ kind: "ok" });
  api.behave(busy);
  const error = await failure(client.call("updateClient", { customerId, body, idempotencyKey: "k" }));
  expect(error.causeCode).toBe("idempotency_in_progress");
  expect(changes).toEqual([]);
});

test("retries stay within their budget when everything fails", async () => {
  // Half of the reads fail on purpose: the breaker stays closed, and only the budget holds the retries back.
  let n = 0;
  api.behave((response, request) => (n++ % 5 < 2 ? answers(500, {}) : answers(200, noServices))(response, request));
  const calls = 200;
  for (let sent = 0; sent < calls; sent++) await client.call("listServices").catch(() => undefined);
  // Ten saved up and a tenth of the calls.
  expect(api.received.length - calls).toBeLessThanOrEqual(10 + calls / 10);
  expect(api.received.length - calls).toBeGreaterThan(10);
});
