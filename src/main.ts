import { constants, setPriority } from "node:os";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { migrations } from "../migrations/index.ts";
import { type App, type Service, startApp } from "./app.ts";
import { layGroundwork } from "./app-groundwork.ts";
import { ConfigError, loadEnvFiles, ProfileError, parseConfig, secretValues } from "./config/index.ts";
import { WordingError } from "./conversation/index.ts";
import {
  type EmbeddedServer,
  EmbeddedServerError,
  isDatabaseUnavailable,
  migrate,
  startEmbeddedServer,
} from "./database/index.ts";
import { PromptError } from "./llm/index.ts";
import { NluDataError } from "./nlu/index.ts";
import { describeFault } from "./shared/index.ts";
import { createHiding, createLogger } from "./telemetry/index.ts";

const SERVICES: readonly Service[] = ["web", "worker"];
/** A signal that follows another within this time is its echo. */
const ECHO_MS = 1000;
/** Within it the packaged PostgreSQL is on its way. */
const SPAWN_MS = 50;
const rootDirectory = resolve(import.meta.dirname, "..");

main().catch((error: Error) => {
  const sentence = explain(error);
  // What a person can mend is one sentence; anything else keeps its stack. Never the whole error: a driver's or a
  // client's carries its settings, its query and its headers.
  const text = sentence ? `\nAtiende cannot start: ${sentence}` : (error.stack ?? error.name);
  console.error(createHiding(secretValues(process.env))(text));
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const startedAt = performance.now();
  loadEnvFiles(rootDirectory);
  const { services, dataDirectory } = parseArguments();
  // A webhook waits 15 s at most, an answer may take a moment longer: beside a web process, the worker gives way.
  if (!services.includes("web")) setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const config = parseConfig(process.env);
  const hide = createHiding(secretValues(process.env));
  const logger = createLogger(
    process.env.LOG_LEVEL ? config.logLevel : config.environment === "production" ? "info" : "warn",
    hide,
  );
  const say = (line: string) => console.log(hide(`  ${line}`));
  // Ends the process as it would anyway, without printing what the error carries; a rejection nobody awaited comes here too.
  process.on("uncaughtException", (error) => {
    logger.fatal(describeFault(error), "a fault that nobody caught");
    process.exit(1);
  });

  let server: EmbeddedServer | undefined;
  let app: App | undefined;
  let isStopping = false;
  let isHurried = false;
  let askedAt = 0;
  const stop = async (signal: string) => {
    // npm passes the terminal's signal on once more; the second one of a person comes later and means "sooner", the
    // third means "now".
    if (isStopping) {
      if (performance.now() - askedAt < ECHO_MS) return;
      if (isHurried || !app) process.exit(1);
      isHurried = true;
      askedAt = performance.now();
      say(`${signal} again: not waiting for others to look elsewhere.`);
      return app.hurry();
    }
    isStopping = true;
    askedAt = performance.now();
    say(`${signal}: finishing what is in hand…`);
    // What is half started can only be stopped in order once it has started.
    await starting.catch(() => undefined);
    await app?.stop();
    await server?.stop();
    say("Stopped.");
    process.exit(0);
  };
  process.on("SIGINT", () => void stop("SIGINT"));
  process.on("SIGTERM", () => void stop("SIGTERM"));

  const parts = { config, services, rootDirectory, dataDirectory, logger };

  async function prepareDatabase(): Promise<string> {
    server = config.databaseUrl
      ? undefined
      : await startEmbeddedServer({ directory: resolve(dataDirectory, "postgres") });
    const databaseUrl = config.databaseUrl ?? (await (server as EmbeddedServer).databaseUrl("atiende"));
    const done = await migrate(databaseUrl, migrations);
    if (done.length > 0) say(`Database: ${done.length} migration(s) applied.`);
    return databaseUrl;
  }
  async function start(): Promise<void> {
    const preparing = prepareDatabase();
    // PostgreSQL starts in processes of its own: once they are there, there is time to read, and to train.
    const groundwork = (config.databaseUrl ? Promise.resolve() : pause(SPAWN_MS)).then(() => layGroundwork(parts));
    // When both fail, the database's fault is told; the server can be stopped only when it has come up or failed.
    groundwork.catch(() => undefined);
    const databaseUrl = await preparing;
    app = await startApp({ ...parts, databaseUrl, groundwork, say });
  }
  const starting = start();
  try {
    await starting;
  } catch (error) {
    await server?.stop();
    throw error;
  }
  if (isStopping || !app) return;

  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`Atiende is ready in ${seconds} s (${services.join(" + ")}, profile ${config.profile}).`);
  if (app.port) {
    if (config.twilio.isSimulated && config.environment !== "production") {
      say(`Simulator: http://localhost:${app.port}/simulator`);
    } else say(`WhatsApp:  POST ${config.publicBaseUrl ?? `http://localhost:${app.port}`}/api/whatsapp/webhook`);
    say(`Health:    http://localhost:${app.port}/health/ready`);
  }
}

/** `--services=web,worker` (default: both) and `--data=<folder>`: where the embedded database and notes live (`.data`). */
function parseArguments(): { services: readonly Service[]; dataDirectory: string } {
  const { values } = parseArgs({ options: { services: { type: "string" }, data: { type: "string" } }, strict: true });
  const dataDirectory = resolve(rootDirectory, values.data ?? ".data");
  if (values.services === undefined) return { services: SERVICES, dataDirectory };
  const wanted = values.services.split(",").map((name) => name.trim());
  const unknown = wanted.filter((name) => !SERVICES.includes(name as Service));
  if (unknown.length > 0)
    throw new ConfigError([`--services: ${unknown.join(", ")} is not one of ${SERVICES.join(", ")}`]);
  return { services: SERVICES.filter((name) => wanted.includes(name)), dataDirectory };
}

/** The sentence for a person, when there is something that a person can do. Values of settings are never in it. */
function explain(error: Error): string | undefined {
  // A child's exit status is a number here.
  const code = String((error as NodeJS.ErrnoException).code ?? "");
  if (code === "EADDRINUSE") {
    return `its port (${(error as { port?: number }).port ?? "PORT"}) is taken. Is Atiende running already? Another port: PORT=3001 npm start`;
  }
  if (code.startsWith("ERR_PARSE_ARGS")) return error.message;
  if (isDatabaseUnavailable(error)) return `the database of DATABASE_URL does not answer (${code || error.name}).`;
  const isForPeople =
    error instanceof ConfigError ||
    error instanceof ProfileError ||
    error instanceof NluDataError ||
    error instanceof PromptError ||
    error instanceof WordingError ||
    error instanceof EmbeddedServerError;
  return isForPeople ? error.message : undefined;
}
