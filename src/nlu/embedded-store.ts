import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as turnOfOthers } from "node:timers/promises";
import { deserialize, serialize } from "node:v8";
import { z } from "zod";
import type { Logger } from "../shared/index.ts";
import {
  createEmbedded,
  type EmbeddedClassifier,
  type EmbeddedModel,
  hashOf,
  intentsOf,
  learn,
} from "./embedded-classifier.ts";
import { makeEntityFinder } from "./entity-finder.ts";
import { readTrainingData } from "./training-data.ts";
import type { CatalogueNames } from "./types.ts";

export interface OpenEmbeddedOptions {
  profile: string;
  rasaDirectory: string;
  catalogue: CatalogueNames;
  /** Where trained models are kept. That it cannot be written costs the next start a training, and nothing else. */
  directory: string;
  logger: Logger;
}

/** This version, the one before, and the one of another branch: more is of no use to anybody. */
const KEPT = 3;
const CHECKSUM_BYTES = 32;

const floats = z.custom<Float32Array>((value) => value instanceof Float32Array);
const keptModel = z.strictObject({
  intents: z.number().int().positive(),
  features: z.custom<Int32Array>((value) => value instanceof Int32Array),
  scale: floats,
  documents: z.number().int().positive(),
  weights: floats,
  bias: floats,
  temperature: z.number().positive(),
});

/**
 * The embedded classifier as it was trained at an earlier start from the same files by the same code; otherwise it is
 * trained, in slices, and kept.
 *
 * @throws NluDataError when a training file is not well formed.
 */
export async function openEmbedded(options: OpenEmbeddedOptions): Promise<EmbeddedClassifier> {
  const { profile, catalogue, directory, logger } = options;
  const startedAt = performance.now();
  const data = readTrainingData(options.rasaDirectory, profile);
  await turnOfOthers();
  const finder = await inSlices(makeEntityFinder(data, catalogue));
  await turnOfOthers();
  const prefix = `embedded-${profile}-`;
  const file = `${prefix}${hashOf(data, catalogue)}-${hashOfCode()}`;
  let model = await readKept(join(directory, file), intentsOf(data).length);
  const isKept = model !== undefined;
  if (!model) {
    model = await inSlices(learn(data, finder));
    await keep(directory, prefix, file, model).catch((error: NodeJS.ErrnoException) =>
      logger.info({ code: error.code }, "the trained classifier could not be kept; the next start trains again"),
    );
  }
  await turnOfOthers();
  const embedded = createEmbedded(data, catalogue, finder, model);
  const tookMs = Math.round(performance.now() - startedAt);
  logger.info({ model: embedded.model, isKept, tookMs }, "embedded classifier ready");
  return embedded;
}

async function inSlices<T>(work: Generator<void, T>): Promise<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await turnOfOthers();
  }
}

/** How texts become features is decided by the code of this room, or by the bundle that it is part of. */
function hashOfCode(): string {
  const hash = createHash("sha256");
  const names = readdirSync(import.meta.dirname).filter((name) => /\.(?:ts|m?js)$/.test(name));
  for (const name of names.sort()) hash.update(readFileSync(join(import.meta.dirname, name)));
  return hash.digest("hex").slice(0, 12);
}

/** Undefined: there is none, or it is half, of another shape, or of a Node that writes differently. */
async function readKept(path: string, intents: number): Promise<EmbeddedModel | undefined> {
  try {
    const bytes = await readFile(path);
    const content = bytes.subarray(CHECKSUM_BYTES);
    if (!checksumOf(content).equals(bytes.subarray(0, CHECKSUM_BYTES))) return undefined;
    const kept = keptModel.parse(deserialize(content));
    const { features, scale, documents, weights, bias, temperature } = kept;
    const fits =
      kept.intents === intents &&
      bias.length === intents &&
      scale.length === features.length &&
      weights.length === features.length * intents;
    return fits ? { vocabulary: { features, scale, documents }, linear: { weights, bias }, temperature } : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all: two processes may train at the same time. */
async function keep(directory: string, prefix: string, file: string, model: EmbeddedModel): Promise<void> {
  const { vocabulary, linear, temperature } = model;
  const content = serialize({
    intents: linear.bias.length,
    ...vocabulary,
    ...linear,
    temperature,
  } satisfies z.infer<typeof keptModel>);
  await mkdir(directory, { recursive: true });
  const unfinished = join(directory, `${file}.${process.pid}`);
  await writeFile(unfinished, Buffer.concat([checksumOf(content), content]));
  await rename(unfinished, join(directory, file));

  const others = (await readdir(directory)).filter((name) => name.startsWith(prefix) && name !== file);
  const aged = await Promise.all(
    others.map(async (name) => ({ name, at: (await stat(join(directory, name))).mtimeMs })),
  );
  const old = aged.sort((a, b) => b.at - a.at).slice(KEPT - 1);
  await Promise.all(old.map(({ name }) => rm(join(directory, name), { force: true })));
}

function checksumOf(content: Buffer): Buffer {
  return createHash("sha256").update(content).digest();
}
