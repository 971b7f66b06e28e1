import { spawn } from "node:child_process";
import { existsSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { isAlive } from "../../src/nlu/child-process.ts";
import { acquireFileLock } from "../../src/nlu/file-lock.ts";
import { PATIENCE_MS } from "../support/clock.ts";
import { temporaryFolder } from "./temporary.ts";

describe("one installation at a time", () => {
  const options = { mark: "the-mark", pollMs: 10 };

  /** The id of a process that has ended. */
  async function deadPid(): Promise<number> {
    const child = spawn(process.execPath, ["-e", ""]);
    await new Promise((done) => child.once("close", done));
    return child.pid!;
  }

  it("lets the others wait, and one after the other in", async () => {
    const path = join(temporaryFolder(), "a.lock");
    let inside = 0;
    let most = 0;
    const work = async () => {
      const lock = await acquireFileLock(path, options);
      most = Math.max(most, ++inside);
      await new Promise((done) => setImmediate(done));
      inside--;
      await lock.release();
    };
    await Promise.all(Array.from({ length: 8 }, work));
    expect(most).toBe(1);
    expect(existsSync(path)).toBe(false);
  });

  it("takes over from a process that was killed, and ends what it left running, but nobody else", async () => {
    const folder = temporaryFolder();
    const pid = await deadPid();
    const start = (mark: string) => {
      const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", mark], { detached: true });
      onTestFinished(() => void child.kill("SIGKILL"));
      return child.pid!;
    };
    const [ours, foreign] = [start("the-mark"), start("another")];
    for (const child of [ours, foreign]) {
      const path = join(folder, `${child}.lock`);
      writeFileSync(path, JSON.stringify({ id: "x", host: hostname(), pid, child }));
      await (await acquireFileLock(path, options)).release();
    }
    await vi.waitFor(() => expect(isAlive(ours)).toBe(false), { timeout: PATIENCE_MS });
    expect(isAlive(foreign)).toBe(true);
  });

  it("takes over from another machine only when nobody has touched the lock for a minute", async () => {
    const path = join(temporaryFolder(), "a.lock");
    writeFileSync(path, JSON.stringify({ id: "x", host: "elsewhere", pid: 1 }));
    const giveUp = new AbortController();
    const waiting = acquireFileLock(path, { ...options, signal: giveUp.signal, onWait: () => giveUp.abort() });
    await expect(waiting).rejects.toThrow();
    utimesSync(path, new Date(), new Date(Date.now() - 120_000));
    await (await acquireFileLock(path, options)).release();
  });
});
