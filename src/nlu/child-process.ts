import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { constants, setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
  /** Everything it prints is appended here instead of being returned. */
  logFile?: string;
  isLowPriority?: boolean;
  /** Told its process id as soon as it has one. */
  onStart?(pid: number): void;
}

export interface RunResult {
  /** Null when it could not be started, was aborted or ran out of time. */
  code: number | null;
  output: string;
}

/** Runs a command to its end and never throws: what cannot be started is a result as well. */
export async function run(command: string, args: string[], options: RunOptions = {}): Promise<RunResult> {
  if (options.signal?.aborted) return { code: null, output: "" };
  const log = options.logFile ? openSync(options.logFile, "a") : undefined;
  const output: Buffer[] = [];
  // Its own group, so that ending it ends its children too.
  const child = spawn(command, args, {
    ...(options.cwd ? { cwd: options.cwd } : {}),
    ...(options.env ? { env: options.env } : {}),
    detached: true,
    stdio: ["ignore", log ?? "pipe", log ?? "pipe"],
  });
  if (log !== undefined) closeSync(log);
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => output.push(chunk));
  if (child.pid) {
    options.onStart?.(child.pid);
    if (options.isLowPriority) lowerPriority(child.pid);
  }
  let isCut = false;
  const cut = () => {
    isCut = true;
    if (child.pid) void endProcess(child.pid);
  };
  options.signal?.addEventListener("abort", cut, { once: true });
  const timer = options.timeoutMs ? setTimeout(cut, options.timeoutMs) : undefined;
  const code = await exitOf(child);
  clearTimeout(timer);
  options.signal?.removeEventListener("abort", cut);
  return { code: isCut ? null : code, output: Buffer.concat(output).toString("utf8") };
}

/** Starts a server that outlives us, its output in a file. */
export function launch(
  command: string,
  args: string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; logFile: string; isLowPriority?: boolean },
) {
  const log = openSync(options.logFile, "a");
  // Detached: Ctrl-C reaches the whole terminal group, and we stop things in our own order.
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.on("error", () => undefined);
  child.unref();
  if (child.pid && options.isLowPriority && isRoot()) lowerPriority(child.pid);
  return child;
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => {
    child.once("error", () => done(null));
    child.once("close", (code) => done(code));
  });
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Already gone, or the system does not let us: it only trains faster than we wished.
  }
}

/** Whoever is not root could lower a server's priority and never raise it again. */
function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Back to normal, thread by thread: Linux keeps the priority of each. */
export function raisePriority(pid: number): void {
  if (!isRoot()) return;
  try {
    const threads = process.platform === "linux" ? readdirSync(`/proc/${pid}/task`).map(Number) : [pid];
    for (const thread of threads) setPriority(thread, constants.priority.PRIORITY_NORMAL);
  } catch {
    // Gone in this moment: whoever watches it will say so.
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The command line of a process with spaces between arguments; empty when it is gone or a zombie. */
export async function commandLine(pid: number): Promise<string> {
  const fromProc = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => undefined);
  if (fromProc !== undefined) return fromProc.replaceAll("\0", " ").trim();
  if (process.platform === "linux") return "";
  return (await run("ps", ["-p", String(pid), "-o", "command="], { timeoutMs: 3000 })).output.trim();
}

/** SIGTERM to its group, SIGKILL after the grace, and back when it is gone. */
export async function endProcess(pid: number, graceMs = 5000): Promise<void> {
  const isGone = async () => !isAlive(pid) || (process.platform === "linux" && (await commandLine(pid)) === "");
  for (const [signal, waitMs] of [
    ["SIGTERM", graceMs],
    ["SIGKILL", 2000],
  ] as const) {
    signalGroup(pid, signal);
    for (const deadline = Date.now() + waitMs; Date.now() < deadline; await sleep(50)) if (await isGone()) return;
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch {
      // Not the leader of a group: the process alone.
    }
  }
}
