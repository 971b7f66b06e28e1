import type { Sql } from "../../database/index.ts";
import {
  buildTrainingSet,
  type CatalogueNames,
  type ChosenModel,
  type GateName,
  listModels,
  loadGates,
  readStatus,
} from "../../nlu/index.ts";
import { brokenGateText, judgeGates, readReport, reportPaths } from "../report/index.ts";
import { isSameModel, readModelsInUse, type WishNote } from "./model-wishes.ts";

/** What a trainer asks for; with nothing said it is the model of the files as they are. */
export interface ModelRequest {
  model?: string | undefined;
  /** Servers of somebody else's that have it loaded. */
  urls: string[];
  isRollback: boolean;
  withoutReport: boolean;
}

export interface ModelRequestDeps {
  sql: Sql;
  profile: string;
  rasaDirectory: string;
  catalogue: CatalogueNames;
  /** Where the reports of `nlu:test` are. */
  dataDirectory: string;
  env: NodeJS.ProcessEnv;
  /** Of RASA_URL: when there are some, the workers start no server of their own. */
  rasaUrls: string[];
  rasaToken?: string | undefined;
}

/**
 * The model that is meant and what is known of it, or why it may not be promoted, in Spanish.
 *
 * @throws NluDataError when policy.yml, whose gates the report is held against, is not well formed
 */
export async function readModelRequest(
  deps: ModelRequestDeps,
  request: ModelRequest,
): Promise<{ model: ChosenModel; note: WishNote } | { problem: string }> {
  if (request.isRollback) {
    const { retired: model } = await readModelsInUse(deps.sql, deps.profile);
    return model ? { model, note: { isRollback: true } } : { problem: "No hay un modelo anterior al que volver." };
  }
  const model = request.urls.length > 0 ? await findServed(deps, request) : await findStored(deps, request);
  if ("problem" in model) return model;
  // It changes nothing but what else is asked for, and that has to be taken back whatever the gates say today.
  const { active } = await readModelsInUse(deps.sql, deps.profile);
  if (active && isSameModel(active, model)) return { model, note: {} };
  if (request.withoutReport) return { model, note: { withoutReport: true } };
  return withReport(deps, model);
}

/** Every server has to have the same model, and one of this profile. */
async function findServed(
  { profile, rasaToken }: ModelRequestDeps,
  { urls, model }: ModelRequest,
): Promise<ChosenModel | { problem: string }> {
  const names = await Promise.all(urls.map((url) => readStatus(url, rasaToken)));
  const silent = urls.filter((_, index) => !names[index]);
  if (silent.length > 0) return { problem: `No contesta ${silent.join(" ni ")}: ¿ya cargó su modelo?` };
  const [name = "", ...others] = [...new Set(names)];
  if (others.length > 0)
    return { problem: `Los servidores no tienen el mismo modelo: ${[name, ...others].join(", ")}.` };
  if (!name.startsWith(`${profile}-`))
    return { problem: `El modelo de esos servidores, ${name}, no es de ${profile}.` };
  if (model && model !== name) return { problem: `Esos servidores tienen ${name}, no ${model}.` };
  return { name, urls };
}

async function findStored(deps: ModelRequestDeps, { model }: ModelRequest): Promise<ChosenModel | { problem: string }> {
  const { profile, rasaDirectory, catalogue, env, rasaUrls } = deps;
  if (rasaUrls.length > 0) {
    const problem = "Con RASA_URL los modelos están en otros servidores: di cuáles tienen el nuevo con --url.";
    return { problem };
  }
  const name = model ?? buildTrainingSet(rasaDirectory, profile, catalogue).model;
  const stored = await listModels(env, profile);
  if (stored.some((one) => one.name === name)) return { name, urls: [] };
  if (!model) return { problem: `El modelo de los archivos como están, ${name}, no está entrenado: npm run nlu:train` };
  const known = stored.map((one) => one.name).join(", ");
  return { problem: `${name} no está entre los modelos entrenados de ${profile} (${known || "ninguno"}).` };
}

/** The report's figures against the gates of today: one that was set since it was made counts as well. */
function withReport(
  { dataDirectory, rasaDirectory, profile }: ModelRequestDeps,
  model: ChosenModel,
): { model: ChosenModel; note: WishNote } | { problem: string } {
  const report = readReport(dataDirectory, model.name);
  if (!report) {
    const problem = `Falta el informe de ${model.name}: npm run nlu:test -- --rasa (o, a sabiendas, --without-report)`;
    return { problem };
  }
  const values = Object.fromEntries(report.gates.map(({ name, value }) => [name, value])) as Record<
    GateName,
    number | null
  >;
  const gates = judgeGates(values, loadGates(rasaDirectory, profile), report.engine);
  const broken = gates.filter(({ isMet }) => !isMet);
  if (broken.length === 0) return { model, note: { report: { isPassed: true, brokenGates: [] } } };
  const { html } = reportPaths(dataDirectory, model.name);
  return { problem: `${model.name} no pasa: ${broken.map(brokenGateText).join("; ")}. El informe está en ${html}` };
}
