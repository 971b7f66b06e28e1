import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forgetOld } from "../../src/jobs/forget-old.ts";
import { type PeriodicJob, startJobs } from "../../src/jobs/index.ts";
import { newId, silentLogger } from "../../src/shared/index.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const NOW = new Date("2030-03-04T08:00:00-06:00");
const clock = { now: () => NOW, monotonicMs: () => performance.now() };
/** Its minutes never come round, whatever the clock says while the tests run: only starts and `runSoon` count. */
const NEVER = Number.NaN;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const start = (...periodic: PeriodicJob[]) =>
  startJobs({ databaseUrl: database.url, database, clock, logger: silentLogger, periodic });

/** Counts its runs. */
function counting(name: string, run: () => Promise<void> = async () => undefined) {
  const runs: Date[] = [];
  const job: PeriodicJob = {
    name,
    everyMinutes: NEVER,
    async run(now) {
      runs.push(now);
      await run();
    },
  };
  return { job, runs };
}

test("every job runs at the start, with the application's time, and again after a restart", async () => {
  const { job, runs } = counting("first");
  for (const total of [1, 2]) {
    const jobs = start(job);
    await expect.poll(() => runs.length).toBe(total);
    await expect.poll(() => jobs.state()).toBe("running");
    await jobs.stop();
  }
  expect(runs).toEqual([NOW, NOW]);
});

test("two processes that are asked at once run it without piling up", async () => {
  const { job, runs } = counting("shared");
  const processes = [start(job), start(job)];
  await expect.poll(() => runs.length).toBeGreaterThan(0);
  await Promise.all(processes.map((jobs) => jobs.runSoon("shared")));
  await expect
    .poll(() => database.query("select 1 from graphile_worker.jobs where task_identifier = 'shared'"))
    .toEqual([]);
  expect(runs.length).toBeLessThanOrEqual(4);
  await Promise.all(processes.map((jobs) => jobs.stop()));
});

test("a job that fails is run again, keeps nothing of the error's text and leaves one row", async () => {
  const { job, runs } = counting("failing", () => Promise.reject(new Error("Ana, +52 55 1234 5678")));
  const jobs = start(job);
  const kept = () =>
    database.query("select last_error, locked_by from graphile_worker.jobs where task_identifier = 'failing'");
  for (const run of [1, 2]) {
    await expect.poll(() => runs.length).toBe(run);
    await expect.poll(async () => (await kept())[0]?.locked_by).toBe(null);
    if (run === 1) await jobs.runSoon("failing");
  }
  await jobs.runSoon("jobs.tidy");
  await expect.poll(async () => (await kept()).length).toBe(1);
  await jobs.stop();
  const rows = await kept();
  expect(rows[0].last_error).not.toMatch(/Ana|55/);
});

test("stopping waits for the job in hand", async () => {
  let finish = () => {};
  let isFinished = false;
  const { job, runs } = counting("slow", async () => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    isFinished = true;
  });
  const jobs = start(job);
  await expect.poll(() => runs.length).toBe(1);
  const stopped = jobs.stop().then(() => isFinished);
  finish();
  expect(await stopped).toBe(true);
});

test("what a killed process left locked is free again, and what a living one works on is not", async () => {
  let finish = () => {};
  const { job, runs } = counting(
    "long",
    () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      }),
  );
  const living = start(job);
  await expect.poll(() => runs.length).toBe(1);
  const lockedBy = (task: string) =>
    database
      .query<{ locked_by: string | null }>("select locked_by from graphile_worker.jobs where task_identifier = $1", [
        task,
      ])
      .then(([row]) => row?.locked_by);
  const holder = await lockedBy("long");
  expect(holder).toMatch(/^pool-/);
  await expect
    .poll(() =>
      database.query("select 1 from pg_stat_activity where application_name = 'atiende-jobs ' || $1", [holder]),
    )
    .toHaveLength(1);
  await database.query("select graphile_worker.add_job('nobody.does.it')");
  await database.query(
    "update graphile_worker._private_jobs j set locked_by = 'pool-dead', locked_at = now() from graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = 'nobody.does.it'",
  );
  const next = start();
  await expect.poll(() => lockedBy("nobody.does.it")).toBe(null);
  expect(await lockedBy("long")).toBe(holder);
  finish();
  await Promise.all([living.stop(), next.stop()]);
});

