import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type ApiScope,
  apiScopes,
  type OperationId,
  type OperationShape,
  operations,
} from "../../src/contract/index.ts";
import { newId } from "../../src/shared/index.ts";
import { makeSubject, makeWorld, NOBODY, type Sample, type Subject, samples, type World } from "./access-samples.ts";
import { type Answer, type Harness, MONDAY_8AM, type RequestOptions, startHarness, tokens } from "./harness.ts";

/** Every operation × every kind of caller × whose things; what each must hear follows from `reach` and `scope` alone. */

let harness: Harness;
let world: World;
let subjects: Record<"mine" | "theirs" | "nobody's", Subject>;
let keys: { own: Record<ApiScope, string>; without: Record<ApiScope, string>; revoked: string; expired: string };

beforeAll(async () => {
  harness = await startHarness(undefined, {
    payUrl: (token) => `http://pay.test/${token}`,
    callerLimits: { key: 100_000, customer: 100_000 },
  });
  world = await makeWorld(harness);
  const [mine, theirs] = [await makeSubject(harness, world, 10), await makeSubject(harness, world, 12)];
  subjects = { mine, theirs, "nobody's": NOBODY };
  const [own, without] = [{} as Record<ApiScope, string>, {} as Record<ApiScope, string>];
  for (const scope of apiScopes) {
    own[scope] = await harness.addKey([scope]);
    without[scope] = await harness.addKey(apiScopes.filter((other) => other !== scope));
  }
  const revoked = await harness.addKey(apiScopes);
  await harness.database.query(
    "update api_keys set revoked_at = now() where id = (select id from api_keys order by id desc limit 1)",
  );
  const expired = await harness.addKey(apiScopes, new Date(MONDAY_8AM.getTime() - 1));
  keys = { own, without, revoked, expired };
});
afterAll(() => harness.close());

interface CallerKind {
  name: string;
  with(scope: ApiScope): RequestOptions | Promise<RequestOptions>;
  /** Whose token it is, or on whose behalf. */
  actsFor?: "mine" | "theirs";
  /** Reaches everybody's things, as far as its scope goes. */
  isEverybodys?: boolean;
  isUnknown?: boolean;
  lacksScope?: boolean;
}

const mine = () => subjects.mine.customerId;
const callers: CallerKind[] = [
  { name: "nobody", isUnknown: true, with: () => ({ token: null }) },
  {
    name: "an expired token",
    isUnknown: true,
    with: async () => ({ token: await tokens.sign({ role: "admin", ttlSeconds: -60 }) }),
  },
  { name: "a revoked key", isUnknown: true, with: () => ({ token: keys.revoked }) },
  { name: "an expired key", isUnknown: true, with: () => ({ token: keys.expired }) },
  { name: "a service for nobody", with: () => ({ role: "service" }) },
  { name: "a service for a customer", actsFor: "mine", with: () => ({ role: "service", customerId: mine() }) },
  { name: "the customer", actsFor: "mine", with: () => ({ role: "customer", customerId: mine() }) },
  {
    name: "another customer",
    actsFor: "theirs",
    with: () => ({ role: "customer", customerId: subjects.theirs.customerId }),
  },
  { name: "an administrator", isEverybodys: true, with: () => ({ role: "admin" }) },
  { name: "an administrator for a customer", actsFor: "mine", with: () => ({ role: "admin", onBehalfOf: mine() }) },
  { name: "a key with the scope", isEverybodys: true, with: (scope) => ({ token: keys.own[scope] }) },
  {
    name: "a key with the scope for a customer",
    actsFor: "mine",
    with: (scope) => ({ token: keys.own[scope], onBehalfOf: mine() }),
  },
  {
    name: "a key with every other scope",
    isEverybodys: true,
    lacksScope: true,
    with: (scope) => ({ token: keys.without[scope] }),
  },
  {
    name: "a key with every other scope for a customer",
    actsFor: "mine",
    lacksScope: true,
    with: (scope) => ({ token: keys.without[scope], onBehalfOf: mine() }),
  },
];

