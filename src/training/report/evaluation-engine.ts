import {
  type CatalogueNames,
  createNlu,
  type NluParse,
  prepareRasa,
  readSnapshot,
  readTrainingData,
  type TrainingData,
  trainEmbedded,
} from "../../nlu/index.ts";
import { silentLogger } from "../../shared/index.ts";

/** A model that can be asked, and what it was made of. */
export interface Engine {
  /** "studio-1a2b3c4d5e6f" of Rasa, "embedded-1a2b3c4d5e6f" of the embedded classifier. */
  model: string;
  engine: "rasa" | "embedded";
  data: TrainingData;
  catalogue: CatalogueNames;
  parse(text: string): Promise<NluParse>;
  close(): Promise<void>;
}

export interface EngineDeps {
  profile: string;
  /** What the files say; a stored model brings its own. */
  rasaDirectory: string;
  catalogue: CatalogueNames;
  /** Of the servers, which are shared with whoever serves the same model from here. */
  dataDirectory: string;
  env: NodeJS.ProcessEnv;
  say(line: string): void;
  /** Ends the loading, and the next `parse`. Who has opened an engine closes it all the same. */
  signal?: AbortSignal | undefined;
}

/** A slow machine may lose one answer to the time-out; three in a row are a fault. */
const ATTEMPTS = 3;

/**
 * The embedded classifier or Rasa (with the second opinion that a turn gets), of the files as they are or of the stored
 * `model`. Rasa is trained when it was not yet.
 *
 * @throws NluDataError when a training file is not well formed, and the signal's reason
 */
export async function openEngine(
  deps: EngineDeps,
  { engine, model }: { engine: "rasa" | "embedded"; model?: string | undefined },
): Promise<Engine | { impossible: string }> {
  const snapshot = model ? await readSnapshot(deps.env, model) : undefined;
  if (model && !snapshot) return { impossible: `${model} no está entre los modelos guardados con sus datos` };
  const { rasaDirectory, catalogue } = snapshot ?? deps;
  const data = readTrainingData(rasaDirectory, deps.profile);
  const embedded = trainEmbedded(data, catalogue);
  if (engine === "embedded") {
    const parse = async (text: string) => embedded.parse(text);
    return { model: embedded.model, engine, data, catalogue, parse, close: async () => undefined };
  }
  const { profile, dataDirectory, env, say, signal } = deps;
  const server = await prepareRasa({
    profile,
    rasaDirectory,
    catalogue,
    dataDirectory,
    env,
    say,
    ...(model ? { model } : {}),
    ...(signal ? { signal } : {}),
  });
  if ("impossible" in server) {
    signal?.throwIfAborted();
    return { impossible: `Rasa no está: ${server.impossible}` };
  }
  const nlu = createNlu({ profile, rasaDirectory, catalogue, embedded, logger: silentLogger });
  nlu.use(profile, [server.url], server.model);
  const close = async () => {
    await nlu.close();
    await server.stop();
  };
  const parse = async (text: string) => {
    signal?.throwIfAborted();
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const read = await nlu.parse(profile, text);
      // A line without words never reaches Rasa.
      if (read.engine === "rasa" || text.trim() === "") return read;
    }
    throw new Error("Rasa stopped answering");
  };
  return { model: server.model, engine, data, catalogue, parse, close };
}
