import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { run } from "./child-process.ts";

export interface Python {
  path: string;
  version: string;
}

/** The lock is resolved for 3.10; on the others pip resolves `rasa==3.6.21` itself. Best first. */
const MINORS = ["3.10", "3.9", "3.8"];
const NAMES = ["python3.10", "python3.9", "python3.8", "python3", "python"];
const PROBE = "import sys, venv, ensurepip; print('version=%d.%d.%d' % sys.version_info[:3])";

/**
 * A Python that Rasa 3.6 runs on, found by running it: a shim on PATH may only pretend to be one, and some systems ship
 * Python without `venv`. `tried` tells what was there instead.
 */
export async function findPython(
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<{ python: Python | undefined; tried: string[] }> {
  const found: Python[] = [];
  const tried: string[] = [];
  for (const path of candidates(env)) {
    const { code, output } = await run(path, ["-c", PROBE], { timeoutMs: 10_000, signal, env });
    const version = code === 0 ? /^version=(\d+\.\d+\.\d+)$/mu.exec(output)?.[1] : undefined;
    tried.push(`${path} (${version ?? "no funciona, o le falta venv"})`);
    if (!version || !MINORS.includes(minorOf(version))) continue;
    found.push({ path, version });
    if (minorOf(version) === MINORS[0]) break;
  }
  found.sort((a, b) => MINORS.indexOf(minorOf(a.version)) - MINORS.indexOf(minorOf(b.version)));
  return { python: found[0], tried };
}

/** "3.10" of "3.10.13" */
export function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

/** Existing files only, the likeliest first: names on PATH, then the versions under pyenv. */
function candidates(env: NodeJS.ProcessEnv): string[] {
  const paths: string[] = [];
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  for (const name of NAMES) for (const folder of folders) paths.push(join(folder, name));
  for (const root of [env.PYENV_ROOT, join(env.HOME ?? homedir(), ".pyenv")]) {
    const versions = root ? join(root, "versions") : "";
    if (!versions || !existsSync(versions)) continue;
    const names = readdirSync(versions).filter((name) => MINORS.includes(minorOf(name)));
    names.sort((a, b) => MINORS.indexOf(minorOf(a)) - MINORS.indexOf(minorOf(b)));
    for (const name of names) paths.push(join(versions, name, "bin", "python"));
  }
  return [...new Set(paths)].filter((path) => existsSync(path));
}
