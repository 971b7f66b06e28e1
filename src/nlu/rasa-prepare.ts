import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { silentLogger } from "../shared/index.ts";
import { openEmbedded } from "./embedded-store.ts";
import { modelsDirectory, pruneModels, useModelFile } from "./model-store.ts";
import { createProgress, type Progress } from "./progress.ts";
import { type EnvironmentOptions, findTool, type Impossible } from "./rasa-environment.ts";
import { ensureModel, type TrainedModel } from "./rasa-model.ts";
import { openServer } from "./rasa-server.ts";
import type { RasaTool } from "./rasa-tool.ts";
import { buildTrainingSet } from "./training-folder.ts";
import type { CatalogueNames } from "./types.ts";

export interface PrepareDeps {
  profile: string;
  rasaDirectory: string;
  catalogue: CatalogueNames;
  /** Logs and the servers' records go into its folder `rasa`. */
  dataDirectory: string;
  env?: NodeJS.ProcessEnv | undefined;
}

/** A model that can be served, and what serves it. */
export interface Prepared extends TrainedModel {
  tool: RasaTool;
}

/** A way of running Rasa, and the model of the files as they are, trained now if it must be. */
export async function prepareFiles(
  deps: PrepareDeps,
  progress: Progress,
  signal: AbortSignal,
): Promise<Prepared | Impossible> {
  const options = await optionsOf(deps, progress, signal);
  const set = buildTrainingSet(deps.rasaDirectory, deps.profile, deps.catalogue);
  const tool = await findTool(options);
  if ("impossible" in tool) return tool;
  const trained = await ensureModel(tool, set, { ...options, profile: deps.profile, catalogue: deps.catalogue });
  return "impossible" in trained ? trained : { ...trained, tool };
}

/** The same for a model that was trained before. */
export async function prepareStored(
  model: string,
  deps: PrepareDeps,
  progress: Progress,
  signal: AbortSignal,
): Promise<Prepared | Impossible> {
  const options = await optionsOf(deps, progress, signal);
  const file = await useModelFile(options.env, model);
  if (!file) return { impossible: `${model} no está entre los modelos guardados en ${modelsDirectory(options.env)}` };
  const tool = await findTool(options);
  return "impossible" in tool ? tool : { tool, model, file, isNew: false, trainedMs: 0 };
}

async function optionsOf(deps: PrepareDeps, progress: Progress, signal: AbortSignal): Promise<EnvironmentOptions> {
  const dataDirectory = resolve(deps.dataDirectory);
  await mkdir(join(dataDirectory, "rasa"), { recursive: true });
  const env = deps.env ?? process.env;
  return { rasaDirectory: resolve(deps.rasaDirectory), dataDirectory, env, progress, signal };
}

/** What a trainer's command gives: where its lines go, and what ends it early. */
interface AwaitedDeps extends PrepareDeps {
  say(line: string): void;
  signal?: AbortSignal;
}

/**
 * Trains the model of the files as they are, unless this content was trained before, and keeps it with its snapshot. Old
 * models are removed from the store, never those of `inUse`.
 */
export async function trainModel(deps: AwaitedDeps & { inUse?: string[] }): Promise<TrainedModel | Impossible> {
  const env = deps.env ?? process.env;
  const signal = deps.signal ?? new AbortController().signal;
  const prepared = await unlessStopped(prepareFiles(deps, createProgress(deps.say), signal), signal);
  if ("impossible" in prepared) return prepared;
  const { model, file, isNew, trainedMs } = prepared;
  // Whoever runs these same sources next need not train its embedded classifier; `npm start` runs its bundle and trains once.
  const directory = join(deps.dataDirectory, "models");
  await openEmbedded({ ...deps, directory, logger: silentLogger });
  await pruneModels(env, deps.profile, [...(deps.inUse ?? []), model]);
  return { model, file, isNew, trainedMs };
}

/**
 * A server of the model of the files, or of `model`, awaited: what the tests' set-up and the trainers' commands need. It is
 * shared with whoever serves the same model from the same folder; stop it, and the server ends with its last user.
 */
export async function prepareRasa(
  deps: AwaitedDeps & { token?: string | undefined; model?: string },
): Promise<{ url: string; model: string; stop(): Promise<void> } | Impossible> {
  const signal = deps.signal ?? new AbortController().signal;
  const progress = createProgress(deps.say);
  const work = deps.model ? prepareStored(deps.model, deps, progress, signal) : prepareFiles(deps, progress, signal);
  const prepared = await unlessStopped(work, signal);
  if ("impossible" in prepared) return prepared;
  const dataDirectory = resolve(deps.dataDirectory);
  const { tool, file, model } = prepared;
  const opening = openServer({
    tool,
    profile: deps.profile,
    modelFile: file,
    dataDirectory,
    token: deps.token,
    signal,
  });
  const server = await unlessStopped(progress.during("arrancando su servidor", opening), signal);
  if (server && "impossible" in server) return server;
  if (!server) return { impossible: `su servidor no arranca; mira ${join(dataDirectory, "rasa", "server.log")}` };
  return { url: server.url, model, stop: () => server.stop() };
}

const STOPPED: Impossible = { impossible: "stopped" };

/** Ctrl-C is an answer like any other, also to who waits for another start's lock. */
async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | Impossible> {
  try {
    const done = await work;
    return done === undefined && signal.aborted ? STOPPED : done;
  } catch (error) {
    if (signal.aborted) return STOPPED;
    throw error;
  }
}
