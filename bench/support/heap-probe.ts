import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { until } from "../../test/support/process.ts";

export interface HeapProbe {
  /** For the processes that are to be asked. */
  env: Record<string, string>;
  /** Has the process collect its garbage, and tells what is left on its heap in MB. */
  heapMb(pid: number): Promise<number>;
  close(): Promise<void>;
}

/** Asks other processes for what is alive in them; see heap-probe.mjs, which they load. */
export async function startHeapProbe(): Promise<HeapProbe> {
  const folder = await mkdtemp(join(tmpdir(), "atiende-heap-"));
  const counts = new Map<number, number>();
  return {
    env: { HEAP_PROBE: folder, NODE_OPTIONS: `--import ${resolve("bench/support/heap-probe.mjs")}` },
    async heapMb(pid) {
      const count = (counts.get(pid) ?? 0) + 1;
      counts.set(pid, count);
      process.kill(pid, "SIGUSR2");
      const { heapUsed } = await until(async () => {
        const text = await readFile(join(folder, `${pid}.json`), "utf8").catch(() => undefined);
        const told = text === undefined ? undefined : (JSON.parse(text) as { count: number; heapUsed: number });
        return told?.count === count ? told : undefined;
      }, `process ${pid} tells its heap`);
      return heapUsed / 2 ** 20;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
