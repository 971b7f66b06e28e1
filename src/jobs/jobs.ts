import { EventEmitter } from "node:events";
import {
  Logger as LibraryLogger,
  parseCronItems,
  type Runner,
  run,
  runMigrations,
  type WorkerEvents,
} from "graphile-worker";
import pg from "pg";
import type { Database, Sql } from "../database/index.ts";
import { backoffMs, type Clock, describeFault, type Logger } from "../shared/index.ts";
import { forgetOld } from "./forget-old.ts";

/** One session listens, the other takes jobs and ends them; jobs themselves use the application's pool. */
const POOL_SIZE = 2;
const CONNECT_MS = 5000;
/** Who hears nothing for so long talks to a server that is gone. */
const SILENCE_MS = 10_000;
const POLL_MS = 5000;
const TIDY_EVERY_MINUTES = 5;
/** With the pool's id (23 characters) behind it, it fits into the 63 bytes of a session's name. */
const SESSION_PREFIX = "atiende-jobs ";

/** Work that comes round. It may run twice, also at the same time, and a run may be missing: it finds what is due by itself. */
export interface PeriodicJob {
  name: string;
  /** A divisor or a multiple of an hour, at most 1440: counted from midnight, UTC or local as the process runs. */
  everyMinutes: number;
  /** Smaller goes first: payments 0, reminders 10, training 20. */
  priority?: number;
  /** @param now the application's time, which is not the scheduler's in a test */
  run(now: Date): Promise<void>;
}

export type JobsState = "starting" | "running" | "down";

export interface Jobs {
  state(): JobsState;
  /** Asks for one run as soon as a worker is free, in whichever process. */
  runSoon(name: string): Promise<void>;
  /** Waits for the job in hand; what is queued stays for the next start. */
  stop(): Promise<void>;
}

export interface JobsDeps {
  databaseUrl: string;
  /** The application's own pool. */
  database: Database;
  clock: Clock;
  logger: Logger;
  periodic: readonly PeriodicJob[];
}

/** Brings the scheduler's own schema (`graphile_worker`) up to date; each start does so too. */
export function migrateJobs(databaseUrl: string): Promise<void> {
  return runMigrations({ connectionString: databaseUrl, logger: quiet });
}

/**
 * Runs scheduled work in this process, on graphile-worker. Every job runs once at the start, which makes up for what a
 * stopped process missed, and then as its minutes come round, in one of however many processes there are. A database that
 * is away is waited for. Not for answers to customers: a failed job is overtaken by the next one.
 */
export function startJobs(deps: JobsDeps): Jobs {
  const { databaseUrl, database, clock, logger } = deps;
  const periodic: PeriodicJob[] = [
    { name: "jobs.tidy", everyMinutes: TIDY_EVERY_MINUTES, priority: 0, run: () => tidy(database) },
    { name: "jobs.forget", everyMinutes: TIDY_EVERY_MINUTES, priority: 15, run: (now) => forgetOld(database, now) },
    ...deps.periodic,
  ];
  const taskList = Object.fromEntries(periodic.map((job) => [job.name, () => perform(job)]));
  const parsedCronItems = parseCronItems(
    periodic.map(({ name, everyMinutes, priority }) => ({
      task: name,
      match: ({ min, hour }) => (hour * 60 + min) % everyMinutes === 0,
      options: specOf(name, priority),
    })),
  );
  let state: JobsState = "starting";
  let runner: Runner | undefined;
  let endSession = async () => {};
  let isStopping = false;
  let failures = 0;
  let retry: NodeJS.Timeout | undefined;

  async function perform(job: PeriodicJob): Promise<void> {
    try {
      await job.run(clock.now());
    } catch (error) {
      const fault = describeFault(error);
      logger.warn({ job: job.name, ...fault }, "scheduled job failed; its next turn comes");
      // The library keeps the error's text with the job: a driver's may hold a customer's data.
      throw new Error(String((error as { code?: unknown }).code ?? (error as Error).name));
    }
  }

  async function start(): Promise<{ ended: Promise<void> }> {
    const events = new EventEmitter() as WorkerEvents;
    let poolId = "";
    events.on("pool:create", ({ workerPool }) => {
      poolId = workerPool.id;
    });
    const pgPool = openPool(databaseUrl);
    const started = await run({
      pgPool,
      // Without them a job's end is written beside everything else, and a database that is away then ends the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      concurrency: 1,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      logger: quiet,
      events,
      taskList,
      parsedCronItems,
    }).catch((error: unknown) => {
      void pgPool.end();
      throw error;
    });
    // Heard from the first moment on: an end that nobody hears is never followed by a start.
    const ended = started.promise.catch(logDown).finally(() => void pgPool.end());
    runner = started;
    if (isStopping) {
      await started.stop();
      return { ended };
    }
    try {
      // This session's name is how others see that the pool lives, and that its jobs are locked for a reason.
      await endSession();
      endSession = await database.listen("atiende_jobs", () => undefined, SESSION_PREFIX + poolId);
      for (const { name, priority } of periodic) await started.addJob(name, {}, specOf(name, priority));
      state = "running";
      failures = 0;
    } catch (error) {
      logDown(error);
      await started.stop().catch(() => undefined);
    }
    return { ended };
  }

  function logDown(error: unknown): void {
    if (!isStopping) logger.warn(describeFault(error), "scheduled jobs are down; starting them again");
  }

  function again(): void {
    if (isStopping) return;
    state = "down";
    runner = undefined;
    failures += 1;
    retry = setTimeout(begin, backoffMs(failures, { maxMs: 60_000 }));
  }

  let starting: Promise<void>;
  function begin(): void {
    starting = start().then(
      ({ ended }) => void ended.then(again),
      (error) => {
        logDown(error);
        again();
      },
    );
  }
  begin();

  return {
    state: () => state,
    async runSoon(name) {
      await starting;
      const job = periodic.find((one) => one.name === name);
      if (!runner || !job) throw new Error(`no job named ${name} runs here`);
      await runner.addJob(name, {}, specOf(name, job.priority));
    },
    async stop() {
      isStopping = true;
      clearTimeout(retry);
      await starting;
      await runner?.stop().catch(() => undefined);
      await endSession();
    },
  };
}

/**
 * The library's own pool waits for ever for a server that says nothing, and takes its error listeners away before its
 * connections are closed: what a server says then would end the process.
 */
function openPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: POOL_SIZE,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: SILENCE_MS,
  });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/** One waiting job of each name, however many processes ask. What fails is not tried again: its next turn comes. */
function specOf(name: string, priority = 10) {
  return { jobKey: name, jobKeyMode: "replace", maxAttempts: 1, priority } as const;
}

/**
 * A killed process leaves its jobs locked, for four hours by the library's own rule. Its session ends with it. A living
 * one whose session is just being renewed may lose its lock: its job then runs twice, which every job allows. Of
 * what failed only the last run of each job is kept.
 */
async function tidy(database: Sql): Promise<void> {
  await database.query(
    /* sql */ `
    select graphile_worker.force_unlock_workers(array_agg(distinct j.locked_by)) from graphile_worker.jobs j
    where j.locked_by is not null and not exists (
      select from pg_stat_activity s where s.datname = current_database() and s.application_name = $1 || j.locked_by)`,
    [SESSION_PREFIX],
  );
  await database.query(/* sql */ `
    select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs
    where attempts >= max_attempts and locked_by is null and key is null`);
}

/** What the library says is told by the state and by our own lines, which hold no data. */
const quiet = new LibraryLogger(() => () => undefined);