type Whose = keyof typeof subjects;
type Expected = "unknown" | "forbidden" | "allowed" | "as if it never were" | "found or not";

/** The rule, written once more and apart from the code that it tests. */
function expectedOf({ reach }: OperationShape, caller: CallerKind, whose: Whose, namesSubject: boolean): Expected {
  if (caller.isUnknown) return "unknown";
  if (caller.lacksScope) return "forbidden";
  if (reach === "caller") return "allowed";
  if (caller.actsFor) {
    if (reach === "staff") return "forbidden";
    return whose === caller.actsFor || !namesSubject ? "allowed" : "as if it never were";
  }
  if (!caller.isEverybodys || reach === "customer") return "forbidden";
  return whose === "nobody's" && namesSubject ? "found or not" : "allowed";
}

function isAsExpected(expected: Expected, { status, body }: Answer<unknown>, unknowns: Answer<unknown>): boolean {
  const code = (body as { code?: string }).code;
  if (expected === "unknown") return status === 401 && code === "unauthorized";
  if (expected === "forbidden") return status === 403 && code === "forbidden";
  if (expected === "allowed") return [200, 201, 409].includes(status);
  if (expected === "found or not") return [200, 201, 404, 409].includes(status);
  const isSame = status === unknowns.status && JSON.stringify(bare(body)) === JSON.stringify(bare(unknowns.body));
  return isSame && [200, 403, 404].includes(status);
}

/** Without what differs between any two answers. */
function bare(body: unknown): unknown {
  return { ...(body as object), requestId: undefined };
}

async function send(operation: OperationShape, caller: CallerKind, sample: Sample): Promise<Answer<unknown>> {
  const { method, path, scope } = operation;
  const query = new URLSearchParams(sample.query).toString();
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => sample.params?.[name] ?? "");
  return harness.request<unknown>(method, filled + (query && `?${query}`), {
    ...(await caller.with(scope)),
    ...(sample.body ? { body: sample.body } : {}),
    ...(sample.text ? { rawBody: sample.text, headers: { "Content-Type": "text/csv" } } : {}),
    ...(method === "GET" ? {} : { key: newId() }),
  });
}

test("every operation has a sample", () => {
  expect(Object.keys(samples).sort()).toEqual(Object.keys(operations).sort());
});

test.each(Object.keys(operations) as OperationId[])("%s: who may, and with whose things", async (id) => {
  const operation: OperationShape = operations[id];
  const sampleOf = (whose: Whose) => samples[id](subjects[whose], world);
  const namesSubject = JSON.stringify(sampleOf("mine")) !== JSON.stringify(sampleOf("nobody's"));
  const holes: string[] = [];
  for (const caller of callers) {
    const unknowns = await send(operation, caller, sampleOf("nobody's"));
    for (const whose of namesSubject ? (["theirs", "mine", "nobody's"] as const) : (["mine"] as const)) {
      const answer = whose === "nobody's" ? unknowns : await send(operation, caller, sampleOf(whose));
      const expected = expectedOf(operation, caller, whose, namesSubject);
      if (isAsExpected(expected, answer, unknowns)) continue;
      const { code } = answer.body as { code?: string };
      holes.push(`${caller.name} with what is ${whose}: ${expected}, but ${answer.status} ${code ?? ""}`);
    }
  }
  expect(holes).toEqual([]);
});

test("no answer to a customer holds another customer's id", async () => {
  const { theirs, ...own } = subjects;
  const customer = callers.find(({ name }) => name === "the customer") as CallerKind;
  for (const [id, operation] of Object.entries(operations) as [OperationId, OperationShape][]) {
    for (const subject of [own.mine, theirs]) {
      const { body } = await send(operation, customer, samples[id](subject, world));
      expect([id, JSON.stringify(body).includes(theirs.customerId)]).toEqual([id, false]);
    }
  }
});
