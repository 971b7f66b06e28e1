import type { CatalogueNames, TrainingBlock, TrainingData, TrainingExample } from "../../nlu/index.ts";
import { foldText } from "../../shared/index.ts";
import type { Hidden } from "./hidden.ts";
import { nearestName } from "./nearest-name.ts";
import type { Findings, Problem } from "./problem.ts";

/** The catalogue's names by the entity that carries them. */
export type Lists = Record<string, string[]>;

export function listsOf({ services, professionals, packages }: CatalogueNames): Lists {
  return { servicio: services, profesional: professionals, paquete: packages };
}

/**
 * Entities that nobody can read: a misspelt name is a problem; one that is known to no list, pattern or grammar may be
 * new and meant, and is told once.
 */
export function checkEntityNames(examples: readonly TrainingExample[], known: ReadonlySet<string>): Findings {
  const marks = examples.flatMap(({ entities, file, line }) => entities.map(({ entity }) => ({ entity, file, line })));
  const problems: Problem[] = [];
  const strange = new Map<string, Problem & { count: number }>();
  for (const { entity, file, line } of marks) {
    if (known.has(entity)) continue;
    const meant = nearestName(entity, known);
    if (meant) problems.push({ file, line, message: `la entidad ${entity} no existe: ¿querías decir ${meant}?` });
    else if (strange.has(entity)) strange.get(entity)!.count++;
    else strange.set(entity, { file, line, message: "", count: 1 });
  }
  const warnings = [...strange].map(([entity, { file, line, count }]) => ({
    file,
    line,
    message: `ninguna lista, patrón ni gramática conoce la entidad ${entity} (${count} marcas): se reconocen sólo las palabras marcadas, y falta una acción que la use; quita las marcas o pide la acción`,
  }));
  return { problems, warnings };
}

/**
 * What is marked as service, professional or package must lead to a name of the catalogue: by itself or as a synonym,
 * and letter by letter where the trainer wrote the `value`.
 */
export function checkEntityValues(
  examples: readonly TrainingExample[],
  synonyms: TrainingData["synonyms"],
  lists: Lists,
): Problem[] {
  const headings = new Map([...synonyms].flatMap(([name, ways]) => ways.map((way) => [foldText(way), name])));
  return Object.entries(lists).flatMap(([entity, names]) => {
    const known = new Set(names.flatMap((name) => [name, ...(synonyms.get(name) ?? [])]).map(foldText));
    return examples.flatMap(({ entities, text, file, line }) =>
      entities
        .filter((mark) => mark.entity === entity)
        .flatMap(({ value, start, end }) => {
          const words = text.slice(start, end);
          const isWritten = value !== words;
          const heading = headings.get(foldText(words));
          if (isWritten && heading !== undefined && heading !== value) {
            const message = `"${words}" es aquí "${value}" y en los sinónimos "${heading}": deja uno de los dos`;
            return [{ file, line, message }];
          }
          if (isWritten ? names.includes(value) : known.has(foldText(value))) return [];
          const meant = nearestName(value, names);
          const wanted = isWritten
            ? `no es un nombre del catálogo${meant ? `; ¿querías decir "${meant}"?` : "; cópialo de catalogue.yml letra por letra"}`
            : "no está en el catálogo ni entre los sinónimos; agrégalo a synonyms.yml o quita la marca";
          return [{ file, line, message: `${entity} "${value}": ${wanted}` }];
        }),
    );
  });
}

/** The same words marked as two kinds of the catalogue ("relax", a service here and a package there): the first wins. */
export function findTwoKinds(examples: readonly TrainingExample[], lists: Lists): Problem[] {
  const seen = new Map<string, { entity: string; file: string; line: number }>();
  return examples.flatMap(({ entities, text, file, line }) =>
    entities.flatMap(({ entity, start, end }) => {
      if (!(entity in lists)) return [];
      const words = text.slice(start, end);
      const before = seen.get(foldText(words));
      if (!before) seen.set(foldText(words), { entity, file, line });
      if (!before || before.entity === entity) return [];
      const message = `"${words}" está marcado como ${entity} y en ${before.file}:${before.line} como ${before.entity}: marca los dos igual, o con más palabras`;
      return [{ file, line, message }];
    }),
  );
}

