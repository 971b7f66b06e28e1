export { type Database, type DatabaseOptions, migrate, openDatabase, type Sql } from "./database.ts";
export { EmbeddedServerError, initialise, preparePlace, USER } from "./embedded-place.ts";
export { type EmbeddedServer, freePort, startEmbeddedServer } from "./embedded-server.ts";
export { isDatabaseUnavailable, isTooSlow, isUniqueViolation } from "./pg-errors.ts";
export { retryWhileAway } from "./while-away.ts";
