import { resolve } from "node:path";
import { FROM } from "../../test/support/app.ts";
import { type AppProcess, restartablePort, startAppProcess, until } from "../../test/support/process.ts";
import type { Provider } from "./provider.ts";
import type { Rasa } from "./rasa.ts";

/** `apart`: one web and one worker process. `together`: both in one, as `npm start` has it. */
export type Layout = "apart" | "together";

export interface AppUnderLoad {
  baseUrl: string;
  webhookUrl: string;
  /** Process ids by name: `web` and `worker`, or `app`. */
  pids: Record<string, number>;
  /** Warmed up: profiles begin here, when there are to be some. */
  startProfiles(): void;
  stop(): Promise<void>;
}

export interface AppUnderLoadOptions {
  databaseUrl: string;
  provider: Provider;
  /** Undefined: `RASA=off`, the embedded classifier answers. */
  rasa: Rasa | undefined;
  layout: Layout;
  /** A folder for a CPU profile of each process, written when it ends. */
  profileFolder?: string | undefined;
  env?: Record<string, string>;
}

/** The settings of an application that is measured. A text rests not at all: the rest is a choice, not a cost. */
export function loadEnv({
  databaseUrl,
  provider,
  rasa,
  profileFolder,
  env,
}: AppUnderLoadOptions): Record<string, string> {
  return {
    NODE_ENV: "test",
    ACK: "off",
    LOG_LEVEL: "warn",
    BURST_QUIET_MS: "0",
    DATABASE_URL: databaseUrl,
    TWILIO_ACCOUNT_SID: provider.accountSid,
    TWILIO_AUTH_TOKEN: provider.authToken,
    TWILIO_WHATSAPP_FROM: FROM,
    TWILIO_API_BASE_URL: provider.url,
    ...(rasa ? { RASA: "auto", RASA_URL: rasa.url } : { RASA: "off" }),
    ...(profileFolder ? { CPU_PROFILE: profileFolder, NODE_OPTIONS: preload("cpu-profile.ts") } : {}),
    ...env,
  };
}

/** The value of `NODE_OPTIONS` that loads a module of the bench before the application. */
export function preload(file: string): string {
  return `--import tsx --import ${resolve("bench/support", file)}`;
}

/**
 * Starts it as its users run it (for a profile from the sources, so that it names their files) and resolves when each process is ready and, where there is one, Rasa answers. */
export async function startAppUnderLoad(options: AppUnderLoadOptions): Promise<AppUnderLoad> {
  const port = await restartablePort();
  const env = loadEnv(options);
  const processes: Record<string, AppProcess> = {};
  const names: [string, string[]][] =
    options.layout === "together"
      ? [["app", []]]
      : [
          ["web", ["--services=web"]],
          ["worker", ["--services=worker"]],
        ];
  for (const [name, args] of names) {
    const app = startAppProcess({ port, env, args, isUnbuilt: Boolean(options.profileFolder) });
    processes[name] = app;
    // One after the other: both would migrate, train and start in the other's time.
    await untilPrinted(app, "Atiende is ready");
    if (options.rasa && name !== "web") await untilPrinted(app, "Rasa contesta desde ahora");
  }
  const baseUrl = `http://127.0.0.1:${port}`;
  return {
    baseUrl,
    webhookUrl: `${baseUrl}/api/whatsapp/webhook`,
    pids: Object.fromEntries(Object.entries(processes).map(([name, { pid }]) => [name, pid])),
    startProfiles() {
      if (!options.profileFolder) return;
      for (const { pid } of Object.values(processes)) process.kill(pid, "SIGUSR2");
    },
    async stop() {
      // The worker calls the web process's API until its last turn.
      for (const app of Object.values(processes).reverse()) await app.end("SIGTERM");
    },
  };
}

async function untilPrinted(app: AppProcess, line: string): Promise<void> {
  const ended = app.exited.then(() => {
    throw new Error(`the application ended:\n${app.output()}`);
  });
  ended.catch(() => undefined);
  await Promise.race([ended, until(() => app.output().includes(line), `the application prints "${line}"`, 60_000)]);
}
