import type { CatalogueNames, TrainingData, TrainingExample } from "../nlu/index.ts";
import { foldText } from "../shared/index.ts";
import type { Findings, Problem } from "./problem.ts";

/** Examples under which an intent is seldom told apart; `fuera_de_alcance` is everything else, so it needs more. */
const FEWEST_EXAMPLES = 60;
const FEWEST_OF: Record<string, number> = { fuera_de_alcance: 120 };

/** An address, or eight digits with no more than a sign between them. */
const PERSONAL = /@\w|(?:\d[\s().-]?){8,}/u;

/** How the same line is recognised, whoever wrote it. */
export function lineKey(text: string): string {
  return text.toLowerCase().trim();
}

/** Lines that are there twice, in one intent or in two. */
export function findRepeats(examples: readonly TrainingExample[]): Problem[] {
  const seen = new Map<string, TrainingExample>();
  return examples.flatMap((example) => {
    const before = seen.get(lineKey(example.text));
    seen.set(lineKey(example.text), example);
    if (!before) return [];
    const intents = before.intent === example.intent ? example.intent : `${example.intent} y en ${before.intent}`;
    const message = `"${example.text}" está dos veces, en ${intents}: la otra es ${before.file}:${before.line}`;
    return [{ file: example.file, line: example.line, message }];
  });
}

/** Telephone numbers and mail addresses; what they are is not repeated. */
export function findPersonalData(examples: readonly TrainingExample[]): Problem[] {
  return examples
    .filter(({ text }) => PERSONAL.test(text))
    .map(({ file, line }) => ({
      file,
      line,
      message: "parece un teléfono o un correo: los ejemplos no llevan datos de personas",
    }));
}

/** Marks that begin or end inside a word, or that hold the space beside it. */
export function findCutMarks(examples: readonly TrainingExample[]): Problem[] {
  return examples.flatMap(({ text, source, entities, file, line }) => {
    const isJoin = (at: number) => /^[\p{L}\p{N}]{2}$/u.test(text.slice(at - 1, at + 1));
    const isCut = entities.some(
      ({ start, end }) => isJoin(start) || isJoin(end) || text.slice(start, end).trim().length !== end - start,
    );
    return isCut ? [{ file, line, message: `la marca no abarca palabras enteras: ${source}` }] : [];
  });
}

/** Every intent that is taught needs somebody to answer it; one that is answered needs enough examples. */
export function checkIntents(examples: readonly TrainingExample[], answered: readonly string[]): Findings {
  const counts = new Map<string, number>();
  const problems: Problem[] = [];
  for (const { intent, file, line } of examples) {
    const count = counts.get(intent) ?? 0;
    counts.set(intent, count + 1);
    if (count > 0 || answered.includes(intent)) continue;
    problems.push({ file, line, message: `ninguna acción responde a la intención ${intent}` });
  }
  const warnings = answered.flatMap((intent) => {
    const [count, fewest] = [counts.get(intent) ?? 0, FEWEST_OF[intent] ?? FEWEST_EXAMPLES];
    if (count >= fewest) return [];
    const first = examples.find((example) => example.intent === intent);
    return [
      {
        file: first?.file ?? "rasa",
        message: `${intent} tiene pocos ejemplos (${count}): conviene que sean ${fewest} o más`,
      },
    ];
  });
  return { problems, warnings };
}

/**
 * What is marked as service, professional or package must lead to a name of the catalogue: by itself or as a synonym,
 * and letter by letter where the trainer wrote the `value`.
 */
export function checkEntityValues(data: TrainingData, catalogue: CatalogueNames): Findings {
  const lists = { servicio: catalogue.services, profesional: catalogue.professionals, paquete: catalogue.packages };
  const problems: Problem[] = [];
  for (const [entity, names] of Object.entries(lists)) {
    const known = new Set(names.flatMap((name) => [name, ...(data.synonyms.get(name) ?? [])]).map(foldText));
    for (const { entities, text, file, line } of data.examples) {
      for (const mark of entities.filter((one) => one.entity === entity)) {
        const isWritten = mark.value !== text.slice(mark.start, mark.end);
        if (isWritten ? names.includes(mark.value) : known.has(foldText(mark.value))) continue;
        const wanted = isWritten ? "no es un nombre del catálogo" : "no está en el catálogo ni entre los sinónimos";
        problems.push({ file, line, message: `${entity} "${mark.value}": ${wanted}` });
      }
    }
  }
  return { problems, warnings: findIdleSynonyms(data, Object.values(lists).flat()) };
}

/** A synonym of a name that is nowhere: misspelt, or of something that was taken out of the catalogue. */
function findIdleSynonyms(data: TrainingData, names: string[]): Problem[] {
  const marked = data.examples.flatMap(({ entities }) => entities.map(({ value }) => value));
  const used = new Set([...names, ...marked, ...[...data.lookups.values()].flat()]);
  return data.blocks
    .filter(({ kind, name }) => kind === "synonym" && !used.has(name))
    .map(({ name, lines }) => ({
      file: lines[0]!.file,
      line: lines[0]!.line,
      message: `los sinónimos de "${name}" no sirven: no está en el catálogo ni en los ejemplos`,
    }));
}
