import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { migrations } from "../migrations/index.ts";
import { type App, type Service, startApp } from "./app.ts";
import { ConfigError, loadEnvFiles, parseConfig } from "./config/index.ts";
import { type EmbeddedServer, migrate, startEmbeddedServer } from "./database/index.ts";
import { createLogger } from "./telemetry/index.ts";

const SERVICES: readonly Service[] = ["web", "worker"];
const rootDirectory = resolve(import.meta.dirname, "..");
const dataDirectory = resolve(rootDirectory, ".data");

main().catch((error: Error) => {
  // What a person can mend is one sentence; anything else keeps its stack.
  const isPlain =
    error instanceof ConfigError || (error as NodeJS.ErrnoException).code === "EADDRINUSE" || error.name !== "Error";
  console.error(isPlain ? `\nAtiende cannot start: ${explain(error)}` : error);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const startedAt = performance.now();
  loadEnvFiles(rootDirectory);
  const config = parseConfig(process.env);
  const services = parseServices();
  const logger = createLogger(
    process.env.LOG_LEVEL ? config.logLevel : config.environment === "production" ? "info" : "warn",
  );
  const say = (line: string) => console.log(`  ${line}`);

  let server: EmbeddedServer | undefined;
  let app: App | undefined;
  let isStopping = false;
  const stop = async (signal: string) => {
    // npm passes the terminal's signal on once more; the second one of a person comes later and means "now".
    if (isStopping) return;
    isStopping = true;
    say(`${signal}: finishing what is in hand…`);
    setTimeout(() => process.on(signal, () => process.exit(1)), 1000).unref();
    await app?.stop();
    await server?.stop();
    say("Stopped.");
    process.exit(0);
  };
  process.on("SIGINT", () => void stop("SIGINT"));
  process.on("SIGTERM", () => void stop("SIGTERM"));

  server = config.databaseUrl
    ? undefined
    : await startEmbeddedServer({ directory: resolve(dataDirectory, "postgres") });
  const databaseUrl = config.databaseUrl ?? (await (server as EmbeddedServer).databaseUrl("atiende"));
  const done = await migrate(databaseUrl, migrations);
  if (done.length > 0) say(`Database: ${done.length} migration(s) applied.`);
  try {
    app = await startApp({ config, databaseUrl, services, rootDirectory, dataDirectory, logger, say });
  } catch (error) {
    await server?.stop();
    throw error;
  }

  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`Atiende is ready in ${seconds} s (${services.join(" + ")}, profile ${config.profile}).`);
  if (app.port) {
    say(config.environment === "production" ? `Port ${app.port}` : `Simulator: http://localhost:${app.port}/simulator`);
    say(`Health:    http://localhost:${app.port}/health/ready`);
  }
}

function parseServices(): readonly Service[] {
  const { values } = parseArgs({ options: { services: { type: "string" } }, strict: true });
  if (!values.services) return SERVICES;
  const wanted = values.services.split(",").map((name) => name.trim());
  const unknown = wanted.filter((name) => !SERVICES.includes(name as Service));
  if (unknown.length > 0)
    throw new ConfigError([`--services: ${unknown.join(", ")} is not one of ${SERVICES.join(", ")}`]);
  return SERVICES.filter((name) => wanted.includes(name));
}

function explain(error: Error): string {
  if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") {
    return "its port is taken. Is Atiende running already? Another port: PORT=3001 npm start";
  }
  return error.message;
}
