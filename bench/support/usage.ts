import { readdir, readFile } from "node:fs/promises";
import pg from "pg";

/** USER_HZ: what Linux counts a process's time in, on every machine that Node runs on. */
const TICK_MS = 10;

/** CPU milliseconds that a process has used, user and system, those of its ended children included. */
export async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // The name in parentheses may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0) * TICK_MS;
}

/** Resident memory in MB: now, and the highest since the start. */
export async function memoryMb(pid: number): Promise<{ rss: number; peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const mb = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? Number.NaN) / 1024;
  return { rss: mb("VmRSS"), peak: mb("VmHWM") };
}

export interface CpuMeter {
  /** Milliseconds by name since the meter was started. */
  read(): Promise<Record<string, number>>;
}

/** Counts the CPU of named processes and of the whole PostgreSQL, its backends included. */
export async function startCpuMeter(processes: Record<string, number>, adminUrl: string): Promise<CpuMeter> {
  const postmaster = await postmasterPid(adminUrl);
  const look = async (): Promise<Record<string, number>> => {
    const entries = Object.entries(processes).map(async ([name, pid]) => [name, await cpuMs(pid)] as const);
    return { ...Object.fromEntries(await Promise.all(entries)), postgres: await familyCpuMs(postmaster) };
  };
  const before = await look();
  return {
    async read() {
      const after = await look();
      return Object.fromEntries(Object.entries(after).map(([name, ms]) => [name, ms - before[name]!]));
    },
  };
}

async function postmasterPid(adminUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const parent = await parentOf(rows[0]!.pid).finally(() => client.end());
  if (parent === undefined) throw new Error("the database's processes cannot be seen from here");
  return parent;
}

async function parentOf(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const parent = /^PPid:\s+(\d+)/m.exec(status)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

async function familyCpuMs(parent: number): Promise<number> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(pids.map(parentOf));
  const family = [parent, ...pids.filter((_, index) => parents[index] === parent)];
  // A backend that ends in between is counted with the children of its parent next time.
  const used = await Promise.all(family.map((pid) => cpuMs(pid).catch(() => 0)));
  return used.reduce((sum, ms) => sum + ms, 0);
}
