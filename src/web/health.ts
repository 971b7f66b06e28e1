import Router from "@koa/router";
import type Koa from "koa";
import type { Database } from "../database/index.ts";
import type { NluStatus } from "../nlu/index.ts";
import { readProcesses } from "../telemetry/index.ts";

export interface HealthDeps {
  database: Database;
  services: readonly string[];
  /** Undefined in a process that runs no worker: then the newest worker's report is shown. */
  nlu: (() => NluStatus) | undefined;
  breakers: () => Record<string, string>;
  llm: () => string;
  isWhatsAppSimulated: boolean;
  /** `memory`: none was configured. `down`: memory serves meanwhile, and nothing else changes. */
  redis: () => "up" | "down" | "memory";
  isStopping: () => boolean;
}

/** `live`: the process runs. `ready`: it may be sent traffic; degraded is still ready, because answers go on. */
export function health(deps: HealthDeps): Koa.Middleware {
  const router = new Router();
  router.get("/health/live", (ctx) => {
    ctx.body = { status: "live" };
  });
  router.get("/health/ready", async (ctx) => {
    const database = await deps.database.query("select 1").then(
      () => "up",
      () => "down",
    );
    const nlu = deps.nlu?.() ?? (await reportedNlu().catch(() => undefined));
    const isReady = database === "up" && !deps.isStopping();
    const isDegraded = !nlu || nlu.rasa?.state === "down" || Object.values(deps.breakers()).includes("open");
    ctx.status = isReady ? 200 : 503;
    ctx.body = {
      status: deps.isStopping() ? "stopping" : isReady ? (isDegraded ? "degraded" : "ready") : "unavailable",
      services: deps.services,
      nlu: nlu ?? null,
      dependencies: {
        database,
        rasa: nlu?.rasa?.state ?? "unknown",
        llm: deps.llm(),
        whatsapp: deps.isWhatsAppSimulated ? "simulated" : "twilio",
        redis: deps.redis(),
        api: deps.breakers(),
      },
    };
  });
  return router.routes() as unknown as Koa.Middleware;

  async function reportedNlu(): Promise<NluStatus | undefined> {
    const processes = await readProcesses(deps.database);
    return processes.find(({ services }) => services.includes("worker"))?.nlu as NluStatus | undefined;
  }
}
