import { existsSync } from "node:fs";
import { cp, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./child-process.ts";
import { acquireFileLock } from "./file-lock.ts";
import { cacheDirectory, type EnvironmentOptions, type Impossible } from "./rasa-environment.ts";
import type { RasaTool } from "./rasa-tool.ts";
import { type TrainingSet, writeTrainingFolder } from "./training-folder.ts";

/** The trained model of exactly this data, from the user's cache or trained now. */
export async function ensureModel(
  tool: RasaTool,
  set: TrainingSet,
  options: EnvironmentOptions,
): Promise<{ file: string } | Impossible> {
  const models = join(cacheDirectory(options.env), "models");
  const file = join(models, `${set.model}.tar.gz`);
  if (existsSync(file)) return { file };
  const { progress, signal } = options;
  await mkdir(models, { recursive: true });
  const folder = join(models, `training-${set.model}`);
  const lock = await acquireFileLock(`${folder}.lock`, {
    mark: folder,
    signal,
    onWait: () => progress.say("Rasa: another start is training this model; waiting for that."),
  });
  try {
    if (existsSync(file)) return { file };
    writeTrainingFolder(set, folder);
    const { command, args, env, cwd } = tool.train(folder, set.model);
    const logFile = join(options.dataDirectory, "rasa", "train.log");
    const work = run(command, args, {
      env,
      cwd,
      signal,
      logFile,
      isLowPriority: true,
      onStart: (pid) => lock.noteChild(pid),
    });
    const { code } = await progress.during("training (about 2 minutes on 2 cores, once per change of the data)", work);
    const made = join(folder, `${set.model}.tar.gz`);
    if (signal.aborted) return { impossible: "stopped" };
    if (code !== 0 || !existsSync(made)) return { impossible: `training failed; see ${logFile}`, isTemporary: true };
    await move(made, file);
    return { file };
  } finally {
    await rm(folder, { recursive: true, force: true });
    await lock.release();
  }
}

async function move(from: string, to: string): Promise<void> {
  await cp(from, `${to}.part`);
  await rename(`${to}.part`, to);
}
