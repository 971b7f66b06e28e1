import { decideAll, hashOf, type LabelledLine } from "./evaluate.ts";
import { type EngineDeps, openEngine } from "./evaluation-engine.ts";
import { type Baseline, decisionHash } from "./report-compare.ts";
import { latestReport, readReport } from "./report-files.ts";

export interface BaselineDeps {
  /** The model to be compared. */
  model: string;
  engine: "rasa" | "embedded";
  /** The name of the model in service; undefined: none is known. */
  inService: string | undefined;
  /** How a stored model is opened when no report of it was kept. */
  engineDeps: EngineDeps;
}

const IN_SERVICE = "el modelo en servicio";

/**
 * What the model in service makes of the same lines: from its stored report, else by asking it. When none is in service,
 * the last report of another model of the same kind.
 */
export async function findBaseline(
  deps: BaselineDeps,
  lines: readonly LabelledLine[],
): Promise<Baseline | { missing: string }> {
  const { model, engine, inService, engineDeps } = deps;
  if (!inService) {
    const { dataDirectory, profile } = engineDeps;
    const last = latestReport(
      dataDirectory,
      (one) => one.model !== model && one.profile === profile && one.engine === engine,
    );
    return last
      ? { model: last.model, why: "el último informe de otro modelo", decisions: last.decisions }
      : { missing: "no se sabe de un modelo en servicio ni hay un informe de otro modelo" };
  }
  if (inService === model) return { missing: `${model} es el modelo en servicio` };
  const kept = engine === "rasa" ? readReport(engineDeps.dataDirectory, inService) : undefined;
  // A report from before a file was added knows less than the model can say.
  const known = new Set(kept?.decisions.map(decisionHash));
  if (kept && lines.every(({ text }) => known.has(hashOf(text))))
    return { model: inService, why: IN_SERVICE, decisions: kept.decisions };
  const opened = await openEngine(engineDeps, { engine, model: inService });
  if ("impossible" in opened)
    return { missing: `${IN_SERVICE}, ${inService}, no se puede consultar: ${opened.impossible}` };
  try {
    if (opened.model === model) return { missing: `${IN_SERVICE} se entrenó con los mismos datos` };
    return { model: inService, why: IN_SERVICE, decisions: await decideAll(lines, opened.parse) };
  } finally {
    await opened.close();
  }
}
