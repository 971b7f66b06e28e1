import { createHash } from "node:crypto";
import pg from "pg";
import { DataSource, type EntitySchema, type MigrationInterface } from "typeorm";
import type { Logger } from "../shared/index.ts";
import { isConnectionLost } from "./pg-errors.ts";
import { withSessionLock } from "./session-lock.ts";

/** What a query needs: the pool, or one transaction. Values are always parameters. */
export interface Sql {
  // biome-ignore lint/suspicious/noExplicitAny: rows have the shape that the statement beside the call selects.
  query<Row = any>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs `tell` once the transaction is committed, never when it is not; at once where there is none. It must not throw. */
  afterCommit(tell: () => void): void;
}

export interface Database extends Sql {
  /** Commits what `work` did, or nothing. Never call the network inside: both time-outs are 2 s. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** TypeORM's side of the same pool, for rows that are rows. */
  dataSource: DataSource;
  /**
   * Hears `pg_notify(channel, payload)` until stopped; reconnects by itself. `sessionName` is the session's name in
   * `pg_stat_activity`: as long as it is there, its owner lives.
   */
  listen(channel: string, onNotify: (payload: string) => void, sessionName?: string): Promise<() => Promise<void>>;
  /**
   * Runs `work` while no other process holds this lock; undefined when another one has it. It holds no connection of the
   * pool, so `work` may call the network.
   */
  withLock<T>(name: string, work: () => Promise<T>): Promise<T | undefined>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  // biome-ignore lint/complexity/noBannedTypes: TypeORM takes entity classes as Function.
  entities?: (Function | EntitySchema)[];
  logger: Logger;
  /** Connections; 10 serve 8 turns at a time, see docs/decisions.md. */
  poolSize?: number;
  /** The name of the pool's sessions in `pg_stat_activity`; `atiende` unless told. */
  sessionName?: string;
}

const TIMEOUT_MS = 2000;
/** The server ends a statement after 2 s; whoever hears nothing for longer than this talks to a server that is gone. */
const SILENCE_MS = 5000;
const LISTEN_RETRY_MS = 1000;
const LISTEN_CHECK_MS = 10_000;

export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const dataSource = new DataSource({
    type: "postgres",
    url: options.url,
    entities: options.entities ?? [],
    applicationName: options.sessionName ?? "atiende",
    poolSize: options.poolSize ?? 10,
    connectTimeoutMS: 5000,
    poolErrorHandler: (error: Error) =>
      options.logger.warn({ code: (error as NodeJS.ErrnoException).code }, "idle database connection lost"),
    extra: {
      options: `-c statement_timeout=${TIMEOUT_MS} -c idle_in_transaction_session_timeout=${TIMEOUT_MS} -c TimeZone=UTC`,
      keepAlive: true,
      query_timeout: SILENCE_MS,
    },
  });
  await dataSource.initialize();
  const pool = (dataSource.driver as unknown as { master: pg.Pool }).master;
  // Without a listener on a client that is checked out, a backend that is killed ends the whole process.
  const ignore = () => undefined;
  pool.on("acquire", (client) => {
    if (!client.listeners("error").includes(ignore)) client.on("error", ignore);
  });

  return {
    dataSource,
    query: (text, values) => pool.query(prepared(text, values)).then((result) => result.rows),
    afterCommit: (tell) => tell(),
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      const tells: (() => void)[] = [];
      try {
        await client.query("begin");
        const result = await work({
          query: (text, values) => client.query(prepared(text, values)).then((answer) => answer.rows),
          afterCommit: (tell) => void tells.push(tell),
        });
        await client.query("commit");
        for (const tell of tells) tell();
        return result;
      } catch (error) {
        // A connection that is lost, or whose rollback fails, is thrown away instead of being handed to the next caller.
        if (isConnectionLost(error)) broken = error as Error;
        else
          await client.query("rollback").catch((failure: Error) => {
            broken = failure;
          });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    listen: (channel, onNotify, sessionName) =>
      startListener(options.url, { channel, onNotify, sessionName: sessionName ?? "atiende-listen" }, options.logger),
    withLock: (name, work) => withSessionLock(options.url, name, work),
    close: () => dataSource.destroy(),
  };
}

/** Statement texts are constants of this code base; the bound is for whoever builds one from parts after all. */
const MAX_PREPARED = 500;
const names = new Map<string, string>();

/**
 * A statement with values is planned once for each connection and then only executed: measured, the server's share of a
 * message's CPU fell to about a half. It needs sessions of its own, as LISTEN and the
 * session locks do: a pooler in transaction mode cannot stand in between.
 */
function prepared(text: string, values: readonly unknown[] = []): pg.QueryConfig {
  if (values.length === 0) return { text };
  let name = names.get(text);
  if (name === undefined && names.size < MAX_PREPARED) {
    name = createHash("sha1").update(text).digest("base64url");
    names.set(text, name);
  }
  return { name, text, values: values as unknown[] };
}

/** Brings the schema up to date. Safe to run from several processes at once: an advisory lock lets one work. */
export async function migrate(url: string, migrations: (new () => MigrationInterface)[]): Promise<string[]> {
  const guard = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await guard.connect();
  try {
    await guard.query("select pg_advisory_lock(hashtext('atiende.migrate'))");
    const dataSource = new DataSource({ type: "postgres", url, migrations, poolSize: 2 });
    await dataSource.initialize();
    try {
      const done = await dataSource.runMigrations({ transaction: "each" });
      return done.map((migration) => migration.name);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await guard.end();
  }
}

async function startListener(
  url: string,
  { channel, onNotify, sessionName }: { channel: string; onNotify: (payload: string) => void; sessionName: string },
  logger: Logger,
): Promise<() => Promise<void>> {
  let isStopped = false;
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: url,
      application_name: sessionName,
      keepAlive: true,
      connectionTimeoutMillis: 5000,
      query_timeout: SILENCE_MS,
    });
    next.on("error", () => undefined);
    next.on("notification", (message) => onNotify(message.payload ?? ""));
    try {
      await next.connect();
      await next.query(`listen ${next.escapeIdentifier(channel)}`);
    } catch (error) {
      // Ended here and now: a client that failed while it connected also emits `end`, and two retries for each
      // failure would double for as long as the database is away.
      await next.end().catch(() => undefined);
      throw error;
    }
    client = next;
    // A machine that vanishes says no good-bye: without a question now and then it would be listened to for ever.
    const check = setInterval(() => {
      next.query("select 1").catch(() => next.end().catch(() => undefined));
    }, LISTEN_CHECK_MS);
    check.unref();
    next.once("end", () => {
      clearInterval(check);
      again();
    });
    if (isStopped) await next.end().catch(() => undefined);
  }
  function again(): void {
    if (isStopped) return;
    logger.debug({ channel }, "listener waits for the database");
    retry = setTimeout(() => void connect().catch(again), LISTEN_RETRY_MS);
  }

  await connect();
  return async () => {
    isStopped = true;
    clearTimeout(retry);
    await client?.end().catch(() => undefined);
  };
}
