import { afterAll, beforeAll, expect, test } from "vitest";
import { createInbox } from "../../src/conversation/index.ts";
import { startSweep } from "../../src/conversation/sweep.ts";
import { openDatabase } from "../../src/database/index.ts";
import { createSealer, silentLogger } from "../../src/shared/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { type ApiGate, startApiGate } from "./api-gate.ts";
import { customerOf } from "./helpers.ts";

const SECRET = "a-secret-that-the-gate-passes-on-0123456789";
const FROM_ANA = "+5215566600001";

let gate: ApiGate;
let app: TestApp;
beforeAll(async () => {
  gate = await startApiGate();
  app = await startTestApp({ env: { SERVICE_TOKEN_SECRET: SECRET, INTERNAL_API_URL: gate.url } });
  gate.target = app.url;
});
afterAll(async () => {
  await app.stop();
  await gate.close();
});

/** One round of the sweep of another process. */
async function sweepElsewhere(): Promise<void> {
  const own = await openDatabase({ url: app.database.url, logger: silentLogger, poolSize: 2 });
  const inbox = createInbox({ database: own, sealer: createSealer("test"), defaultProfile: "studio" });
  const worker = { ring: () => undefined, deliver: () => undefined, stop: async () => undefined };
  await startSweep({ database: own, inbox, worker, logger: silentLogger }).stop();
  await own.close();
}

const leaseOf = async () => {
  const [row] = await app.database.query<{ fence: string; lease_owner: string | null; attempts: number }>(
    `select c.fence, c.lease_owner, m.attempts from conversations c
     join messages m on m.conversation_id = c.id and m.direction = 'in' where c.address = $1`,
    [`whatsapp:${FROM_ANA}`],
  );
  return row;
};

test("a worker that lost its listening session alone keeps its leases, and the attempt counts once", async () => {
  const held = gate.hold(() => true);
  await app.write(FROM_ANA, "qué horarios hay mañana");
  await held.arrived;
  const before = await leaseOf();
  expect(before).toMatchObject({ attempts: 1, lease_owner: expect.any(String) });

  // It connects again after a second; the sweep comes in between.
  const cut = await app.database.query(
    `select pg_terminate_backend(pid, 2000) from pg_stat_activity
     where datname = current_database() and application_name = 'atiende-worker ' || $1 and query like 'listen%'`,
    [before?.lease_owner],
  );
  expect(cut).toHaveLength(1);
  await sweepElsewhere();
  expect(await leaseOf()).toEqual(before);

  held.release();
  await customerOf(app, FROM_ANA).idle();
  expect(await leaseOf()).toMatchObject({ attempts: 1, fence: before?.fence });
  expect(customerOf(app, FROM_ANA).bodies()).toHaveLength(1);
});
