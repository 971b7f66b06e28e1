import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { loadProfile } from "../../src/config/index.ts";
import { catalogueNames, prepareRasa } from "../../src/nlu/index.ts";
import type { PreparedRasa } from "./rasa.ts";

/**
 * A real Rasa for the dialogues: environment and model come from the user's cache folder when this content was trained
 * before. It is prepared while the other tests run, which on a bare machine takes as long as half of them; `rasaUrl` waits
 * for it. Where it cannot be had, the dialogues run on the embedded classifier and that is said aloud; CI sets
 * `REQUIRE_RASA` and fails instead.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const file = resolve(`.data/test/rasa-${process.pid}.json`);
  // Nobody else makes the folder where there is to be no Rasa.
  await mkdir(dirname(file), { recursive: true });
  await rm(file, { force: true });
  project.provide("preparedRasa", file);
  const stopping = new AbortController();
  const prepared = prepare(stopping.signal).then(async (rasa) => {
    const told: PreparedRasa = "impossible" in rasa ? { url: "", impossible: rasa.impossible } : { url: rasa.url };
    await writeFile(file, JSON.stringify(told));
    return rasa;
  });
  return async () => {
    stopping.abort();
    const rasa = await prepared;
    if (!("impossible" in rasa)) await rasa.stop();
    await rm(file, { force: true });
  };
}

async function prepare(signal: AbortSignal): ReturnType<typeof prepareRasa> {
  if (process.env.RASA === "off") return { impossible: "RASA=off" };
  return prepareRasa({
    profile: "studio",
    rasaDirectory: resolve("rasa"),
    catalogue: catalogueNames(loadProfile(resolve("profiles/studio")).catalogue),
    dataDirectory: resolve(".data/test"),
    signal,
    say: (line) => console.log(`  ${line}`),
  }).catch((error: Error) => ({ impossible: error.message }));
}

declare module "vitest" {
  interface ProvidedContext {
    preparedRasa: string;
  }
}
