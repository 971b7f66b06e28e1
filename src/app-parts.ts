import type { Cache } from "./cache/index.ts";
import type { Channel } from "./channels/index.ts";
import type { Config, Profile } from "./config/index.ts";
import type { ServiceTokens } from "./contract/index.ts";
import type { Bell, Inbox } from "./conversation/index.ts";
import type { Database } from "./database/index.ts";
import type { Delivery } from "./delivery/index.ts";
import type { Clock, Logger, Sealer } from "./shared/index.ts";
import type { Metrics } from "./telemetry/index.ts";

/** What both halves of the application stand on; made once in app.ts. */
export interface AppParts {
  config: Config;
  profile: Profile;
  database: Database;
  cache: Cache;
  sealer: Sealer;
  tokens: ServiceTokens;
  metrics: Metrics;
  channels: ReadonlyMap<string, Channel>;
  inbox: Inbox;
  delivery: Delivery;
  bell: Bell;
  clock: Clock;
  logger: Logger;
  /** Origin of this service as this machine reaches it. */
  localUrl(): string;
}
