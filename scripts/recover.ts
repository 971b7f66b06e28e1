// npm run recover [-- --since 6h] [--dry-run]: takes in what customers wrote and no webhook brought. The app does the same
// by itself; this is for whoever does not want to wait, or wants to know first.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { createTwilioChannel } from "../src/channels/index.ts";
import { type Config, ConfigError, loadEnvFiles, loadProfile, parseConfig } from "../src/config/index.ts";
import { createInbox, createRemoteBell, type RecoveryReport, recoverInbound } from "../src/conversation/index.ts";
import { openDatabase, startEmbeddedServer } from "../src/database/index.ts";
import { createSealer } from "../src/shared/index.ts";
import { createLogger } from "../src/telemetry/index.ts";

const USAGE = `Uso: npm run -s recover -- [--since 6h] [--dry-run] [--data <carpeta>]
  Pregunta al proveedor qué escribieron los clientes y no llegó, y lo recibe. --since: desde hace cuánto (30m, 6h; a lo más
  24h); sin él, desde que consta que todo llegó. --dry-run: solo cuenta.`;
const HOUR_MS = 3_600_000;
const REACH_HOURS = 24;
/** What is younger may still come by itself, and as a webhook it tells more. */
const SETTLE_MS = 15_000;

const rootDirectory = resolve(import.meta.dirname, "..");
const flags = readFlags(process.argv.slice(2));
if (!flags) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  try {
    loadEnvFiles(rootDirectory);
    const config = parseConfig(process.env);
    const report = await recover(config, flags);
    tell(report, flags.isDryRun);
    if (!report || report.failed > 0) process.exitCode = 1;
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    // A provider's or a driver's message may quote an address; the code says enough.
    console.error(error instanceof ConfigError ? message : `No se pudo (${code ?? (error as Error).name}).`);
    process.exitCode = 1;
  }
}

interface Flags {
  sinceMs: number | undefined;
  isDryRun: boolean;
  dataDirectory: string;
}

/** undefined when a flag is unknown or makes no sense. */
function readFlags(args: string[]): Flags | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: { since: { type: "string" }, "dry-run": { type: "boolean" }, data: { type: "string" } },
    });
    const sinceMs = values.since === undefined ? undefined : readDuration(values.since);
    if (values.since !== undefined && sinceMs === undefined) return undefined;
    const dataDirectory = resolve(rootDirectory, values.data ?? ".data");
    return { sinceMs, isDryRun: values["dry-run"] ?? false, dataDirectory };
  } catch {
    return undefined;
  }
}

function readDuration(text: string): number | undefined {
  const [, count, unit] = /^(\d+)(m|h)$/.exec(text) ?? [];
  const ms = Number(count) * (unit === "h" ? HOUR_MS : HOUR_MS / 60);
  return ms > 0 && ms <= REACH_HOURS * HOUR_MS ? ms : undefined;
}

async function recover(config: Config, { sinceMs, isDryRun, dataDirectory }: Flags) {
  const logger = createLogger("error");
  const server = config.databaseUrl
    ? undefined
    : await startEmbeddedServer({ directory: resolve(dataDirectory, "postgres") });
  try {
    const url = config.databaseUrl ?? (await server?.databaseUrl("atiende")) ?? "";
    const database = await openDatabase({ url, logger, poolSize: 2 });
    try {
      const channel = createTwilioChannel({
        accountSid: config.twilio.accountSid,
        authToken: config.twilio.authTokens[0],
        apiBaseUrl: () => apiBaseUrl(config),
        statusCallback: () => undefined,
        logger,
      });
      const inbox = createInbox({
        database,
        sealer: createSealer(config.dataKey, config.previousDataKey),
        defaultProfile: loadProfile(resolve(rootDirectory, "profiles", config.profile)).id,
        perMinute: config.senderPerMinute,
      });
      // A ring that is lost because this process ends costs at most one sweep of the worker.
      const bell = createRemoteBell(database, logger);
      const deps = { database, channels: new Map([[channel.name, channel]]), inbox, bell, logger };
      return await recoverInbound(deps, {
        settleMs: SETTLE_MS,
        isDryRun,
        ...(sinceMs === undefined ? {} : { sinceMs }),
      });
    } finally {
      await database.close();
    }
  } finally {
    await server?.stop();
  }
}

/** The simulator's stand-in is inside the running app. */
function apiBaseUrl(config: Config): string | undefined {
  if (config.twilio.apiBaseUrl) return config.twilio.apiBaseUrl;
  return config.twilio.isSimulated ? `http://127.0.0.1:${config.port}/simulator/twilio` : undefined;
}

function tell(report: RecoveryReport | undefined, isDryRun: boolean): void {
  if (!report) {
    console.log("Otro proceso lo está haciendo ahora mismo.");
    return;
  }
  const { found, known, takenIn, late, failed } = report;
  console.log(`En la lista del proveedor: ${found}`);
  console.log(`Ya los teníamos:           ${known}`);
  console.log(`${isDryRun ? "Se recibirían:            " : "Recibidos ahora:          "} ${takenIn}`);
  console.log(`  se contestan:            ${takenIn - late}`);
  console.log(`  con disculpa, por edad:  ${late}`);
  if (failed > 0) console.log(`No se pudieron recibir:    ${failed} (ver el registro)`);
}
