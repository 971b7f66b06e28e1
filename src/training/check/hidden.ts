import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileLanguage } from "../../nlu/index.ts";

/**
 * What files that cannot be read seem to hold. The others are checked without them, and what is missing for their
 * absence alone is not told as a fault.
 */
export interface Hidden {
  files: readonly string[];
  /** "intent queja", "synonym Yoga": as they begin, whatever is wrong behind. */
  blocks: readonly { kind: string; name: string }[];
  intents: ReadonlySet<string>;
  /** Two letters: of these there are fewer examples than it seems. */
  languages: ReadonlySet<string>;
  hasSynonyms: boolean;
  /** Names of lists and patterns. */
  lists: ReadonlySet<string>;
  /** Entities that are marked in them. */
  entities: ReadonlySet<string>;
}

const BLOCK = /^[\s-]*(intent|synonym|lookup|regex)\s*:\s*(?:["'](.+?)["']|(.+?))\s*(?:\s#.*)?$/gm;
const MARK = /\]\((\w+)\)|"entity"\s*:\s*"(\w+)"/g;

/** Guesses by lines, since YAML does not read them. @param files from the root */
export function guessHidden(rootDirectory: string, files: readonly string[]): Hidden {
  const sources = files.map((file) => sourceOf(join(rootDirectory, file)));
  const blocks = sources.flatMap(blocksIn);
  const namesOf = (...kinds: string[]) => blocks.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
  return {
    files,
    blocks,
    // "agendar_cita.en.yml" holds examples of agendar_cita, whatever is left of it.
    intents: new Set([...namesOf("intent"), ...files.map((file) => basename(file).split(".")[0]!)]),
    languages: new Set(files.map(fileLanguage)),
    hasSynonyms: namesOf("synonym").length > 0 || sources.some((source) => blocksIn(source).length === 0),
    lists: new Set(namesOf("lookup", "regex")),
    entities: new Set(
      sources.flatMap((source) => [...source.matchAll(MARK)].map(([, short, long]) => short ?? long ?? "")),
    ),
  };
}

function blocksIn(source: string): { kind: string; name: string }[] {
  return [...source.matchAll(BLOCK)].map(([, kind = "", quoted, plain]) => ({ kind, name: quoted ?? plain ?? "" }));
}

function sourceOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
