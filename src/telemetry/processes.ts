import type { Database } from "../database/index.ts";
import { type Logger, newId } from "../shared/index.ts";

const EVERY_MS = 5000;
const ALIVE_SECONDS = 20;

export interface ProcessReport {
  services: string[];
  /** Of a worker, in the shape of `WorkerState` (`src/web/health.ts`). */
  nlu?: unknown;
  dependencies?: unknown;
}

/** Tells the other processes that this one lives, and what it sees of its NLU and of what it calls. */
export function startProcessReport(
  deps: { database: Database; logger: Logger },
  report: () => ProcessReport,
): { stop(): Promise<void> } {
  const id = newId();
  async function write(): Promise<void> {
    const { services, nlu, dependencies } = report();
    await deps.database.query(
      /* sql */ `insert into processes (id, services, nlu, dependencies, seen_at) values ($1, $2, $3, $4, clock_timestamp())
        on conflict (id) do update set services = excluded.services, nlu = excluded.nlu, dependencies = excluded.dependencies,
          seen_at = excluded.seen_at`,
      [id, services, JSON.stringify(nlu ?? {}), JSON.stringify(dependencies ?? {})],
    );
    await deps.database.query("delete from processes where seen_at < clock_timestamp() - interval '1 hour'");
  }
  const beat = () => write().catch((error) => deps.logger.debug({ code: error.code }, "process report not written"));
  void beat();
  const timer = setInterval(beat, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await deps.database.query("delete from processes where id = $1", [id]).catch(() => undefined);
    },
  };
}

/** The processes that were alive in the last 20 s, newest first. */
export function readProcesses(database: Database): Promise<ProcessReport[]> {
  return database.query<ProcessReport>(
    "select services, nlu, dependencies from processes where seen_at > clock_timestamp() - make_interval(secs => $1) order by seen_at desc",
    [ALIVE_SECONDS],
  );
}
