import type { EmbeddedClassifier } from "./embedded-classifier.ts";
import { type OpenEmbeddedOptions, openEmbedded } from "./embedded-store.ts";
import { listModels, readSnapshot } from "./model-store.ts";
import { NluDataError } from "./types.ts";

/**
 * The classifier of the files or, while one of them cannot be read, of what was trained last: a line that a trainer is
 * still writing must not keep the desk closed.
 *
 * @returns `fault`: what has to be mended, when the files are not what answers
 * @throws NluDataError when nothing was trained on this machine yet
 */
export async function openLastEmbedded(
  options: OpenEmbeddedOptions,
  env: NodeJS.ProcessEnv,
): Promise<{ embedded: EmbeddedClassifier; fault?: string }> {
  try {
    return { embedded: await openEmbedded(options) };
  } catch (error) {
    const [last] = error instanceof NluDataError ? await listModels(env, options.profile) : [];
    const snapshot = last && (await readSnapshot(env, last.name));
    if (!last || !snapshot) throw error;
    const embedded = await openEmbedded({ ...options, rasaDirectory: snapshot.rasaDirectory });
    return { embedded, fault: `${(error as Error).message} (until it is mended, the examples of ${last.name} answer)` };
  }
}
