import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readExamples } from "../../src/nlu/index.ts";
import { modelsDirectory } from "../../src/nlu/model-store.ts";

/** A trainer's working copy that Rasa learns in seconds. Its profile is no other's, so that its models push out nobody's. */
export interface SmallBench {
  rootDirectory: string;
  rasaDirectory: string;
  dataDirectory: string;
  profile: string;
  /** Writes one more line under an intent of the profile. */
  addExample(intent: string, text: string): void;
  /** Removes the folder, and the models that were trained from it. */
  remove(): void;
}

const PROFILE = "ensayo";
const INTENTS = ["saludo", "ubicacion", "hablar_con_agente", "cancelar_cita", "agendar_cita"];
const EXAMPLES = 15;
const HEAD = 'version: "3.1"\n\nnlu:\n';
const CONFIG = `recipe: default.v1
assistant_id: atiende-ensayo
language: es
pipeline:
  - name: WhitespaceTokenizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: LogisticRegressionClassifier
policies: []
`;
/** Fifteen examples make no model sure. */
const POLICY = "confidence: 0.3\nmargin: 0.05\n";

/** Five intents of the studio with fifteen examples each; the studio's texts and catalogue. */
export function createSmallBench(): SmallBench {
  removeTrainedModels();
  const rootDirectory = mkdtempSync(join(tmpdir(), "atiende-ensayo-"));
  const rasaDirectory = join(rootDirectory, "rasa");
  cpSync(resolve("profiles/studio"), join(rootDirectory, "profiles", PROFILE), { recursive: true });
  cpSync(resolve("rasa/core/responses"), join(rasaDirectory, "core/responses"), { recursive: true });
  cpSync(resolve("rasa/studio/responses"), join(rasaDirectory, PROFILE, "responses"), { recursive: true });
  cpSync(resolve("rasa/requirements.lock"), join(rasaDirectory, "requirements.lock"));
  writeFileSync(join(rasaDirectory, "config.yml"), CONFIG);
  writeFileSync(join(rasaDirectory, "core/policy.yml"), POLICY);
  for (const folder of ["core/nlu", `${PROFILE}/nlu`, `${PROFILE}/test`])
    mkdirSync(join(rasaDirectory, folder), { recursive: true });
  const golden: string[] = [];
  const heldOut: string[] = [];
  for (const intent of INTENTS) {
    const lines = shortExamples(intent);
    const taught = lines.slice(0, EXAMPLES);
    writeFileSync(fileOf(intent), `${HEAD}${block(intent, taught)}`);
    golden.push(block(intent, taught.slice(0, 1)));
    heldOut.push(block(intent, lines.slice(EXAMPLES, EXAMPLES + 2)));
  }
  const tests = { golden, heldout: heldOut };
  for (const [name, blocks] of Object.entries(tests))
    writeFileSync(join(rasaDirectory, PROFILE, "test", `${name}.yml`), `${HEAD}${blocks.join("")}`);

  function fileOf(intent: string): string {
    return join(rasaDirectory, PROFILE, "nlu", `${intent}.yml`);
  }
  return {
    rootDirectory,
    rasaDirectory,
    dataDirectory: join(rootDirectory, "data"),
    profile: PROFILE,
    addExample(intent, text) {
      writeFileSync(fileOf(intent), `${readFileSync(fileOf(intent), "utf8").trimEnd()}\n      - ${text}\n`);
    },
    remove() {
      rmSync(rootDirectory, { recursive: true, force: true });
      removeTrainedModels();
    },
  };
}

/** Short ones without marks: which words are services is not what is told here. */
function shortExamples(intent: string): string[] {
  const folder = ["cancelar_cita", "agendar_cita"].includes(intent) ? "studio" : "core";
  return readExamples(resolve("rasa", folder, "nlu", `${intent}.yml`))
    .filter(({ entities, text }) => entities.length === 0 && text.length < 60)
    .map(({ text }) => text);
}

function block(intent: string, lines: string[]): string {
  return `  - intent: ${intent}\n    examples: |\n${lines.map((line) => `      - ${line}\n`).join("")}`;
}

/** Of an earlier run too: nothing would be trained otherwise. */
function removeTrainedModels(): void {
  const folder = modelsDirectory(process.env);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${PROFILE}-`)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