/** What a mark leads to by its own `value`: the words of the others may be synonyms in a file that cannot be read. */
export function withWrittenValues(examples: readonly TrainingExample[]): TrainingExample[] {
  return examples.map((example) => ({
    ...example,
    entities: example.entities.filter(({ value, start, end }) => value !== example.text.slice(start, end)),
  }));
}

/** Synonyms that lead nowhere, or to two places. @param isWhole all the examples are there that may use them */
export function checkSynonyms(data: TrainingData, lists: Lists, isWhole: boolean): Findings {
  const blocks = data.blocks.filter(({ kind }) => kind === "synonym");
  const warnings = isWhole ? findIdleSynonyms(data, blocks, Object.values(lists).flat()) : [];
  return { problems: findTwofold(blocks), warnings };
}

/** One way of writing under two headings: which of them counts depends on the order of the files. */
function findTwofold(blocks: readonly TrainingBlock[]): Problem[] {
  const headings = new Map(blocks.map(({ name, lines }) => [foldText(name), { name, ...lines[0]! }]));
  return blocks.flatMap(({ name, lines }) =>
    lines.flatMap(({ text, file, line }) => {
      const key = foldText(text);
      const before = headings.get(key);
      headings.set(key, before ?? { name, text, file, line });
      if (!before || before.name === name) return [];
      const message = `"${text}" es sinónimo de "${name}" y también de "${before.name}" (${before.file}:${before.line}): deja uno`;
      return [{ file, line, message }];
    }),
  );
}

/** A synonym of a name that is nowhere: misspelt, or of something that was taken out of the catalogue. */
function findIdleSynonyms(data: TrainingData, blocks: readonly TrainingBlock[], names: string[]): Problem[] {
  const marked = data.examples.flatMap(({ entities }) => entities.map(({ value }) => value));
  const used = new Set([...names, ...marked, ...[...data.lookups.values()].flat()]);
  return blocks
    .filter(({ name }) => !used.has(name))
    .map(({ name, lines }) => {
      const meant = nearestName(name, names);
      const advice = meant ? `¿querías decir "${meant}"?` : "corrige el nombre o borra el bloque";
      const message = `los sinónimos de "${name}" no sirven: no está en el catálogo ni en los ejemplos; ${advice}`;
      return { file: lines[0]!.file, line: lines[0]!.line, message };
    });
}

/**
 * A list written by hand replaces the one that is made from the catalogue, so it has to hold the same names; one of
 * another entity is used by Rasa only where an example marks that entity.
 */
export function checkLookups(data: TrainingData, lists: Lists, hidden: Hidden): Findings {
  const found: Findings = { problems: [], warnings: [] };
  const ofExamples = data.examples.flatMap(({ entities }) => entities.map(({ entity }) => entity));
  const marked = new Set([...ofExamples, ...hidden.entities]);
  for (const { kind, name, lines } of data.blocks) {
    if ((kind !== "lookup" && kind !== "regex") || hidden.lists.has(name)) continue;
    const [{ file, line }] = [lines[0]!];
    const names = kind === "lookup" ? lists[name] : undefined;
    if (!names && !marked.has(name)) {
      const message = `ningún ejemplo marca la entidad ${name}, así que Rasa no usa esta lista o patrón: marca algunos o bórrala`;
      found.warnings.push({ file, line, message });
    }
    if (!names) continue;
    const known = new Set(names.flatMap((one) => [one, ...(data.synonyms.get(one) ?? [])]).map(foldText));
    const listed = new Set(lines.map(({ text }) => foldText(text)));
    for (const missing of names.filter((one) => !listed.has(foldText(one)))) {
      const message = `la lista ${name} reemplaza a la del catálogo y le falta "${missing}": agrégalo, o borra la lista`;
      found.problems.push({ file, line, message });
    }
    // The synonyms that are missing may be just these.
    if (hidden.hasSynonyms) continue;
    for (const { text, ...place } of lines.filter((one) => !known.has(foldText(one.text)))) {
      const message = `la lista ${name} dice "${text}", que no está en el catálogo ni entre los sinónimos: quítalo o agrégalo a synonyms.yml`;
      found.problems.push({ ...place, message });
    }
  }
  return found;
}
