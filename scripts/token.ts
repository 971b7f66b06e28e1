// npm run -s token -- --role admin [--name Ana] | --role service --customer <id>: a token that the running app accepts.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { loadEnvFiles, parseConfig } from "../src/config/index.ts";
import { createServiceTokens } from "../src/contract/index.ts";

const USAGE = "npm run -s token -- --role admin [--name Ana] | --role service --customer <id>  [--hours 12]";

const { values } = parseArgs({
  options: {
    role: { type: "string" },
    customer: { type: "string" },
    name: { type: "string" },
    hours: { type: "string", default: "12" },
  },
});
const parsed = z
  .object({
    role: z.enum(["admin", "service"]),
    customer: z.uuid().optional(),
    name: z.string().trim().min(1).max(80).optional(),
    hours: z.coerce
      .number()
      .positive()
      .max(24 * 30),
  })
  .refine(({ role, customer }) => role === "admin" || customer !== undefined, {
    path: ["customer"],
    message: "needed with --role service",
  })
  .safeParse(values);

if (!parsed.success) {
  for (const issue of parsed.error.issues) console.error(`--${issue.path.join(".")}: ${issue.message}`);
  console.error(USAGE);
  process.exitCode = 2;
} else {
  loadEnvFiles(resolve(import.meta.dirname, ".."));
  const { role, customer, name, hours } = parsed.data;
  const tokens = createServiceTokens(parseConfig(process.env).serviceTokenSecrets);
  const claims = {
    role,
    ttlSeconds: Math.round(hours * 3600),
    ...(customer ? { customerId: customer } : {}),
    ...(name ? { name } : {}),
  };
  process.stdout.write(`${await tokens.sign(claims)}\n`);
}
