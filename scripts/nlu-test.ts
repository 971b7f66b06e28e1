import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { loadProfile } from "../src/config/index.ts";
import { createNlu, loadPolicy, prepareRasa, readExamples } from "../src/nlu/index.ts";
import { silentLogger } from "../src/shared/index.ts";
import { type Evaluation, evaluate } from "../src/training/index.ts";

const USAGE = `Uso: npm run -s nlu:test -- [--profile studio] [--rasa] [archivo.yml …]
  Mide cuánto se entiende de las frases apartadas (rasa/<perfil>/test/). Con --rasa contesta Rasa; sin él, el clasificador incorporado.`;
const FILES = ["heldout.yml", "heldout-nuevas.yml", "confundibles.yml", "idiomas.yml"];

const flags = readFlags();
if (flags) await main(flags);
else {
  console.error(USAGE);
  process.exitCode = 2;
}

function readFlags() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { profile: { type: "string", default: "studio" }, rasa: { type: "boolean", default: false } },
    });
    return { ...values, files: positionals };
  } catch {
    return undefined;
  }
}

async function main({ profile, rasa, files }: { profile: string; rasa: boolean; files: string[] }): Promise<void> {
  const rasaDirectory = resolve("rasa");
  const names = (list: { name: string }[]) => list.map(({ name }) => name);
  const { services, professionals, packages } = loadProfile(resolve("profiles", profile)).catalogue;
  const catalogue = { services: names(services), professionals: names(professionals), packages: names(packages) };
  const nlu = createNlu({ profile, rasaDirectory, catalogue, logger: silentLogger });
  const server = rasa
    ? await prepareRasa({
        profile,
        rasaDirectory,
        catalogue,
        dataDirectory: resolve(".data/nlu-test"),
        say: (line) => console.error(line),
      })
    : undefined;
  if (server && "impossible" in server) {
    console.error(`Rasa no está: ${server.impossible}`);
    process.exitCode = 1;
    return;
  }
  if (server) nlu.use(profile, [server.url], "rasa");
  try {
    const policy = loadPolicy(rasaDirectory, profile);
    const paths = files.length > 0 ? files : FILES.map((file) => resolve(rasaDirectory, profile, "test", file));
    for (const path of paths) {
      console.log(report(path, await evaluate(readExamples(path), policy, (text) => nlu.parse(profile, text))));
    }
  } finally {
    await nlu.close();
    await server?.stop();
  }
}

function report(path: string, result: Evaluation): string {
  const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} % (${part})`;
  return [
    `${path.split("/").at(-1)}: ${result.lines} frases`,
    `  intención correcta       ${percent(result.right, result.lines)}`,
    `  actúa                    ${percent(result.acted, result.lines)}`,
    `  de ésas, correctas       ${percent(result.actedRight, result.acted)}`,
    `  escrituras equivocadas   ${percent(result.wrongWrites, result.lines)}`,
    `  mediana                  ${result.medianMs.toFixed(1)} ms`,
    ...result.confusions.slice(0, 12).map(([names, count]) => `    ${count}× ${names}`),
  ].join("\n");
}
