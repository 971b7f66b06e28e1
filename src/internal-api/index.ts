export { createInternalApi, type InternalApi, type InternalApiDeps } from "./internal-api.ts";
