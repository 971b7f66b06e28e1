import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Database } from "../../database/index.ts";
import type { ChosenModel } from "../../nlu/index.ts";
import { readProcesses } from "../../telemetry/index.ts";
import {
  isSameModel,
  type ModelWish,
  readModelsInUse,
  readWish,
  type WishNote,
  wishForModel,
  withdrawWish,
} from "./model-wishes.ts";

/** `pending`: it stays asked for, and nobody is there who could take it now. */
export type PromotionResult = "promoted" | "refused" | "pending";

export interface PromotionDeps {
  database: Database;
  profile: string;
  /** Lines for the trainer, in Spanish. */
  say(line: string): void;
  /** Ends the following; the wish stays. */
  signal: AbortSignal;
  /** For tests. */
  lookMs?: number;
}

const LOOK_MS = 500;
/** Loading takes some 40 s: now and then a line says that it goes on. */
const SAY_EVERY_MS = 10_000;
/** A worker follows a second after the verdict and says so within five. */
const FOLLOW_MS = 15_000;

/** As a worker wrote it, which may be of another version. */
const workerSchema = z.object({
  engine: z.string(),
  model: z.string(),
  rasa: z.object({ state: z.string(), detail: z.string() }),
});
type WorkerNlu = z.output<typeof workerSchema>;

/**
 * Asks the workers for a model and tells what they do about it, until there is a verdict.
 *
 * @throws when the database is away; the wish stays if it was written
 */
export async function promoteModel(deps: PromotionDeps, model: ChosenModel, note: WishNote): Promise<PromotionResult> {
  const { database, profile, say } = deps;
  const { active: before } = await readModelsInUse(database, profile);
  if (before && isSameModel(before, model)) {
    if (!(await withdrawPending(deps))) say(`${model.name} ya está en servicio: no hay nada que cambiar.`);
    return "promoted";
  }
  say(`Se pide ${model.name}${before ? ` en lugar de ${before.name}` : ""}.`);
  const id = await wishForModel(database, { profile, model, note });
  const wish = await followWish(deps, id);
  if (wish === "stopped") {
    say("Ya no se sigue desde aquí, pero el pedido queda y los workers continúan. Para seguirlo: el mismo comando.");
    return "pending";
  }
  if (wish === "nobody") {
    say("El pedido queda: el modelo entrará al próximo arranque, después de contestar los mensajes de oro.");
    return "pending";
  }
  tellVerdict(say, wish);
  if (wish.state === "refused") return "refused";
  await tellWorkers(deps, model.name);
  const { retired } = await readModelsInUse(database, profile);
  if (retired)
    say(`${retired.name} terminó lo que tenía y se retiró. Para volver a él: npm run nlu:promote -- --rollback`);
  return "promoted";
}

/**
 * Takes back what is asked for and not judged yet, so that what answers today goes on. A rollback that is pending is no
 * reason to take it back for another one: who repeats the command follows it.
 *
 * @returns whether something was taken back
 */
export async function withdrawPending(
  { database, profile, say }: Pick<PromotionDeps, "database" | "profile" | "say">,
  { isRollback = false } = {},
): Promise<boolean> {
  const { active, candidate, retired } = await readModelsInUse(database, profile);
  if (!candidate || (isRollback && retired && isSameModel(candidate, retired))) return false;
  if (!(await withdrawWish(database, { profile, model: candidate }))) return false;
  say(`Se retiró el pedido de ${candidate.name}; sigue ${active?.name ?? "el modelo de los archivos"}.`);
  return true;
}

/** Until it is judged, nobody is there to do so, or the trainer goes. */
async function followWish(
  { database, say, signal, lookMs = LOOK_MS }: PromotionDeps,
  id: string,
): Promise<ModelWish | "stopped" | "nobody"> {
  const startedAt = Date.now();
  let told = "";
  let toldAt = 0;
  for (;;) {
    const wish = await readWish(database, id);
    if (!wish) throw new Error("the wish is not in nlu_models any more");
    if (wish.state !== "wanted") return wish;
    const workers = await readWorkers(database);
    if (workers.every(({ rasa }) => rasa.state === "off")) {
      say(
        workers.length === 0
          ? "Ningún worker está en marcha."
          : `Los workers no usan Rasa: ${workers[0]!.rasa.detail}.`,
      );
      return "nobody";
    }
    const doing = wish.isClaimed ? "Cargado. Contesta los mensajes de oro…" : "Cargando en un servidor aparte…";
    if (doing !== told || Date.now() - toldAt > SAY_EVERY_MS) {
      say(doing === told ? `${doing} ${Math.round((Date.now() - startedAt) / 1000)} s` : doing);
      told = doing;
      toldAt = Date.now();
    }
    await sleep(lookMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return "stopped";
  }
}

function tellVerdict(say: (line: string) => void, { model, state, verdict }: ModelWish): void {
  const { golden, reason } = verdict;
  if (golden) say(`Mensajes de oro: ${golden.right}/${golden.total}.`);
  for (const { text, intent, problem } of golden?.failures ?? []) say(`  "${text}" (${intent}): ${problem}`);
  if (state !== "refused") {
    say(`En servicio: ${model}.`);
    return;
  }
  say(`Rechazado: ${reason ?? "sin motivo"}. Sigue contestando el modelo de antes.`);
}

/** Each worker changes over by itself; who reads this wants to know that all of them did. */
async function tellWorkers({ database, say, signal, lookMs = LOOK_MS }: PromotionDeps, model: string): Promise<void> {
  for (const until = Date.now() + FOLLOW_MS; !signal.aborted; ) {
    const workers = await readWorkers(database);
    const there = workers.filter((worker) => worker.engine === "rasa" && worker.model === model);
    if (there.length === workers.length || Date.now() > until) {
      say(`Contesta en ${there.length} de ${workers.length} workers.`);
      return;
    }
    await sleep(lookMs, undefined, { signal }).catch(() => undefined);
  }
}

async function readWorkers(database: Database): Promise<WorkerNlu[]> {
  const processes = await readProcesses(database);
  return processes
    .filter(({ services }) => services.includes("worker"))
    .flatMap(({ nlu }) => {
      const read = workerSchema.safeParse(nlu);
      return read.success ? [read.data] : [];
    });
}
