import { readdir, readFile, readlink } from "node:fs/promises";

/** How many TCP sockets this process holds to that port of this machine, in any state. Linux only. */
export async function socketsTo(pid: number, port: number): Promise<number> {
  const own = new Set<string>();
  for (const fd of await readdir(`/proc/${pid}/fd`)) {
    const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => "");
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (inode) own.add(inode);
  }
  let count = 0;
  for (const table of ["tcp", "tcp6"]) {
    const lines = (await readFile(`/proc/${pid}/net/${table}`, "utf8").catch(() => "")).split("\n").slice(1);
    for (const line of lines) {
      const columns = line.trim().split(/\s+/);
      const remotePort = Number.parseInt(columns[2]?.split(":")[1] ?? "0", 16);
      if (remotePort === port && own.has(columns[9] ?? "")) count += 1;
    }
  }
  return count;
}
