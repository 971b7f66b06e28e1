import { resolve } from "node:path";
import { type Config, loadProfile, type Profile } from "./config/index.ts";
import { type CatalogueNames, catalogueNames, type EmbeddedClassifier, openLastEmbedded } from "./nlu/index.ts";
import type { Logger } from "./shared/index.ts";

export interface GroundworkDeps {
  config: Config;
  /** Only a worker needs a classifier. */
  services: readonly string[];
  /** Where `rasa/` and `profiles/` are. */
  rootDirectory: string;
  dataDirectory: string;
  logger: Logger;
}

/** What an application stands on that needs no database. */
export interface Groundwork {
  profile: Profile;
  catalogue: CatalogueNames;
  /** Undefined: no worker runs here. */
  embedded: EmbeddedClassifier | undefined;
  /** A training file that cannot be read, while what was trained last answers. */
  fault?: string;
}

/** Reads the profile and gets the embedded classifier ready, which takes a second when it must be trained. */
export async function layGroundwork(deps: GroundworkDeps): Promise<Groundwork> {
  const profile = loadProfile(resolve(deps.rootDirectory, "profiles", deps.config.profile));
  const catalogue = catalogueNames(profile.catalogue);
  if (!deps.services.includes("worker")) return { profile, catalogue, embedded: undefined };
  const opened = await openLastEmbedded(
    {
      profile: profile.id,
      rasaDirectory: resolve(deps.rootDirectory, "rasa"),
      catalogue,
      directory: resolve(deps.dataDirectory, "models"),
      logger: deps.logger,
    },
    process.env,
  );
  return { profile, catalogue, ...opened };
}
