/**
 * Named places where a test ends the process with SIGKILL, as a power cut would.
 * `FAIL_POINTS=name:hits[,name:hits]` in a non-production environment arms them; otherwise the call costs one comparison.
 */
export type FailPoint = "inbox.committed" | "write.called" | "turn.committed" | "send.accepted";

const armed = new Map<string, number>();
if (process.env.FAIL_POINTS && process.env.NODE_ENV !== "production") {
  for (const entry of process.env.FAIL_POINTS.split(",")) {
    const [name = "", hits = "1"] = entry.split(":");
    armed.set(name, Number(hits));
  }
}

/** Ends the process at the n-th pass when this point is armed. */
export function failPoint(name: FailPoint): void {
  if (armed.size === 0) return;
  const left = armed.get(name);
  if (left === undefined) return;
  if (left > 1) {
    armed.set(name, left - 1);
    return;
  }
  process.stderr.write(`fail point ${name}\n`);
  process.kill(process.pid, "SIGKILL");
}
