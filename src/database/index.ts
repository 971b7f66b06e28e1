export { type Database, type DatabaseOptions, migrate, openDatabase, type Sql } from "./database.ts";
export { EmbeddedServerError } from "./embedded-place.ts";
export { type EmbeddedServer, freePort, startEmbeddedServer } from "./embedded-server.ts";
export { isDatabaseUnavailable, isUniqueViolation } from "./pg-errors.ts";
