import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./child-process.ts";
import { acquireFileLock } from "./file-lock.ts";
import { cacheDirectory } from "./model-store.ts";
import type { Progress } from "./progress.ts";
import { findPython, minorOf, type Python } from "./rasa-python.ts";
import { childEnv, dockerTool, RASA_IMAGE, RASA_VERSION, type RasaTool, venvTool } from "./rasa-tool.ts";

export interface Impossible {
  /** For people, in Spanish; "stopped" when somebody ended it. */
  impossible: string;
  /** Trying again later may help: the network was away, or the disk busy. */
  isTemporary?: boolean;
}

export interface EnvironmentOptions {
  rasaDirectory: string;
  dataDirectory: string;
  env: NodeJS.ProcessEnv;
  progress: Progress;
  signal: AbortSignal;
}

const GIGABYTE = 1024 ** 3;
const NEEDED_BYTES = 4 * GIGABYTE;

/** The first way of running Rasa that really works here: a Docker engine that answers, or a virtual environment. */
export async function findTool(options: EnvironmentOptions): Promise<RasaTool | Impossible> {
  if (await hasDockerImage(options)) return dockerTool(options.env);
  return ensureEnvironment(options);
}

/** A `docker` command may have no engine behind it, and an engine may have no way to the image. */
async function hasDockerImage({ env, progress, signal }: EnvironmentOptions): Promise<boolean> {
  const info = await run("docker", ["info", "--format", "{{.ServerVersion}}"], {
    timeoutMs: 5000,
    signal,
    env: childEnv(env),
  });
  if (info.code !== 0) return false;
  const options = { signal, env: childEnv(env) };
  if ((await run("docker", ["image", "inspect", RASA_IMAGE], options)).code === 0) return true;
  progress.say(
    `Rasa: hay un Docker que contesta; se baja ${RASA_IMAGE} (cerca de 1 GB, una sola vez). Con RASA=off no se baja.`,
  );
  const pull = await progress.during("bajando la imagen", run("docker", ["pull", RASA_IMAGE], options));
  return pull.code === 0;
}

/**
 * The virtual environment with the pinned packages, made once per lock. It is built in place, because a virtual
 * environment does not survive a rename, and counts from the moment its marker is written, last.
 */
export async function ensureEnvironment(options: EnvironmentOptions): Promise<RasaTool | Impossible> {
  const { env, progress, signal } = options;
  const lockFile = join(options.rasaDirectory, "requirements.lock");
  const hash = createHash("sha256").update(readFileSync(lockFile)).digest("hex").slice(0, 12);
  const cache = cacheDirectory(env);
  const folder = join(cache, `rasa-${hash}`);
  if (await isComplete(folder, signal)) return venvTool(folder, env);

  const { python, tried } = await findPython(env, signal);
  if (!python) {
    return {
      impossible:
        "no contesta ningún Docker y no hay un Python 3.8, 3.9 o 3.10 con venv. Instala uno (por ejemplo " +
        `"pyenv install 3.10", o el python3.10-venv de tu sistema), o pon RASA_URL. Se probó: ${tried.join(", ") || "nada, en PATH no hay ninguno"}.`,
    };
  }
  await mkdir(cache, { recursive: true });
  const space = await statfs(cache).catch(() => undefined);
  if (space && space.bavail * space.bsize < NEEDED_BYTES) {
    return { impossible: `en ${cache} hay menos de 4 GB libres, y Rasa necesita ahí unos 2.7 GB` };
  }
  const lock = await acquireFileLock(`${folder}.lock`, {
    mark: folder,
    signal,
    onWait: () => progress.say("Rasa: otro arranque la está instalando; se espera a que acabe."),
  });
  try {
    if (await isComplete(folder, signal)) return venvTool(folder, env);
    progress.say(
      `Rasa necesita unos 2.7 GB en ${folder} (una sola vez; Python ${python.version} en ${python.path}). Con RASA=off no se instala.`,
    );
    const failure = await install(folder, lockFile, python, options, (pid) => lock.noteChild(pid));
    if (!failure) return venvTool(folder, env);
    // Half an environment is worth nothing, and would be taken for a whole one by nobody.
    await rm(folder, { recursive: true, force: true });
    return { impossible: failure, isTemporary: true };
  } finally {
    await lock.release();
  }
}

async function isComplete(folder: string, signal: AbortSignal): Promise<boolean> {
  if (!existsSync(join(folder, "complete"))) return false;
  // The interpreter it was made from may be gone since.
  const check = await run(join(folder, "bin", "python"), ["-c", "import venv"], { timeoutMs: 20_000, signal });
  return check.code === 0;
}

async function install(
  folder: string,
  lockFile: string,
  python: Python,
  { env, progress, signal, dataDirectory }: EnvironmentOptions,
  onStart: (pid: number) => void,
): Promise<string | undefined> {
  const logFile = join(dataDirectory, "rasa", "install.log");
  const options = { env: childEnv(env), signal, logFile, onStart, isLowPriority: true };
  await rm(folder, { recursive: true, force: true });
  const made = await run(python.path, ["-m", "venv", folder], options);
  if (made.code !== 0) return `no se pudo crear el entorno virtual; mira ${logFile}`;
  // The lock is resolved for one Python; on the others pip finds what goes with the same Rasa.
  const isLocked = minorOf(python.version) === "3.10";
  const what = isLocked ? ["-r", lockFile] : [`rasa==${RASA_VERSION}`];
  const pip = [
    join(folder, "bin", "python"),
    "-m",
    "pip",
    "install",
    "--no-input",
    "--disable-pip-version-check",
  ] as const;
  const installed = await progress.during("instalando", run(pip[0], [...pip.slice(1), ...what], options));
  if (signal.aborted) return "stopped";
  if (installed.code !== 0) return `pip no pudo instalarla; mira ${logFile}`;
  const check = await run(pip[0], ["-c", "import rasa.version as v; print(v.__version__)"], {
    signal,
    env: childEnv(env),
  });
  if (!check.output.includes(RASA_VERSION)) return `la Rasa instalada no funciona; mira ${logFile}`;
  await writeFile(join(folder, "complete"), `${python.version}\n`);
  return undefined;
}
