import { resolve } from "node:path";
import { loadResponses } from "../../src/nlu/index.ts";
import { type AppProcess, until } from "../../test/support/process.ts";
import { startWorld, type World } from "../../test/support/world.ts";
import type { ChaosContext, Check } from "../scenario.ts";
import { check } from "../scenario.ts";
import { type FaultyProxy, startFaultyProxy } from "./faulty-proxy.ts";

/** What a turn left on record. */
export interface TurnRecord {
  engine: string | null;
  template: string | null;
  phrase: { source: string; reason: string | null; durationMs: number } | null;
}

export type FrontDesk = Awaited<ReturnType<typeof openFrontDesk>>;

/** One part of the scenario: what it saw. */
export interface PartReport {
  figures: Record<string, unknown>;
  checks: Check[];
}

/** The whole application on real processes, with a bad wire between it and its internal API. */
export async function openFrontDesk(context: ChaosContext, env: Record<string, string> = {}) {
  const world: World = await startWorld({ database: await context.cluster.createDatabase() });
  const api: FaultyProxy = await startFaultyProxy(`http://127.0.0.1:${world.port}`);
  const templates = loadResponses(resolve("rasa"), "studio", "es", "tu");
  let customers = 0;
  const settings = { SENDER_PER_MINUTE: "10000", INTERNAL_API_URL: api.url, ...env };
  const web = await world.start({ services: ["web"], env: settings });
  const worker = await world.start({ services: ["worker"], env: settings });
  const exits: string[] = [];
  for (const app of [web, worker]) {
    void app.exited.then(({ code, signal }) => exits.push(`${code ?? signal}: ${app.output().slice(-800)}`));
  }

  return {
    world,
    api,
    worker: worker as AppProcess,
    newCustomer: () => `+52157${String(20_000_000 + customers++)}`,
    /** True when the text holds one of the template's variants, with anything in its placeholders. */
    says(body: string, template: string): boolean {
      const variants = templates.get(template);
      if (!variants) throw new Error(`no template ${template}`);
      return variants.some((variant) => patternOf(variant).test(body));
    },
    /** The newest turn of this customer. */
    async lastTurn(from: string): Promise<TurnRecord | undefined> {
      const [row] = await world.database.query<TurnRecord>(
        `select t.engine, t.record->>'template' as template, t.record->'phrase' as phrase from turns t
         join conversations c on c.id = t.conversation_id where c.address = $1 order by t.created_at desc limit 1`,
        [`whatsapp:${from}`],
      );
      return row;
    },
    /** `/health/ready` of the web process, which shows the worker's report. */
    async health(): Promise<Health> {
      return (await fetch(`http://127.0.0.1:${world.port}/health/ready`)).json() as Promise<Health>;
    },
    /** The last state that the worker's breaker of this API was logged with. */
    breaker(name: string): string {
      const lines = worker.output().matchAll(/^\{.*"api":"(\w+)","state":"(\w+)".*$/gm);
      return [...lines].findLast(([, api]) => api === name)?.[2] ?? "closed";
    },
    untilBreaker(name: string, state: string, timeoutMs = 30_000): Promise<boolean> {
      return until(() => this.breaker(name) === state, `breaker of ${name} ${state}`, timeoutMs);
    },
    noExit: (): Check => check("no process ended", exits.length === 0, exits),
    async close(): Promise<void> {
      await Promise.all([web.end("SIGKILL"), worker.end("SIGKILL")]);
      await api.close();
      await world.close();
    },
  };
}

export interface Health {
  status: string;
  nlu: { engine: string } | null;
  dependencies: Record<string, unknown>;
}

function patternOf(variant: string): RegExp {
  const parts = variant.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(parts.join("[\\s\\S]+?"));
}
