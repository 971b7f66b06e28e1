// npm run -s token -- --role admin | service | customer …: a signed token that the running app accepts.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { ConfigError, loadEnvFiles, parseConfig } from "../src/config/index.ts";
import { createServiceTokens } from "../src/contract/index.ts";

const USAGE = `npm run -s token -- --role admin [--customer <id>] [--name Ana] [--hours 12]
npm run -s token -- --role customer --customer <id> [--hours 12]
npm run -s token -- --role service --customer <id> [--hours 12]

  --role      admin: staff. customer: one customer's own rows. service: the conversation, for one customer.
  --customer  the customer's id (a uuid); with admin, the token acts for that customer alone.
  --name      whose token it is, for the audit log.
  --hours     how long it lives; 12 unless told, at most 720.

A program of yours is better served by an API key: npm run -s key -- --help`;

const optionsSchema = z
  .object({
    role: z.enum(["admin", "service", "customer"]),
    customer: z.uuid().optional(),
    name: z.string().trim().min(1).max(80).optional(),
    hours: z.coerce
      .number()
      .positive()
      .max(24 * 30),
  })
  .refine(({ role, customer }) => role === "admin" || customer !== undefined, {
    path: ["customer"],
    message: "needed with --role customer and --role service",
  });

/** The options, or what is wrong with them, line by line; `help` when it was asked for. */
function readOptions(args: string[]): z.output<typeof optionsSchema> | string[] | "help" {
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        help: { type: "boolean", short: "h" },
        role: { type: "string" },
        customer: { type: "string" },
        name: { type: "string" },
        hours: { type: "string", default: "12" },
      },
    }));
  } catch (error) {
    return [(error as Error).message];
  }
  if (values.help) return "help";
  const parsed = optionsSchema.safeParse(values);
  return parsed.success
    ? parsed.data
    : parsed.error.issues.map(({ path, message }) => `--${path.join(".")}: ${message}`);
}

const options = readOptions(process.argv.slice(2));
if (options === "help") {
  console.log(USAGE);
} else if (Array.isArray(options)) {
  console.error([...options, "", USAGE].join("\n"));
  process.exitCode = 2;
} else {
  try {
    loadEnvFiles(resolve(import.meta.dirname, ".."));
    const { role, customer, name, hours } = options;
    const tokens = createServiceTokens(parseConfig(process.env).serviceTokenSecrets);
    const ttlSeconds = Math.round(hours * 3600);
    process.stdout.write(`${await tokens.sign({ role, customerId: customer, name, ttlSeconds })}\n`);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
