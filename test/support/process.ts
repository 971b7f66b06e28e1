import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { PATIENCE_MS } from "./clock.ts";
import { type FakeTwilio, FROM } from "./fake-twilio.ts";

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** The application as its users run it: a process of its own, from the bundle that each run of tests makes anew. */
export interface AppProcess {
  pid: number;
  /** Everything that it printed so far, on both streams. */
  output(): string;
  /**
   * Resolves with the milliseconds from the start until `/health/ready` said yes (a worker alone has no port: until it
   * said that it is ready); rejects when it ended before.
   */
  ready: Promise<number>;
  exited: Promise<Exit>;
  /** Arms fail points (`name[:n[:kill|stop]]`, by comma) while it lives; resolves when they are. Needs `isArmable`. */
  arm(points: string): Promise<void>;
  /** SIGSTOP freezes it, SIGCONT wakes it; nothing is waited for. */
  send(signal: NodeJS.Signals): void;
  /** Sends the signal to this process only, and resolves when it is gone. */
  end(signal: NodeJS.Signals): Promise<Exit>;
}

export interface AppProcessOptions {
  port: number;
  env: Record<string, string>;
  args?: readonly string[];
  /** Node's own, for a preload. */
  nodeArgs?: readonly string[];
  /** Whether fail points can be armed while it lives. */
  isArmable?: boolean;
  /** Run the sources, for a profile of them; otherwise `dist/main.js` as `npm start` does, in a third less time. */
  isUnbuilt?: boolean;
}

/** What a developer's own `.env` may hold; empty is unset, and a set variable is never replaced by a file. */
const SETTINGS = [
  ...["DATABASE_URL", "INTERNAL_API_URL", "PUBLIC_BASE_URL", "OPENAI_BASE_URL", "OPENAI_API_KEY", "PROFILE"],
  ...["LLM_ROUTING_FILE", "LLM_REPLY_MS"],
  ...["SIMPLE", "COMPLEX", "REALTIME", "QUALITY"].map((tier) => `LLM_MODEL_${tier}`),
  ...["RASA_URL", "RASA_TOKEN", "SERVICE_TOKEN_SECRET", "SERVICE_TOKEN_SECRET_PREVIOUS", "DATA_ENCRYPTION_KEY"],
  ...["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_AUTH_TOKEN_PREVIOUS", "TWILIO_WHATSAPP_FROM"],
  ...["TWILIO_API_BASE_URL", "FAIL_POINTS", "REDIS_URL", "DRAIN_MS", "ALERT_WEBHOOK_URL", "RECOVER"],
];
/** A worker beside a web process gives way to everything (`main.ts`): where the machine is busy its start takes minutes. */
const READY_TIMEOUT_MS = 300_000;
const OUTPUT_LIMIT = 200_000;

/** The settings of a process that talks to this provider and, when given, this database. */
export function appEnv(twilio: FakeTwilio, databaseUrl?: string): Record<string, string> {
  return {
    NODE_ENV: "test",
    RASA: "off",
    ACK: "off",
    LOG_LEVEL: "warn",
    BURST_QUIET_MS: "30",
    TWILIO_ACCOUNT_SID: twilio.accountSid,
    TWILIO_AUTH_TOKEN: twilio.authToken,
    TWILIO_WHATSAPP_FROM: FROM,
    TWILIO_API_BASE_URL: twilio.url,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  };
}

const living = new Set<ChildProcess>();

/** Starts the application; await `ready` or `exited`. */
export function startAppProcess({
  port,
  env,
  args = [],
  nodeArgs = [],
  isArmable = false,
  isUnbuilt = false,
}: AppProcessOptions): AppProcess {
  const startedAt = performance.now();
  const armory = join(tmpdir(), `atiende-fail-points-${randomUUID()}`);
  // Node lets garbage grow by a part of what is alive, and the part by the limit: under 512 MB a process with 75 MB alive
  // stays below 220, under the default it went to 340 (measured by `npm run bench -- --only memory`).
  const program = isUnbuilt
    ? ["--import", "tsx", ...nodeArgs, "src/main.ts"]
    : ["--enable-source-maps", "--max-old-space-size=512", ...nodeArgs, "dist/main.js"];
  const child = spawn(process.execPath, [...program, ...args], {
    cwd: resolve("."),
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      ...Object.fromEntries(SETTINGS.map((name) => [name, ""])),
      // The test runner's own options are not the application's.
      NODE_OPTIONS: "",
      PORT: String(port),
      ...(isArmable ? { FAIL_POINTS: `@${armory}` } : {}),
      ...env,
    },
  });
  living.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      output = (output + text).slice(-OUTPUT_LIMIT);
    });
  }
  let isGone = false;
  // "close" rather than "exit": only then everything that it printed was read.
  const exited = new Promise<Exit>((done) => {
    child.once("close", (code, signal) => {
      isGone = true;
      living.delete(child);
      done({ code, signal });
    });
  });

  const hasPort = !args.includes("--services=worker");
  async function isReady(): Promise<boolean> {
    if (!hasPort) return output.includes(" is ready in ");
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    await answer?.arrayBuffer().catch(() => undefined);
    return answer?.status === 200;
  }

  async function untilReady(): Promise<number> {
    for (;;) {
      if (isGone) throw new Error(`the application ended before it was ready:\n${output}`);
      const yes = await isReady();
      const tookMs = performance.now() - startedAt;
      if (yes) return tookMs;
      if (tookMs > READY_TIMEOUT_MS) throw new Error(`not ready in ${READY_TIMEOUT_MS} ms:\n${output}`);
      await pause(20);
    }
  }
  const ready = untilReady();
  // A test that expects the process to end never looks at this promise.
  ready.catch(() => undefined);

  return {
    pid: child.pid as number,
    output: () => output,
    ready,
    exited,
    async arm(points) {
      const count = () => output.split("fail points armed\n").length;
      const before = count();
      await writeFile(armory, points);
      child.kill("SIGUSR2");
      await until(() => count() > before, `${points} armed`).finally(() => rm(armory, { force: true }));
    },
    send: (signal) => void child.kill(signal),
    end(signal) {
      child.kill(signal);
      return exited;
    },
  };
}

/** Ends what a failed test left running; only processes that were started here. */
export async function endAllProcesses(): Promise<void> {
  const ends = [...living].map((child) => new Promise((done) => child.once("close", done)));
  for (const child of living) child.kill("SIGKILL");
  await Promise.all(ends);
}

/**
 * A free port below the range from which systems give out ports by themselves: a process that is restarted on it finds
 * it free again, whatever other tests opened meanwhile.
 */
export async function restartablePort(): Promise<number> {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 20_000);
    const isFree = await new Promise<boolean>((done) => {
      const probe = createServer();
      probe.once("error", () => done(false));
      probe.listen(port, () => probe.close(() => done(true)));
    });
    if (isFree) return port;
  }
}

/** Resolves with the first truthy answer of `look`. */
export async function until<T>(
  look: () => T | Promise<T>,
  what: string,
  timeoutMs = PATIENCE_MS,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await pause(15);
  }
}
