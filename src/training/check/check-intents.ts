import { dirname } from "node:path";
import { fileLanguage, type TrainingBlock, type TrainingExample } from "../../nlu/index.ts";
import type { Hidden } from "./hidden.ts";
import { nearestName } from "./nearest-name.ts";
import type { Findings, Problem } from "./problem.ts";

/** Examples under which an intent is seldom told apart; `fuera_de_alcance` is everything else, so it needs more. */
const FEWEST_EXAMPLES = 60;
const FEWEST_OF: Record<string, number> = { fuera_de_alcance: 120 };
/** In each language that the business speaks. */
const FEWEST_IN_LANGUAGE = 40;

/** An intent with this many times the examples of the one in the middle draws lines to itself; the reverse is never heard. */
const UNBALANCED = 3;

const LANGUAGE_NAMES: Record<string, string> = { es: "español", en: "inglés", fr: "francés", hi: "hindi" };

/**
 * Every intent that is taught needs somebody to answer it; one that is answered needs enough examples in each language.
 *
 * @param hidden of what stands in files that cannot be read nobody knows how much there is
 */
export function checkIntents(
  examples: readonly TrainingExample[],
  answered: readonly string[],
  languages: readonly string[],
  hidden?: Pick<Hidden, "intents" | "languages">,
): Findings {
  const byIntent = groupBy(examples, ({ intent }) => intent);
  const problems = [...byIntent].flatMap(([intent, [first]]) => checkName(intent, first!, answered));
  const warnings = answered.flatMap((intent) => {
    if (hidden?.intents.has(intent)) return [];
    const own = byIntent.get(intent) ?? [];
    const fewest = FEWEST_OF[intent] ?? FEWEST_EXAMPLES;
    const file = own[0]?.file ?? "rasa";
    const message = `${intent} tiene pocos ejemplos (${own.length}): conviene que sean ${fewest} o más`;
    return own.length < fewest ? [{ file, message }] : findUncovered(intent, own, languages);
  });
  return { problems, warnings: [...warnings, ...findUnbalanced(examples, hidden?.languages)] };
}

function checkName(intent: string, { file, line }: TrainingExample, answered: readonly string[]): Problem[] {
  if (answered.includes(intent)) return [];
  const meant = nearestName(intent, answered);
  const advice = meant ? `¿querías decir ${meant}?` : "corrige el nombre, o pide la acción a quien programa";
  return [{ file, line, message: `ninguna acción responde a la intención ${intent}: ${advice}` }];
}

function findUncovered(intent: string, own: readonly TrainingExample[], languages: readonly string[]): Problem[] {
  const byLanguage = groupBy(own, ({ file }) => fileLanguage(file));
  return languages.flatMap((language) => {
    const there = byLanguage.get(language) ?? [];
    if (there.length >= FEWEST_IN_LANGUAGE) return [];
    const name = language === "es" ? `${intent}.yml` : `${intent}.${language}.yml`;
    const file = there[0]?.file ?? `${dirname(own[0]!.file)}/${name}`;
    const message = `${intent} tiene ${inLanguage(there.length, language)}: conviene que sean ${FEWEST_IN_LANGUAGE} o más`;
    return [{ file, message }];
  });
}

/** Against the intent in the middle of its language. `fuera_de_alcance` is meant to be large. */
function findUnbalanced(examples: readonly TrainingExample[], hidden?: ReadonlySet<string>): Problem[] {
  return [...groupBy(examples, ({ file }) => fileLanguage(file))].flatMap(([language, own]) => {
    if (hidden?.has(language)) return [];
    const groups = [...groupBy(own, ({ intent }) => intent)].sort((a, b) => a[1].length - b[1].length);
    const middle = groups[Math.floor(groups.length / 2)]?.[1].length ?? 0;
    return groups.flatMap(([intent, { length, 0: first }]) => {
      const isLarge = length > middle * UNBALANCED && !(intent in FEWEST_OF);
      if (!isLarge && length * UNBALANCED >= middle) return [];
      const advice = isLarge ? "se quedará con frases de otras; quita las parecidas" : "casi no se oirá; agrégale";
      const message = `${intent} tiene ${inLanguage(length, language)} y la intención de en medio, ${middle}: ${advice}`;
      return [{ file: first!.file, message }];
    });
  });
}

/** "39 ejemplos en inglés" */
function inLanguage(count: number, language: string): string {
  return `${count} ejemplo${count === 1 ? "" : "s"} en ${LANGUAGE_NAMES[language] ?? language}`;
}

/** A block of the profile replaces the core's of the same name in every language, which is easily done without meaning it. */
export function findReplaced(
  blocks: readonly TrainingBlock[],
  all: readonly TrainingExample[],
  profile: string,
): Problem[] {
  const folder = (file: string) => file.split("/")[1];
  return blocks.flatMap(({ kind, name, lines }) => {
    if (kind !== "intent" || folder(lines[0]!.file) !== profile) return [];
    const lost = all.filter(({ intent, file }) => intent === name && folder(file) === "core");
    if (profile === "core" || lost.length === 0) return [];
    const message = `${name} de ${profile} deja sin efecto los ${lost.length} ejemplos de rasa/core/nlu en todos los idiomas: si sólo querías agregar, ponlos allá`;
    return [{ file: lines[0]!.file, line: lines[0]!.line, message }];
  });
}

/** `Map.groupBy` is younger than Node 20. */
function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
