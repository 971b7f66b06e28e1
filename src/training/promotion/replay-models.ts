import { buildTrainingSet, type CatalogueNames, listModels } from "../../nlu/index.ts";

export interface ReplayModelDeps {
  profile: string;
  rasaDirectory: string;
  catalogue: CatalogueNames;
  env: NodeJS.ProcessEnv;
}

export interface ReplayModels {
  after: string;
  /** Stands in for the model in service while none was ever promoted; undefined: no other one is trained. */
  unpromoted: string | undefined;
}

/** Which stored models a replay compares, before any server is started; or why it cannot, in Spanish. */
export async function chooseReplayModels(
  { profile, rasaDirectory, catalogue, env }: ReplayModelDeps,
  { model, against }: { model?: string | undefined; against?: string | undefined },
): Promise<ReplayModels | { problem: string }> {
  const stored = (await listModels(env, profile)).map(({ name }) => name);
  const known = stored.join(", ") || "ninguno";
  for (const name of [model, against]) {
    if (name && !stored.includes(name))
      return { problem: `${name} no está entre los modelos entrenados de ${profile} (${known}).` };
  }
  const ofFiles = buildTrainingSet(rasaDirectory, profile, catalogue).model;
  const after = model ?? ofFiles;
  if (!stored.includes(after))
    return { problem: `${after} es el de los archivos como están, sin entrenar: npm run nlu:train` };
  // What is served without a promotion is the model of the files; when that is the candidate, the one before it.
  const unpromoted = [ofFiles, ...stored].find((name) => name !== after && stored.includes(name));
  return { after, unpromoted };
}
