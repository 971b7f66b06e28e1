import { resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { loadProfile } from "../../src/config/index.ts";
import { prepareRasa } from "../../src/nlu/index.ts";

/**
 * A real Rasa for the dialogues: environment and model come from the user's cache folder when this content was trained
 * before. Where it cannot be had, the dialogues run on the embedded classifier and that is said aloud; CI sets
 * `REQUIRE_RASA` and fails instead.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const { catalogue } = loadProfile(resolve("profiles/studio"));
  const names = (list: { name: string }[]) => list.map(({ name }) => name);
  const rasa =
    process.env.RASA === "off"
      ? { impossible: "RASA=off" }
      : await prepareRasa({
          profile: "studio",
          rasaDirectory: resolve("rasa"),
          catalogue: {
            services: names(catalogue.services),
            professionals: names(catalogue.professionals),
            packages: names(catalogue.packages),
          },
          dataDirectory: resolve(".data/test"),
          say: (line) => console.log(`  ${line}`),
        });
  if ("impossible" in rasa) {
    const message = `The dialogues do not run on a real Rasa: ${rasa.impossible}`;
    if (process.env.REQUIRE_RASA) throw new Error(message);
    console.warn(`\n  ${message}\n  They run on the embedded classifier instead.\n`);
    project.provide("rasaUrl", "");
    return undefined;
  }
  project.provide("rasaUrl", rasa.url);
  return () => rasa.stop();
}

declare module "vitest" {
  interface ProvidedContext {
    rasaUrl: string;
  }
}
