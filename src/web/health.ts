import Router from "@koa/router";
import type Koa from "koa";
import { z } from "zod";
import type { Database } from "../database/index.ts";
import type { NluStatus } from "../nlu/index.ts";
import { countOpenAlerts, readProcesses } from "../telemetry/index.ts";

/** What a worker understands with and calls; a web process does neither. */
export interface WorkerState {
  nlu: NluStatus;
  dependencies: { llm: string; api: Record<string, string>; jobs: string };
}

/** As another process wrote it, which may be of another version. */
const reportSchema = z.object({
  nlu: z.object({
    engine: z.enum(["rasa", "embedded"]),
    model: z.string(),
    rasa: z.object({ state: z.enum(["off", "preparing", "ready", "down"]), detail: z.string() }),
  }),
  dependencies: z.object({
    llm: z.string().default("unknown"),
    api: z.record(z.string(), z.string()).default({}),
    jobs: z.string().default("unknown"),
  }),
}) satisfies z.ZodType<WorkerState>;

export interface HealthDeps {
  database: Database;
  services: readonly string[];
  /** Undefined in a process that runs no worker: then it tells what the workers report. */
  worker: (() => WorkerState) | undefined;
  isWhatsAppSimulated: boolean;
  /** `memory`: none was configured. `down`: memory serves meanwhile, and nothing else changes. */
  redis: () => "up" | "down" | "memory";
  isStopping: () => boolean;
}

/**
 * `live`: the process runs. `ready`: it may be sent traffic; degraded is still ready, because answers go on. `nlu`,
 * `llm`, `api` and `jobs` are what a worker sees: the one of this process, else, of those that reported in the last 20 s, one
 * that is degraded before one that is not. `workers` is their number, 0 when nobody answers customers.
 */
export function health(deps: HealthDeps): Koa.Middleware {
  const router = new Router();
  router.get("/health/live", (ctx) => {
    ctx.body = { status: "live" };
  });
  router.get("/health/ready", async (ctx) => {
    const [database, openAlerts, workers] = await Promise.all([
      deps.database.query("select 1").then(
        () => "up",
        () => "down",
      ),
      countOpenAlerts(deps.database).catch(() => null),
      reportedWorkers().catch(() => undefined),
    ]);
    const worker = deps.worker?.() ?? workers?.find(isDegraded) ?? workers?.[0];
    const isReady = database === "up" && !deps.isStopping();
    const ready = !worker || isDegraded(worker) ? "degraded" : "ready";
    ctx.status = isReady ? 200 : 503;
    ctx.body = {
      status: deps.isStopping() ? "stopping" : isReady ? ready : "unavailable",
      services: deps.services,
      workers: workers?.length ?? null,
      nlu: worker?.nlu ?? null,
      dependencies: {
        database,
        rasa: worker?.nlu.rasa.state ?? "unknown",
        llm: worker?.dependencies.llm ?? "unknown",
        whatsapp: deps.isWhatsAppSimulated ? "simulated" : "twilio",
        redis: deps.redis(),
        api: worker?.dependencies.api ?? {},
        jobs: worker?.dependencies.jobs ?? "unknown",
      },
      alerts: { open: openAlerts },
    };
  });
  return router.routes() as unknown as Koa.Middleware;

  async function reportedWorkers(): Promise<WorkerState[]> {
    const processes = await readProcesses(deps.database);
    return processes
      .filter(({ services }) => services.includes("worker"))
      .flatMap((report) => reportSchema.safeParse(report).data ?? []);
  }
}

function isDegraded({ nlu, dependencies }: WorkerState): boolean {
  return nlu.rasa.state === "down" || dependencies.jobs === "down" || Object.values(dependencies.api).includes("open");
}
