// npm run -s key -- --name "..." --scopes bookings:write,...: makes an API key in the database and prints its secret.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { ConfigError, loadEnvFiles, parseConfig } from "../src/config/index.ts";
import { apiScopes } from "../src/contract/index.ts";
import { openDatabase, startEmbeddedServer } from "../src/database/index.ts";
import { createApiKey } from "../src/internal-api/index.ts";
import { createLogger } from "../src/telemetry/index.ts";

const USAGE = `npm run -s key -- --name "Agenda of the front desk" --scopes bookings:write,catalogue:read [--days 90] [--data <folder>]

  --name    who or what uses the key; shown in lists and in the audit log.
  --scopes  what it may do, separated by commas; or all. One of:
            ${apiScopes.join(", ")}
  --days    how long it lives; until it is revoked unless told.
  --data    where the embedded database lives (.data), when there is no DATABASE_URL.

The secret is printed once and stored nowhere. List, rotate and revoke keys under /api/admin/api-keys.`;

const DAY_MS = 24 * 3_600_000;

const optionsSchema = z.object({
  name: z.string().trim().min(1).max(80),
  scopes: z
    .string()
    .transform((text) => (text === "all" ? [...apiScopes] : text.split(",").map((scope) => scope.trim())))
    .pipe(z.array(z.enum(apiScopes)).min(1)),
  days: z.coerce.number().positive().max(3650).optional(),
  data: z.string().default(".data"),
});

/** The options, or what is wrong with them, line by line; `help` when it was asked for. */
function readOptions(args: string[]): z.output<typeof optionsSchema> | string[] | "help" {
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        help: { type: "boolean", short: "h" },
        name: { type: "string" },
        scopes: { type: "string" },
        days: { type: "string" },
        data: { type: "string" },
      },
    }));
  } catch (error) {
    return [(error as Error).message];
  }
  if (values.help) return "help";
  const parsed = optionsSchema.safeParse(values);
  return parsed.success
    ? parsed.data
    : parsed.error.issues.map(({ path, message }) => `--${String(path[0])}: ${message}`);
}

async function makeKey({ name, scopes, days, data }: z.output<typeof optionsSchema>): Promise<string> {
  const root = resolve(import.meta.dirname, "..");
  loadEnvFiles(root);
  const { databaseUrl, profile } = parseConfig(process.env);
  const server = databaseUrl ? undefined : await startEmbeddedServer({ directory: resolve(root, data, "postgres") });
  try {
    const url = databaseUrl ?? (await server?.databaseUrl("atiende")) ?? "";
    const database = await openDatabase({ url, logger: createLogger("error"), poolSize: 1 });
    try {
      const now = new Date();
      const expiresAt = days === undefined ? undefined : new Date(now.getTime() + days * DAY_MS);
      const key = { profileId: profile, name, scopes, expiresAt, createdBy: "command line", now };
      return await createApiKey(database, key);
    } finally {
      await database.close();
    }
  } finally {
    await server?.stop();
  }
}

const options = readOptions(process.argv.slice(2));
if (options === "help") {
  console.log(USAGE);
} else if (Array.isArray(options)) {
  console.error([...options, "", USAGE].join("\n"));
  process.exitCode = 2;
} else {
  try {
    process.stdout.write(`${await makeKey(options)}\n`);
  } catch (error) {
    const { code, name, message } = error as Error & { code?: string };
    // A driver's message may quote an address; the code says enough. 42P01: the table is not there yet.
    const cause = code === "42P01" ? "the schema is not up to date: npm run migrate" : (code ?? name);
    console.error(error instanceof ConfigError ? message : `No key was made (${cause}).`);
    process.exitCode = 1;
  }
}
