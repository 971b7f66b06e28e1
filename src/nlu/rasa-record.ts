import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { commandLine, isAlive } from "./child-process.ts";

const record = z.object({
  pid: z.number().int().gt(1),
  port: z.number().int(),
  model: z.string().min(1),
  profile: z.string(),
  /** The processes that use it; one that opened it twice is there twice. */
  users: z.array(z.number().int().gt(1)),
});

/** A Rasa server of this folder: `server-<model>.json`. Read and written under the folder's lock. */
export type ServerRecord = z.infer<typeof record>;

const fileOf = (folder: string, model: string) => join(folder, `server-${model}.json`);

/** Undefined: there is none, or it is not whole. */
export async function readRecord(folder: string, model: string): Promise<ServerRecord | undefined> {
  try {
    return record.parse(JSON.parse(await readFile(fileOf(folder, model), "utf8")));
  } catch {
    return undefined;
  }
}

/** All of the folder. */
export async function readRecords(folder: string): Promise<ServerRecord[]> {
  const models = (await readdir(folder)).flatMap((name) => /^server-(.+)\.json$/u.exec(name)?.[1] ?? []);
  return (await Promise.all(models.map((model) => readRecord(folder, model)))).filter((found) => found !== undefined);
}

export async function writeRecord(folder: string, of: ServerRecord): Promise<void> {
  const file = fileOf(folder, of.model);
  await writeFile(`${file}.new`, JSON.stringify(of));
  await rename(`${file}.new`, file);
}

export async function removeRecord(folder: string, model: string): Promise<void> {
  await rm(fileOf(folder, model), { force: true });
}

/** Process ids are used again: only a process that serves this model is the one of the record. */
export async function isServing({ pid, model }: Pick<ServerRecord, "pid" | "model">): Promise<boolean> {
  return isAlive(pid) && (await commandLine(pid)).includes(`${model}.tar.gz`);
}

/** Those of its users that still run: whoever was killed could not sign off. */
export async function livingUsers({ users }: ServerRecord): Promise<number[]> {
  const alive = await Promise.all(users.map(async (pid) => isAlive(pid) && (await commandLine(pid)) !== ""));
  return users.filter((_, index) => alive[index]);
}
