// Where the trainers' commands find things: settings, the profile, its catalogue and the folders.
import { resolve } from "node:path";
import { type Config, ConfigError, loadEnvFiles, loadProfile, ProfileError, parseConfig } from "../src/config/index.ts";
import { EmbeddedServerError, isDatabaseUnavailable } from "../src/database/index.ts";
import { type CatalogueNames, catalogueNames, NluDataError } from "../src/nlu/index.ts";
import { checkPolicy, dataErrorInSpanish, type Problem } from "../src/training/index.ts";
import { OldDatabaseError } from "./open-database.ts";

export interface Workbench {
  config: Config;
  /** The id of the profile. */
  profile: string;
  /** Two letters: what its customers write in when nothing says otherwise. */
  language: string;
  catalogue: CatalogueNames;
  rootDirectory: string;
  rasaDirectory: string;
  dataDirectory: string;
}

/**
 * @param flags `profile` instead of PROFILE, `data` instead of `.data`
 * @throws ConfigError, ProfileError
 */
export function openWorkbench(flags: { profile?: string | undefined; data?: string | undefined }): Workbench {
  const rootDirectory = resolve(import.meta.dirname, "..");
  loadEnvFiles(rootDirectory);
  const config = parseConfig({ ...process.env, ...(flags.profile ? { PROFILE: flags.profile } : {}) });
  const { id, language, catalogue } = loadProfile(resolve(rootDirectory, "profiles", config.profile));
  return {
    config,
    profile: id,
    language,
    catalogue: catalogueNames(catalogue),
    rootDirectory,
    rasaDirectory: resolve(rootDirectory, "rasa"),
    dataDirectory: resolve(rootDirectory, flags.data ?? ".data"),
  };
}

/** Says what is wrong with the profile's policy.yml, before anything is started that takes long. @returns whether it can be used */
export function isPolicyFit(place: Pick<Workbench, "rootDirectory" | "profile">): boolean {
  const problems = checkPolicy(place);
  for (const problem of problems) console.error(lineOf(problem));
  return problems.length === 0;
}

/** "rasa/studio/policy.yml:4: qué tiene" */
export function lineOf({ file, line, message }: Problem): string {
  return `${file}${line === undefined ? "" : `:${line}`}: ${message}`;
}

/** Runs a command and sets the exit code; what a person can mend is one sentence. @param work false: it did not succeed */
export async function runCommand(work: () => Promise<boolean>): Promise<void> {
  try {
    if (!(await work())) process.exitCode = 1;
  } catch (error) {
    process.exitCode = 1;
    // A driver's message may quote an address; the code says enough.
    const { code, name, message } = error as Error & { code?: string };
    const isForPeople =
      error instanceof ConfigError ||
      error instanceof ProfileError ||
      error instanceof EmbeddedServerError ||
      error instanceof OldDatabaseError;
    if (error instanceof NluDataError) console.error(dataErrorInSpanish(error));
    else if (isForPeople) console.error(message);
    else if (name === "AbortError") process.exitCode = 130;
    else if (isDatabaseUnavailable(error)) console.error(`La base de datos no contesta (${code ?? name}).`);
    else throw error;
  }
}

/** npm passes the terminal's signal on once more; a person's second one comes later. */
const ECHO_MS = 1000;

/** Aborted by Ctrl-C or by whoever ends the process; a second time ends it at once. */
export function onInterrupt(): AbortSignal {
  const stopping = new AbortController();
  let askedAt = 0;
  const stop = () => {
    if (stopping.signal.aborted && performance.now() - askedAt > ECHO_MS) process.exit(130);
    if (stopping.signal.aborted) return;
    askedAt = performance.now();
    stopping.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return stopping.signal;
}
