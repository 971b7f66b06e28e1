import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { readTrainingData, type TrainingData } from "./training-data.ts";
import type { CatalogueNames } from "./types.ts";

/** What Rasa is trained from: one merged file, the pipeline, and the name that both give the model. */
export interface TrainingSet {
  nlu: string;
  config: string;
  /** Twelve hex digits of data, pipeline and Rasa's pinned packages: the same input is the same model. */
  hash: string;
  /** "studio-1a2b3c4d5e6f" */
  model: string;
}

/** Booking codes, as in `booking-codes.ts`, for Python's `re`. */
const CODE_REGEX = String.raw`\b(?=[A-Za-z]*[2-9])(?=[2-9]*[A-Za-z])[A-HJ-NP-Za-hj-np-z2-9]{6}\b`;

/**
 * Merges the core and the profile with lookups generated from the catalogue. Deterministic: nothing of the machine,
 * the time or the order of files on disk enters.
 */
export function buildTrainingSet(rasaDirectory: string, profile: string, catalogue: CatalogueNames): TrainingSet {
  const nlu = mergedYaml(readTrainingData(rasaDirectory, profile), catalogue);
  const own = join(rasaDirectory, profile, "config.yml");
  const config = readFileSync(existsSync(own) ? own : join(rasaDirectory, "config.yml"), "utf8");
  const lock = readFileSync(join(rasaDirectory, "requirements.lock"), "utf8");
  // A comment of the recipe is no other recipe: a model is not trained again for it.
  const hash = createHash("sha256")
    .update(JSON.stringify([nlu, parse(config), lock]))
    .digest("hex")
    .slice(0, 12);
  return { nlu, config, hash, model: `${profile}-${hash}` };
}

/** Writes the folder that `rasa train nlu` reads; an earlier one is replaced. */
export function writeTrainingFolder(set: TrainingSet, directory: string): { data: string; config: string } {
  rmSync(directory, { recursive: true, force: true });
  const data = join(directory, "data");
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, "nlu.yml"), set.nlu);
  const config = join(directory, "config.yml");
  writeFileSync(config, set.config);
  return { data, config };
}

function mergedYaml(data: TrainingData, catalogue: CatalogueNames): string {
  const blocks = data.blocks.map((block) =>
    yamlBlock(
      block.kind,
      block.name,
      block.lines.map((line) => line.text),
    ),
  );
  const kinds: [string, string[]][] = [
    ["servicio", catalogue.services],
    ["profesional", catalogue.professionals],
    ["paquete", catalogue.packages],
  ];
  for (const [entity, names] of kinds) {
    if (data.lookups.has(entity)) continue;
    const variants = names.flatMap((name) => [name, ...(data.synonyms.get(name) ?? [])]);
    if (variants.length > 0) blocks.push(yamlBlock("lookup", entity, [...new Set(variants)]));
  }
  if (!data.regexes.has("codigo_reserva")) blocks.push(yamlBlock("regex", "codigo_reserva", [CODE_REGEX]));
  return `version: "3.1"\n\nnlu:\n${blocks.join("\n")}`;
}

function yamlBlock(kind: string, name: string, lines: string[]): string {
  return `  - ${kind}: ${JSON.stringify(name)}\n    examples: |\n${lines.map((line) => `      - ${line}\n`).join("")}`;
}
