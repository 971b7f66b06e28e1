import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { commandLine, endProcess, isAlive } from "./child-process.ts";

const BEAT_MS = 5000;
const STALE_MS = 60_000;

interface Holder {
  id: string;
  host: string;
  pid: number;
  /** The process that works for the holder; ended when the holder was killed and left it running. */
  child?: number;
}

export interface FileLock {
  noteChild(pid: number): void;
  release(): Promise<void>;
}

/**
 * One holder at a time among processes, and among machines that share a folder: the file is made exclusively and
 * touched while held. A lock whose process is gone, or that nobody has touched for a minute, is taken over.
 *
 * @param mark a text that the command line of the holder's child contains, so that a used-again pid is not ended.
 */
export async function acquireFileLock(
  path: string,
  options: { mark: string; signal?: AbortSignal | undefined; onWait?(): void; pollMs?: number },
): Promise<FileLock> {
  await mkdir(dirname(path), { recursive: true });
  const mine: Holder = { id: randomBytes(8).toString("hex"), host: hostname(), pid: process.pid };
  const draft = `${path}.${mine.id}`;
  try {
    for (let hasTold = false; ; ) {
      options.signal?.throwIfAborted();
      await writeFile(draft, JSON.stringify(mine));
      // A link either makes the whole file appear or fails: nobody ever reads half a lock.
      if (
        await link(draft, path).then(
          () => true,
          () => false,
        )
      )
        break;
      if (await takeAway(path, draft, options.mark)) continue;
      if (!hasTold) options.onWait?.();
      hasTold = true;
      await sleep(options.pollMs ?? 500, undefined, options.signal ? { signal: options.signal } : {});
    }
  } finally {
    await rm(draft, { force: true });
  }
  const beat = setInterval(() => utimes(path, new Date(), new Date()).catch(() => undefined), BEAT_MS);
  beat.unref();
  return {
    noteChild(child) {
      mine.child = child;
      void writeFile(path, JSON.stringify(mine)).catch(() => undefined);
    },
    async release() {
      clearInterval(beat);
      const holder = await readHolder(path);
      if (holder?.id === mine.id) await rm(path, { force: true });
    },
  };
}

/** True when a lock was stale and is gone. */
async function takeAway(path: string, draft: string, mark: string): Promise<boolean> {
  const holder = await readHolder(path);
  const info = await stat(path).catch(() => undefined);
  if (!info) return true;
  const isOld = Date.now() - info.mtimeMs > STALE_MS;
  const isDead = holder?.host === hostname() && !isAlive(holder.pid);
  if (!isOld && !isDead) return false;
  const aside = `${draft}.stale`;
  if (
    !(await rename(path, aside).then(
      () => true,
      () => false,
    ))
  )
    return true;
  const taken = await readHolder(aside);
  if (taken?.id !== holder?.id) {
    // Another waiter was faster and this is its fresh lock: give it back.
    await link(aside, path).catch(() => undefined);
  } else if (holder?.child && holder.host === hostname() && (await commandLine(holder.child)).includes(mark)) {
    await endProcess(holder.child);
  }
  await rm(aside, { force: true });
  return true;
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}
