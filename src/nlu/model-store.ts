import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { run } from "./child-process.ts";
import { RASA_VERSION } from "./rasa-tool.ts";
import { readTrainingData } from "./training-data.ts";
import { buildTrainingSet } from "./training-folder.ts";
import type { CatalogueNames } from "./types.ts";

const infoFile = z.object({
  /** "studio-1a2b3c4d5e6f" */
  name: z.string(),
  profile: z.string(),
  /** ISO 8601, UTC. */
  trainedAt: z.iso.datetime(),
  /** Null: it was trained before snapshots were kept. */
  trainedMs: z.number().nullable(),
  examples: z.number().int(),
  intents: z.number().int(),
  rasaVersion: z.string(),
  /** The commit that was checked out; the files may have been edited since. */
  git: z.string().optional(),
});

/** What a trained model was made of, and when. */
export type ModelInfo = z.infer<typeof infoFile>;

const catalogueFile = z.object({
  services: z.array(z.string()),
  professionals: z.array(z.string()),
  packages: z.array(z.string()),
});

/** The data that a model was trained from, as it was then. */
export interface ModelSnapshot {
  /** To be read like `rasa/`; it has the training data and policies of the core and of this profile only. */
  rasaDirectory: string;
  catalogue: CatalogueNames;
  info: ModelInfo;
}

/** The newest ones are for a way back and for comparing; each takes some 70 MB. */
const KEPT = 8;

/** Clones of one user share what took minutes to make. */
export function cacheDirectory(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache"), "atiende");
}

export function modelsDirectory(env: NodeJS.ProcessEnv): string {
  return join(cacheDirectory(env), "models");
}

/** Where a trained model lies, or would lie. */
export function modelFile(env: NodeJS.ProcessEnv, model: string): string {
  return join(modelsDirectory(env), `${model}.tar.gz`);
}

/** A name that cannot lead out of the store. */
export function isModelName(name: string): boolean {
  return /^[a-z0-9][a-z0-9_.-]*$/iu.test(name);
}

/** The file of a trained model, marked as used just now, so that it is not the next to be pruned; undefined without one. */
export async function useModelFile(env: NodeJS.ProcessEnv, model: string): Promise<string | undefined> {
  const file = modelFile(env, model);
  if (!isModelName(model) || !existsSync(file)) return undefined;
  await utimes(file, new Date(), new Date()).catch(() => undefined);
  return file;
}

/**
 * Copies what a model is trained from into `draft`: the trainer may edit on while Rasa trains.
 *
 * @returns false when the copy is of other data than `model` names: the files changed in between.
 */
export async function draftSnapshot(
  draft: string,
  from: { rasaDirectory: string; profile: string; catalogue: CatalogueNames; model: string },
): Promise<boolean> {
  const { rasaDirectory, profile, catalogue } = from;
  await rm(draft, { recursive: true, force: true });
  const parts = ["config.yml", "requirements.lock"];
  for (const folder of ["core", profile]) {
    for (const part of ["nlu", "policy.yml", "config.yml"]) parts.push(join(folder, part));
  }
  const copy = join(draft, "rasa");
  for (const part of parts) {
    const source = join(rasaDirectory, part);
    if (!existsSync(source)) continue;
    await mkdir(dirname(join(copy, part)), { recursive: true });
    await cp(source, join(copy, part), { recursive: true });
  }
  await writeFile(join(draft, "catalogue.json"), `${JSON.stringify(catalogue, null, 2)}\n`);
  return buildTrainingSet(copy, profile, catalogue).model === from.model;
}

/** Puts a draft in its place, whole. @param trainedMs null when the model is of another day */
export async function keepSnapshot(
  draft: string,
  options: { env: NodeJS.ProcessEnv; rasaDirectory: string; profile: string; model: string; trainedMs: number | null },
): Promise<void> {
  const { env, profile, model, trainedMs } = options;
  const { examples } = readTrainingData(join(draft, "rasa"), profile);
  const trained = await stat(modelFile(env, model)).catch(() => undefined);
  const head = await run("git", ["-C", options.rasaDirectory, "rev-parse", "HEAD"], { timeoutMs: 5000 });
  const info: ModelInfo = {
    name: model,
    profile,
    trainedAt: (trained?.mtime ?? new Date()).toISOString(),
    trainedMs,
    examples: examples.length,
    intents: new Set(examples.map(({ intent }) => intent)).size,
    rasaVersion: RASA_VERSION,
    ...(head.code === 0 ? { git: head.output.trim() } : {}),
  };
  await writeFile(join(draft, "model.json"), `${JSON.stringify(info, null, 2)}\n`);
  const place = join(modelsDirectory(env), model);
  await rm(place, { recursive: true, force: true });
  await rename(draft, place);
}

/** The snapshot of a model; undefined when there is none or it is not whole. */
export async function readSnapshot(env: NodeJS.ProcessEnv, model: string): Promise<ModelSnapshot | undefined> {
  if (!isModelName(model)) return undefined;
  const folder = join(modelsDirectory(env), model);
  try {
    const read = async (name: string) => JSON.parse(await readFile(join(folder, name), "utf8")) as unknown;
    const info = infoFile.parse(await read("model.json"));
    const catalogue = catalogueFile.parse(await read("catalogue.json"));
    return info.name === model ? { rasaDirectory: join(folder, "rasa"), catalogue, info } : undefined;
  } catch {
    return undefined;
  }
}

/** The trained models of a profile that have their snapshot, the last trained or used first. */
export async function listModels(env: NodeJS.ProcessEnv, profile: string): Promise<ModelInfo[]> {
  const found: { info: ModelInfo; usedMs: number }[] = [];
  for (const file of await readdir(modelsDirectory(env)).catch(() => [])) {
    const model = /^(.+)\.tar\.gz$/u.exec(file)?.[1];
    const snapshot = model ? await readSnapshot(env, model) : undefined;
    if (snapshot?.info.profile !== profile) continue;
    const usedMs = (await stat(modelFile(env, snapshot.info.name)).catch(() => undefined))?.mtimeMs;
    if (usedMs) found.push({ info: snapshot.info, usedMs });
  }
  return found.sort((a, b) => b.usedMs - a.usedMs).map(({ info }) => info);
}

/** Removes a profile's models beyond the eight that were trained or used last. @param inUse never removed @returns their names */
export async function pruneModels(env: NodeJS.ProcessEnv, profile: string, inUse: string[]): Promise<string[]> {
  const models = (await listModels(env, profile)).map(({ name }) => name);
  const old = models.slice(KEPT).filter((name) => !inUse.includes(name));
  for (const name of old) {
    // The model first: a snapshot without it counts for nothing.
    await rm(modelFile(env, name), { force: true });
    await rm(join(modelsDirectory(env), name), { recursive: true, force: true });
  }
  return old;
}