test("a database that cuts its sessions is waited for", async () => {
  const { job, runs } = counting("after");
  const jobs = start(job);
  await expect.poll(() => runs.length).toBe(1);
  await expect.poll(() => jobs.state()).toBe("running");
  await database.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name <> 'atiende'",
  );
  await expect
    .poll(async () => {
      await jobs.runSoon("after").catch(() => undefined);
      return runs.length;
    })
    .toBeGreaterThan(1);
  await jobs.stop();
});

test("a start that breaks off half-way is begun again, once", async () => {
  const { job, runs } = counting("half-way");
  let tries = 0;
  const listen: TestDatabase["listen"] = (...options) => {
    tries += 1;
    return tries === 1 ? Promise.reject(new Error("no more connections")) : database.listen(...options);
  };
  const jobs = startJobs({
    databaseUrl: database.url,
    database: { ...database, listen },
    clock,
    logger: silentLogger,
    periodic: [job],
  });
  await expect.poll(() => jobs.state()).toBe("running");
  expect(tries).toBe(2);
  await expect.poll(() => runs.length).toBe(1);
  await jobs.stop();
  const sessions = () =>
    database.query(
      "select 1 from pg_stat_activity where application_name like 'atiende-jobs %' and datname = current_database()",
    );
  await expect.poll(sessions).toEqual([]);
});

/** A way to the database that a test can close, or leave open without a word. */
async function startWay() {
  const to = new URL(database.url);
  const ends = new Set<Socket>();
  let state: "open" | "closed" | "mute" = "open";
  const server = createServer((near) => {
    ends.add(near.on("error", () => undefined));
    if (state === "closed") near.destroy();
    if (state !== "open") return;
    const far = connect(Number(to.port), to.hostname);
    ends.add(far.on("error", () => undefined));
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const port = String((server.address() as AddressInfo).port);
  return {
    url: Object.assign(new URL(to), { hostname: "127.0.0.1", port }).href,
    set(next: typeof state) {
      state = next;
      for (const end of ends) end.destroy();
      ends.clear();
    },
  };
}

const startOn = (databaseUrl: string, ...periodic: PeriodicJob[]) =>
  startJobs({ databaseUrl, database, clock, logger: silentLogger, periodic });

test.each([true, false])(
  "a database that goes away while a job ends (well: %s) ends no process, and is waited for",
  async (isWell) => {
    const way = await startWay();
    const { job, runs } = counting(`cut-${isWell}`, async () => {
      if (runs.length > 1) return;
      way.set("closed");
      if (!isWell) throw new Error("the job needed it too");
    });
    const jobs = startOn(way.url, job);
    await expect.poll(() => jobs.state()).toBe("down");
    way.set("open");
    await expect.poll(() => jobs.state()).toBe("running");
    await expect.poll(() => runs.length).toBeGreaterThan(1);
    await jobs.stop();
  },
);

test("a server that takes connections and says nothing is given up, and holds up no end", async () => {
  const way = await startWay();
  way.set("mute");
  const jobs = startOn(way.url);
  await expect.poll(() => jobs.state()).toBe("down");
  await jobs.stop();
  way.set("closed");
});

test("what nobody asks for any more goes, the rest stays", async () => {
  const customerId = newId();
  await database.query("insert into customers (id, profile) values ($1, 'studio')", [customerId]);
  await database.query(`insert into domain_events (id, kind, payload, created_at)
    select gen_random_uuid(), 'booking.created', '{}', now() - make_interval(days => d) from unnest(array[1, 29, 31, 400]) d`);
  await database.query(`insert into payment_events (provider, event_id, kind, received_at)
    select 'stripe', d::text, 'paid', now() - make_interval(days => d) from unnest(array[89, 91]) d`);
  await database.query(
    `insert into reminders (id, profile, kind, subject_id, subject_at, customer_id, created_at)
     select gen_random_uuid(), 'studio', 'no_show', gen_random_uuid(), now(), $1, now() - make_interval(days => d)
     from unnest(array[89, 91]) d`,
    [customerId],
  );
  await forgetOld(database, NOW);
  const [left] = await database.query(`select (select count(*)::int from domain_events) as events,
    (select count(*)::int from payment_events) as payments, (select count(*)::int from reminders) as reminders`);
  expect(left).toEqual({ events: 2, payments: 1, reminders: 1 });
});
