import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The interpreter of the virtual environment that `npm start` or `npm run nlu:train` made; undefined when there is none. */
export function rasaPython(): string | undefined {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "atiende");
  const made = existsSync(cache) ? readdirSync(cache).filter((name) => /^rasa-[0-9a-f]{12}$/.test(name)) : [];
  const folder = made.find((name) => existsSync(join(cache, name, "complete")));
  return folder && join(cache, folder, "bin", "python");
}

/** Quiet, and none of our secrets. */
export function rasaEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return {
    PATH,
    HOME,
    TMPDIR,
    LANG,
    RASA_TELEMETRY_ENABLED: "false",
    TF_CPP_MIN_LOG_LEVEL: "2",
    SQLALCHEMY_SILENCE_UBER_WARNING: "1",
  };
}
