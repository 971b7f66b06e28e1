import { statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as giveWay } from "node:timers/promises";
import { NluDataError, readExamples, readTrainingData, type TrainingData } from "../../nlu/index.ts";
import { foldText } from "../../shared/index.ts";
import { type Place, yamlFiles } from "../check/index.ts";

/** The training files as they are now: a trainer edits them while the application runs. */
export interface ExampleFiles {
  /**
   * Core and profile merged. Of 8,000 examples it takes 0.2 to 0.5 s after an edit, and nothing meanwhile is answered.
   * @throws NluDataError while a file cannot be read
   */
  data(): TrainingData;
  /**
   * `textKey` of every example. Read file by file with pauses, so that answers to customers wait some milliseconds at
   * most. A file that cannot be read counts as it was when it could, and is told: "rasa/core/nlu/saludo.yml:12".
   */
  textKeys(): Promise<{ keys: ReadonlySet<string>; unread: readonly string[] }>;
}

/** How two spellings of the same message are recognised. */
export function textKey(text: string): string {
  return foldText(text).replace(/^[\p{P}\p{S}\s]+(?=[\p{L}\p{N}])|(?<=[\p{L}\p{M}\p{N}])[\p{P}\s]+$/gu, "");
}

export function createExampleFiles(place: Place): ExampleFiles {
  let known: { version: string; data: TrainingData } | undefined;
  let keysOf = new Map<string, FileKeys>();
  const list = () => ["core", place.profile].flatMap((folder) => yamlFiles(place.rootDirectory, `rasa/${folder}/nlu`));
  const pathOf = (file: string) => join(place.rootDirectory, file);
  const versionOf = (file: string) => {
    const { mtimeMs, size } = statSync(pathOf(file));
    return `${file} ${mtimeMs} ${size}`;
  };

  return {
    data() {
      const version = list().map(versionOf).join("\n");
      if (known?.version !== version) {
        known = { version, data: readTrainingData(pathOf("rasa"), place.profile) };
      }
      return known.data;
    },
    async textKeys() {
      const now = new Map<string, FileKeys>();
      for (const file of list()) {
        const version = versionOf(file);
        const before = keysOf.get(file);
        if (before?.version !== version) await giveWay();
        now.set(file, before?.version === version ? before : { version, ...readKeys(pathOf(file), file, before) });
      }
      keysOf = now;
      const all = [...now.values()];
      return {
        keys: new Set(all.flatMap(({ keys }) => keys)),
        unread: all.flatMap(({ unread }) => unread ?? []),
      };
    },
  };
}

/** One file's, with its broken place while it has one. */
interface FileKeys {
  version: string;
  keys: string[];
  unread: string | undefined;
}

function readKeys(path: string, file: string, before: FileKeys | undefined): Omit<FileKeys, "version"> {
  try {
    return { keys: readExamples(path).map(({ text }) => textKey(text)), unread: undefined };
  } catch (error) {
    if (!(error instanceof NluDataError)) throw error;
    // Without the sentence, which may quote an example: that is what a customer wrote.
    const line = /:(\d+): /.exec(error.message)?.[1];
    return { keys: before?.keys ?? [], unread: `${file}:${line}` };
  }
}
