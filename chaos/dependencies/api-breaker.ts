import { until } from "../../test/support/process.ts";
import { type Check, check } from "../scenario.ts";
import type { ProxyFault, ProxyRequest } from "./faulty-proxy.ts";
import type { FrontDesk, PartReport } from "./front-desk.ts";
import { socketsTo } from "./sockets.ts";

const PATIENT_MS = 60_000;
const isPackages = ({ path }: ProxyRequest) => path === "/api/packages";
const isHistory = ({ path }: ProxyRequest) => path === "/api/client/purchase-history";
const PACKAGES = "qué paquetes tienen";
const HISTORY = "qué he comprado con ustedes?";
/** What a business without that route answers. */
const REFUSAL: ProxyFault = {
  kind: "status",
  status: 404,
  body: { type: "about:blank", title: "No", status: 404, code: "not_found" },
};
const REFUSALS = 1000;

/** Down and hanging: ten calls open the breaker, the API is then left alone, and it closes by itself. */
export async function breakerOpens(desk: FrontDesk): Promise<PartReport> {
  const checks: Check[] = [];
  const figures: Record<string, unknown> = {};
  for (const fault of [{ kind: "drop" }, { kind: "hang" }] as const) {
    await desk.untilBreaker("packages", "closed");
    await forgetFailures();
    desk.api.set((request) => (isPackages(request) ? fault : undefined));
    const from = desk.api.requests.length;
    const attempts = () => desk.api.requests.slice(from).filter(isPackages).length;
    let calls = 0;
    while (desk.breaker("packages") !== "open" && calls < 15) {
      calls += 1;
      await desk.world.ask(desk.newCustomer(), PACKAGES, PATIENT_MS);
    }
    const attemptsToOpen = attempts();
    const others = Array.from({ length: 30 }, () => desk.world.ask(desk.newCustomer(), PACKAGES, PATIENT_MS));
    const bodies = await Promise.all(others);
    const untold = bodies.filter((body) => !desk.says(body, "utter_no_consultar"));
    const requests = calls + others.length;
    desk.api.heal();
    await desk.untilBreaker("packages", "closed", PATIENT_MS);
    figures[fault.kind] = { calls, attemptsToOpen, attempts: attempts(), requests };
    checks.push(
      check(`packages API ${fault.kind}: the breaker opens within 10 calls`, calls <= 10, { calls, attemptsToOpen }),
      check(`packages API ${fault.kind}: attempts ≤ 1.1 × requests`, attempts() <= 1.1 * requests, figures),
      check(`packages API ${fault.kind}: everybody is told that it was noted`, untold.length === 0, untold),
    );
    await desk.world.untilAtRest(PATIENT_MS);
  }
  return { figures, checks };

  /** Good answers outweigh what the breaker still remembers of the part before. */
  async function forgetFailures(): Promise<void> {
    for (let n = 0; n < 12; n++) await desk.world.ask(desk.newCustomer(), PACKAGES, PATIENT_MS);
  }
}

/** One API of four hangs: calls to another, over the same connections' pool, are answered, however slow it is. */
export async function timeoutsAreAlone(desk: FrontDesk): Promise<PartReport> {
  const before = await socketsTo(desk.worker.pid, desk.api.port);
  const rounds = 4;
  const failed: string[] = [];
  let hung = 0;
  desk.api.set((request) => {
    if (isHistory(request)) return { kind: "hang" };
    // Just inside its own time-out, so that a time-out next to it would be felt.
    return isPackages(request) ? { kind: "slow", ms: 2000 } : undefined;
  });
  for (let round = 0; round < rounds; round++) {
    const reads = Array.from({ length: 4 }, async () => {
      const body = await desk.world.ask(desk.newCustomer(), PACKAGES, PATIENT_MS);
      if (!desk.says(body, "utter_paquetes")) failed.push(body);
    });
    const hangs = Array.from({ length: 4 }, async () => {
      hung += 1;
      await desk.world.ask(desk.newCustomer(), HISTORY, PATIENT_MS);
    });
    await Promise.all([...reads, ...hangs]);
  }
  desk.api.heal();
  await desk.world.untilAtRest(2 * PATIENT_MS);
  const after = await until(
    async () => {
      const open = await socketsTo(desk.worker.pid, desk.api.port);
      return open <= before + 1 ? { open } : undefined;
    },
    "the sockets' end",
    20_000,
  ).catch(async () => ({ open: await socketsTo(desk.worker.pid, desk.api.port) }));
  return {
    figures: { hung, socketsBefore: before, socketsAfter: after.open },
    checks: [
      check("one call's time-out aborts no other", failed.length === 0, failed),
      check("no socket is leaked", after.open <= before + 1, { before, after: after.open }),
    ],
  };
}

/** A thousand refusals are a thousand answers. */
export async function refusalsOpenNothing(desk: FrontDesk): Promise<PartReport> {
  const isWrite = ({ method, path }: ProxyRequest) => method === "PATCH" && path === "/api/client/me";
  const opened = () => (desk.worker.output().match(/"api":"clients","state":"open"/g) ?? []).length;
  const before = opened();
  desk.api.set((request) => (isWrite(request) ? REFUSAL : undefined));
  const from = desk.api.requests.length;
  const refused = () => desk.api.requests.slice(from).filter(isWrite).length;
  const customers = Array.from({ length: 16 }, () => desk.newCustomer());
  while (refused() < REFUSALS) {
    await Promise.all(
      customers.map(async (customer) => {
        await desk.world.ask(customer, "quiero cambiar mi nombre a Laura Gómez", PATIENT_MS);
        await desk.world.ask(customer, "sí", PATIENT_MS);
      }),
    );
    if (refused() === 0) break;
  }
  desk.api.heal();
  return {
    figures: { refused: refused() },
    checks: [
      check("a thousand 4xx were answered", refused() >= REFUSALS, refused()),
      check("a thousand 4xx never open the breaker", opened() === before && desk.breaker("clients") === "closed", {
        before,
        opened: opened(),
        state: desk.breaker("clients"),
      }),
    ],
  };
}

/** A third of the answers is an error, for long: retries help most customers and stay within their budget. */
export async function flapping(desk: FrontDesk): Promise<PartReport> {
  await desk.untilBreaker("packages", "closed");
  const [{ since } = { since: "" }] = await desk.world.database.query<{ since: string }>("select now()::text as since");
  desk.api.set((request, n) => (isPackages(request) && n % 3 === 0 ? { kind: "status", status: 503 } : undefined));
  const from = desk.api.requests.length;
  const customers = 200;
  let helped = 0;
  for (let done = 0; done < customers; done += 8) {
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const body = await desk.world.ask(desk.newCustomer(), PACKAGES, PATIENT_MS);
        if (desk.says(body, "utter_paquetes")) helped += 1;
      }),
    );
  }
  const attempts = desk.api.requests.slice(from).filter(isPackages).length;
  const [{ calls } = { calls: 0 }] = await desk.world.database.query<{ calls: number }>(
    `select count(*)::int as calls from turns t, jsonb_array_elements(t.record->'apiCalls') call
     where call->>'operation' = 'listPackages' and t.created_at > $1`,
    [since],
  );
  desk.api.heal();
  await desk.world.untilAtRest(2 * PATIENT_MS);
  return {
    figures: { customers, helped, attempts, calls },
    checks: [
      // The bucket of ten retries is full at the start.
      check("flapping: attempts ≤ 1.1 × requests, and the ten saved up", attempts <= 1.1 * calls + 10, {
        attempts,
        calls,
      }),
      check("flapping: most customers get their answer", helped > customers / 2, { helped, customers }),
    ],
  };
}
