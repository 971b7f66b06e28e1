import { existsSync, statSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./child-process.ts";
import { acquireFileLock, type FileLock } from "./file-lock.ts";
import { draftSnapshot, keepSnapshot, modelFile, modelsDirectory, readSnapshot, useModelFile } from "./model-store.ts";
import type { EnvironmentOptions, Impossible } from "./rasa-environment.ts";
import type { RasaTool } from "./rasa-tool.ts";
import { type TrainingSet, writeTrainingFolder } from "./training-folder.ts";
import type { CatalogueNames } from "./types.ts";

export interface TrainedModel {
  model: string;
  file: string;
  /** Trained by this call; otherwise this content was trained before. */
  isNew: boolean;
  /** 0 when it is not new. */
  trainedMs: number;
}

export interface ModelOptions extends EnvironmentOptions {
  profile: string;
  catalogue: CatalogueNames;
}

/** The trained model of exactly this data, from the user's cache or trained now, with the snapshot of its data. */
export async function ensureModel(
  tool: RasaTool,
  set: TrainingSet,
  options: ModelOptions,
): Promise<TrainedModel | Impossible> {
  const { model } = set;
  const { env, progress, signal } = options;
  const stored = async () => {
    const file = (await readSnapshot(env, model)) && (await useModelFile(env, model));
    return file ? { model, file, isNew: false, trainedMs: 0 } : undefined;
  };
  const before = await stored();
  if (before) return before;
  await mkdir(modelsDirectory(env), { recursive: true });
  const folder = join(modelsDirectory(env), `training-${model}`);
  const lock = await acquireFileLock(`${folder}.lock`, {
    mark: folder,
    signal,
    onWait: () => progress.say("Rasa: otro arranque está entrenando este modelo; se espera a que acabe."),
  });
  try {
    return (await stored()) ?? (await trainInto(folder, tool, set, options, lock));
  } finally {
    await rm(folder, { recursive: true, force: true });
    await lock.release();
  }
}

async function trainInto(
  folder: string,
  tool: RasaTool,
  set: TrainingSet,
  options: ModelOptions,
  lock: FileLock,
): Promise<TrainedModel | Impossible> {
  const { env, progress, signal } = options;
  const { model } = set;
  const file = modelFile(env, model);
  writeTrainingFolder(set, folder);
  const draft = join(folder, "snapshot");
  if (!(await draftSnapshot(draft, { ...options, model }))) {
    return { impossible: "los datos de entrenamiento acaban de cambiar", isTemporary: true };
  }
  // Trained before there were snapshots: the name says that it is of this data.
  if (existsSync(file)) {
    await keepSnapshot(draft, { ...options, model, trainedMs: null });
    return { model, file, isNew: false, trainedMs: 0 };
  }
  const logFile = join(options.dataDirectory, "rasa", "train.log");
  const { command, args, env: childEnv, cwd } = tool.train(folder, model);
  const startedAt = performance.now();
  const work = run(command, args, {
    env: childEnv,
    cwd,
    signal,
    logFile,
    isLowPriority: true,
    onStart: (pid) => lock.noteChild(pid),
  });
  const doing = "entrenando (unos minutos en 2 núcleos, una vez por cada cambio de los datos)";
  const { code } = await progress.during(doing, work, epochsIn(logFile));
  const made = join(folder, `${model}.tar.gz`);
  if (signal.aborted) return { impossible: "stopped" };
  if (code !== 0 || !existsSync(made))
    return { impossible: `el entrenamiento falló; mira ${logFile}`, isTemporary: true };
  const trainedMs = Math.round(performance.now() - startedAt);
  // The model last: where it is, all is there.
  await keepSnapshot(draft, { ...options, model, trainedMs });
  await rename(made, file);
  return { model, file, isNew: true, trainedMs };
}

const TAIL_BYTES = 4096;

/** Reads how far Rasa is from its own bar, "Epochs:  40%|████", in what it wrote from now on; undefined outside of it. */
function epochsIn(logFile: string): () => Promise<number | undefined> {
  const sizeOf = () => statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  const start = sizeOf();
  return async () => {
    const length = Math.min(sizeOf() - start, TAIL_BYTES);
    if (length <= 0) return undefined;
    const log = await open(logFile);
    try {
      const { buffer } = await log.read(Buffer.alloc(length), 0, length, sizeOf() - length);
      const percent = [...buffer.toString("utf8").matchAll(/Epochs:\s+(\d+)%/gu)].at(-1)?.[1];
      return percent === undefined ? undefined : Number(percent);
    } finally {
      await log.close();
    }
  };
}
