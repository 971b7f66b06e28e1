import { type ChildProcess, fork, type Serializable } from "node:child_process";
import { resolve } from "node:path";

export interface ForkedProcess {
  pid: number;
  send(message: Serializable): void;
  onMessage<T>(listener: (message: T) => void): void;
  /** The first message; rejects when the process ends before it. */
  first<T>(): Promise<T>;
  stop(): Promise<void>;
}

/** A part of the bench in a process of its own. It ends by itself when we are gone: its channel closes. */
export function forkProcess(file: string, args: readonly string[] = []): ForkedProcess {
  const child: ChildProcess = fork(resolve(file), args, {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const gone = new Promise<void>((done) => child.once("exit", () => done()));
  const first = new Promise<unknown>((done, fail) => {
    child.once("message", done);
    child.once("exit", (code) => fail(new Error(`${file} ended with ${code} before it was ready`)));
  });
  first.catch(() => undefined);
  return {
    pid: child.pid as number,
    send: (message) => void child.send(message),
    onMessage: <T>(listener: (message: T) => void) => void child.on("message", listener as (message: unknown) => void),
    first: <T>() => first as Promise<T>,
    async stop() {
      child.kill("SIGKILL");
      await gone;
    },
  };
}
