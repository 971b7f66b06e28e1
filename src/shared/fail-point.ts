import { readFileSync } from "node:fs";

/**
 * Named places, between two things that must not be torn apart unnoticed, where a test ends or freezes the process.
 * In the order of a message's way.
 */
export const FAIL_POINTS = [
  /** The message is stored; no 2xx has left. */
  "inbox.committed",
  /** The lease and the attempt are counted; nothing is decided. */
  "lease.taken",
  /** The confirmed write is `writing`; the API was not called. */
  "write.started",
  /** Behind the internal API: effect, key and response are committed; the response has not left. */
  "effect.committed",
  /** The API has answered; the turn knows it and nobody else. */
  "write.called",
  /** Inside the turn's transaction: everything is written, nothing is committed. */
  "turn.committing",
  /** The answer is in the outbox; nothing is sent. */
  "turn.committed",
  /** The outbound row is claimed; the provider was not called. */
  "send.claimed",
  /** The provider has the message; we have no record of it. */
  "send.accepted",
  /** The provider was asked about an unknown send; its answer is not on record. */
  "doubt.asked",
  /** A status is on record; the callback was not answered. */
  "status.recorded",
  /** A notice is in its conversation; nobody was woken. */
  "notice.accepted",
] as const;
export type FailPoint = (typeof FAIL_POINTS)[number];

/** `kill` as a power cut would; `stop` as a frozen machine, until somebody sends SIGCONT. */
type FailAction = "kill" | "stop";
const SIGNALS = { kill: "SIGKILL", stop: "SIGSTOP" } as const;

const armed = new Map<string, { passesLeft: number; action: FailAction }>();
const setting = process.env.NODE_ENV === "production" ? undefined : process.env.FAIL_POINTS;
if (setting?.startsWith("@")) {
  // A living process is armed by its file and SIGUSR2, and says when it is.
  process.on("SIGUSR2", () => {
    armed.clear();
    arm(readFileSync(setting.slice(1), "utf8"));
    process.stderr.write("fail points armed\n");
  });
} else if (setting) arm(setting);

function arm(list: string): void {
  for (const entry of list.split(",")) {
    const [name = "", hit = "1", action = "kill"] = entry.trim().split(":");
    const isKnown = (FAIL_POINTS as readonly string[]).includes(name) && action in SIGNALS && Number(hit) >= 1;
    // A misspelt point would make a test pass that tests nothing.
    if (!isKnown) throw new Error(`FAIL_POINTS: ${entry} is not name[:hit[:kill|stop]] of ${FAIL_POINTS.join(", ")}`);
    armed.set(name, { passesLeft: Number(hit), action: action as FailAction });
  }
}

/**
 * Ends or freezes the process at the n-th pass when `FAIL_POINTS=name[:n[:kill|stop]][,…]` arms this point, or a file
 * with such a list (`FAIL_POINTS=@file` and SIGUSR2), never in production; otherwise it costs one comparison. The hit is one line on standard error.
 */
export function failPoint(name: FailPoint): void {
  if (armed.size === 0) return;
  const point = armed.get(name);
  if (!point) return;
  point.passesLeft -= 1;
  if (point.passesLeft > 0) return;
  armed.delete(name);
  process.stderr.write(`fail point ${name}\n`);
  process.kill(process.pid, SIGNALS[point.action]);
}
