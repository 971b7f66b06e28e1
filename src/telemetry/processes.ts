import type { Database } from "../database/index.ts";
import { type Logger, newId } from "../shared/index.ts";

const EVERY_MS = 5000;
const ALIVE_SECONDS = 20;

export interface ProcessReport {
  services: string[];
  nlu: unknown;
}

/** Tells the other processes that this one lives, and what its NLU is doing. */
export function startProcessReport(
  deps: { database: Database; logger: Logger },
  report: () => ProcessReport,
): { stop(): Promise<void> } {
  const id = newId();
  async function write(): Promise<void> {
    const { services, nlu } = report();
    await deps.database.query(
      /* sql */ `insert into processes (id, services, nlu, seen_at) values ($1, $2, $3, clock_timestamp())
        on conflict (id) do update set services = excluded.services, nlu = excluded.nlu, seen_at = excluded.seen_at`,
      [id, services, JSON.stringify(nlu ?? {})],
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
    "select services, nlu from processes where seen_at > clock_timestamp() - make_interval(secs => $1) order by seen_at desc",
    [ALIVE_SECONDS],
  );
}
