// npm run migrate: brings DATABASE_URL, or the embedded server's database, up to date. `npm start` does the same.
import { resolve } from "node:path";
import { migrations } from "../migrations/index.ts";
import { loadEnvFiles, parseConfig } from "../src/config/index.ts";
import { migrate, startEmbeddedServer } from "../src/database/index.ts";

const root = resolve(import.meta.dirname, "..");
loadEnvFiles(root);
const { databaseUrl } = parseConfig(process.env);
const server = databaseUrl ? undefined : await startEmbeddedServer({ directory: resolve(root, ".data", "postgres") });
try {
  const done = await migrate(databaseUrl ?? (await server?.databaseUrl("atiende")) ?? "", migrations);
  console.log(done.length > 0 ? `Applied: ${done.join(", ")}` : "The schema is up to date.");
} finally {
  await server?.stop();
}
