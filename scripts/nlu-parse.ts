// npm run -s nlu:parse: lines in, what is understood of them out, as JSON lines in the form of Rasa's `/model/parse`.
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { loadProfile, ProfileError } from "../src/config/index.ts";
import { catalogueNames, createNlu, NluDataError, openEmbedded, prepareRasa, toRasaFormat } from "../src/nlu/index.ts";
import { silentLogger } from "../src/shared/index.ts";
// Past the room's index, which brings reports and the database: half a second for nothing.
import { dataErrorInSpanish } from "../src/training/check/reading-problem.ts";
import { answerHelp } from "./usage.ts";

const USAGE = `Uso: npm run -s nlu:parse -- [--engine embedded|rasa] [--profile studio] < frases.txt
  Lee una frase por línea y escribe, por cada una, un JSON como el de /model/parse de Rasa, con "engine" y "model".
  embedded: el clasificador incorporado. rasa: lo que contesta el asistente con Rasa (0.4 de Rasa y 0.6 del incorporado).`;
const ENGINES = ["embedded", "rasa"];

answerHelp(USAGE);
const rootDirectory = resolve(import.meta.dirname, "..");
const flags = readFlags();
if (!flags) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await main(flags);
  } catch (error) {
    if (!(error instanceof NluDataError || error instanceof ProfileError)) throw error;
    console.error(error instanceof NluDataError ? dataErrorInSpanish(error) : error.message);
    process.exitCode = 1;
  }
}

/** undefined when a flag is unknown or names no engine or profile. */
function readFlags(): { engine: string; profile: string } | undefined {
  try {
    const { values } = parseArgs({
      options: { engine: { type: "string", default: "embedded" }, profile: { type: "string", default: "studio" } },
    });
    return ENGINES.includes(values.engine) && /^[a-z][a-z0-9-]*$/.test(values.profile) ? values : undefined;
  } catch {
    return undefined;
  }
}

async function main({ engine, profile }: { engine: string; profile: string }): Promise<number> {
  const rasaDirectory = resolve(rootDirectory, "rasa");
  const dataDirectory = resolve(rootDirectory, ".data");
  const catalogue = catalogueNames(loadProfile(resolve(rootDirectory, "profiles", profile)).catalogue);
  const options = { profile, rasaDirectory, catalogue, logger: silentLogger };
  const embedded = await openEmbedded({ ...options, directory: resolve(dataDirectory, "models") });
  const nlu = createNlu({ ...options, embedded });
  const say = (line: string) => console.error(line);
  const stopping = new AbortController();
  const { signal } = stopping;
  // Ctrl-C is how who types the lines leaves, and a server that stays behind holds 1.2 GB. npm passes it on once more.
  if (engine === "rasa") process.on("SIGINT", () => stopping.abort());
  const server = engine === "rasa" ? await prepareRasa({ ...options, dataDirectory, say, signal }) : undefined;
  try {
    if (server && "impossible" in server) {
      if (signal.aborted) return 130;
      console.error(`Rasa no está: ${server.impossible}`);
      return 1;
    }
    if (server) nlu.use(profile, [server.url], server.model);
    for await (const line of createInterface({ input: process.stdin, signal })) {
      if (line.trim()) console.log(JSON.stringify(toRasaFormat(await nlu.parse(profile, line))));
    }
    return 0;
  } finally {
    await nlu.close();
    if (server && !("impossible" in server)) await server.stop();
  }
}
