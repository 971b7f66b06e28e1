// npm run seed -- --customers 1000 --bookings 20000 [--seed 1]: a business that has been at it for a while, to try things on.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { migrations } from "../migrations/index.ts";
import { ConfigError, loadEnvFiles, loadProfile, parseConfig } from "../src/config/index.ts";
import { migrate, openDatabase, startEmbeddedServer } from "../src/database/index.ts";
import { seedCatalogue, WHATSAPP_CHANNEL } from "../src/internal-api/index.ts";
import { createSealer } from "../src/shared/index.ts";
import { createLogger } from "../src/telemetry/index.ts";
import { firstCustomerId, makeDemoData } from "./demo-data.ts";
import { readOffer } from "./demo-offer.ts";
import { writeDemoData } from "./demo-rows.ts";

const USAGE = `npm run seed -- [--customers 1000] [--bookings 20000] [--seed 1] [--data <folder>]

  --customers  so many, with names that are nobody's and numbers that nobody can have.
  --bookings   so many between 60 days ago and 60 days ahead, on times that are free; professionals are added as it takes.
  --seed       another one adds other data; the same one again adds nothing.
  --data       where the embedded database lives (.data), when there is no DATABASE_URL.

It refuses to run where NODE_ENV is production.`;

const optionsSchema = z.object({
  customers: z.coerce.number().int().min(1).max(100_000),
  bookings: z.coerce.number().int().min(0).max(60_000),
  seed: z.coerce.number().int().min(0).max(1_000_000),
  data: z.string(),
});
type Options = z.output<typeof optionsSchema>;

function readOptions(args: string[]): Options | string[] | "help" {
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        help: { type: "boolean", short: "h" },
        customers: { type: "string", default: "1000" },
        bookings: { type: "string", default: "20000" },
        seed: { type: "string", default: "1" },
        data: { type: "string", default: ".data" },
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

async function seed({ customers, bookings, seed, data: folder }: Options): Promise<string> {
  const root = resolve(import.meta.dirname, "..");
  loadEnvFiles(root);
  const config = parseConfig(process.env);
  if (config.environment === "production") throw new Refusal("This is production: demo data does not belong here.");
  const server = config.databaseUrl
    ? undefined
    : await startEmbeddedServer({ directory: resolve(root, folder, "postgres") });
  try {
    const url = config.databaseUrl ?? (await server?.databaseUrl("atiende")) ?? "";
    await migrate(url, migrations);
    const database = await openDatabase({ url, logger: createLogger("error"), poolSize: 2 });
    try {
      const profile = loadProfile(resolve(root, "profiles", config.profile));
      await seedCatalogue(database, profile);
      const known = await database.query("select 1 from customers where id = $1", [firstCustomerId(seed)]);
      if (known.length > 0) return `The data of --seed ${seed} is there already: nothing was added.`;
      const startedMs = performance.now();
      const { id: profileId, timeZone, booking } = profile;
      const offer = await readOffer(database, { id: profileId, timeZone, gridMinutes: booking.gridMinutes });
      const made = makeDemoData(offer, { seed, customers, bookings, nowMs: Date.now() });
      const sealer = createSealer(config.dataKey, config.previousDataKey);
      await writeDemoData(database, { profileId, channel: WHATSAPP_CHANNEL, sealer, data: made });
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
      const { professionals, purchases, credits } = made;
      const spent = credits.filter(({ kind }) => kind === "spent").length;
      return `${made.customers.length} customers, ${made.bookings.length} bookings, ${professionals.length} more professionals, ${purchases.length} packages, ${spent} credits used, in ${seconds} s.`;
    } finally {
      await database.close();
    }
  } finally {
    await server?.stop();
  }
}

class Refusal extends Error {}

const options = readOptions(process.argv.slice(2));
if (options === "help") {
  console.log(USAGE);
} else if (Array.isArray(options)) {
  console.error([...options, "", USAGE].join("\n"));
  process.exitCode = 2;
} else {
  try {
    console.log(await seed(options));
  } catch (error) {
    if (!(error instanceof Refusal) && !(error instanceof ConfigError)) throw error;
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
