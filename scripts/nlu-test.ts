// npm run nlu:test: how well is understood what was kept apart from the training, and may this model be promoted? Exit 1
// when a gate of policy.yml is broken.
import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Database } from "../src/database/index.ts";
import { loadGates, loadPolicy } from "../src/nlu/index.ts";
import {
  findBaseline,
  type NluReport,
  NoHeldOutError,
  openEngine,
  readModelsInUse,
  reportText,
  runEvaluation,
  writeReport,
} from "../src/training/index.ts";
import { OldDatabaseError, withDatabase } from "./open-database.ts";
import { answerHelp } from "./usage.ts";
import { isPolicyFit, onInterrupt, openWorkbench, runCommand, type Workbench } from "./workbench.ts";

const USAGE = `Uso: npm run -s nlu:test -- [--profile studio] [--rasa] [--model M] [--folds 5] [--no-compare] [--data carpeta] [archivo.yml …]
  Mide cuánto se entiende de las frases apartadas (rasa/<perfil>/test/) y deja el informe en .data/nlu-report/.
  Con --rasa contesta Rasa (entrena si hace falta); sin él, el clasificador incorporado. --model: un modelo guardado en
  lugar de los archivos. --folds: partes de la validación cruzada, 0 para no hacerla. Termina con 1 si una puerta de
  policy.yml no se cumple.`;

answerHelp(USAGE);
const flags = readFlags(process.argv.slice(2));
if (!flags) {
  console.error(USAGE);
  process.exitCode = 2;
} else await runCommand(() => main(flags));

interface Flags {
  profile: string | undefined;
  data: string | undefined;
  model: string | undefined;
  engine: "rasa" | "embedded";
  isCompared: boolean;
  folds: number;
  files: string[];
}

/** undefined when a flag is unknown or makes no sense. */
function readFlags(args: string[]): Flags | undefined {
  try {
    const { values, positionals: files } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        profile: { type: "string" },
        data: { type: "string" },
        model: { type: "string" },
        rasa: { type: "boolean", default: false },
        folds: { type: "string", default: "5" },
        "no-compare": { type: "boolean", default: false },
      },
    });
    const { profile, data, model } = values;
    const folds = Number(values.folds);
    if (!/^\d+$/.test(values.folds) || folds === 1 || folds > 20) return undefined;
    const engine = values.rasa ? "rasa" : "embedded";
    return { profile, data, model, engine, isCompared: !values["no-compare"], folds, files };
  } catch {
    return undefined;
  }
}

/** @returns whether no gate is broken */
async function main({ engine: kind, isCompared, folds, files, ...wanted }: Flags): Promise<boolean> {
  const bench = openWorkbench(wanted);
  const { rootDirectory, rasaDirectory, dataDirectory, profile, language, catalogue } = bench;
  const say = (line: string) => console.error(line);
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0) {
    say(`No están: ${missing.join(", ")}`);
    return false;
  }
  if (!isPolicyFit(bench)) return false;
  // A server that stays behind holds 1.2 GB; the classifier leaves nothing, and is ended at once.
  const signal = kind === "rasa" ? onInterrupt() : undefined;
  const engineDeps = { profile, rasaDirectory, catalogue, dataDirectory, env: process.env, say, signal };
  const engine = await openEngine(engineDeps, { engine: kind, model: wanted.model });
  if ("impossible" in engine) {
    say(engine.impossible);
    return false;
  }
  try {
    const { model } = engine;
    const report = await runEvaluation({
      place: { rootDirectory, profile },
      language,
      engine,
      policy: loadPolicy(rasaDirectory, profile),
      gates: loadGates(rasaDirectory, profile),
      folds,
      files: files.length > 0 ? files.map((file) => relative(rootDirectory, resolve(file))) : undefined,
      async findBaseline(lines) {
        if (!isCompared) return { missing: "no se pidió" };
        return findBaseline({ model, engine: kind, inService: await readModelInService(bench), engineDeps }, lines);
      },
      say,
      signal,
    });
    const { html } = writeReport(dataDirectory, report);
    console.log(`${reportText(report)}\n\nInforme: ${relative(process.cwd(), html)}`);
    const next = nextStep(report);
    if (next) console.log(next);
    return report.isPassed;
  } catch (error) {
    if (!(error instanceof NoHeldOutError)) throw error;
    say(`No hay frases que medir en rasa/${profile}/test/ que no estén entre los ejemplos.`);
    return false;
  } finally {
    await engine.close();
  }
}

function nextStep({ engine, isPassed, isPartial }: NluReport): string | undefined {
  if (isPartial || !isPassed) return undefined;
  if (engine === "embedded")
    return "Esto es el clasificador incorporado; para promover se mide Rasa: npm run -s nlu:test -- --rasa";
  return "Sigue: npm run -s nlu:replay   y, si te convence:   npm run nlu:promote";
}

/** undefined: none was ever promoted, or no database is there to say so. */
async function readModelInService({ config, dataDirectory, profile }: Workbench): Promise<string | undefined> {
  if (!config.databaseUrl && !existsSync(resolve(dataDirectory, "postgres"))) return undefined;
  try {
    const read = async (database: Database) => (await readModelsInUse(database, profile)).active?.name;
    return await withDatabase(config, dataDirectory, read, { isReading: true });
  } catch (error) {
    if (error instanceof OldDatabaseError) {
      console.error(`${error.message} Mientras, no se sabe qué modelo está en servicio.`);
      return undefined;
    }
    const { code, name } = error as Error & { code?: string };
    console.error(`La base de datos no contesta (${code ?? name}): no se sabe qué modelo está en servicio.`);
    return undefined;
  }
}
