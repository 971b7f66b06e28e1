import type { Facts, Saying } from "../actions/index.ts";
import { PLACEHOLDERS, TEMPLATE_KEYS } from "./template-keys.ts";

/** Name of a template → its variants, as the trainer wrote them. */
export type Templates = ReadonlyMap<string, string[]>;

/** The trainer's templates, by language and key. */
export interface Wording {
  /** The templates of a language; those of the business's own where it has none. */
  in(language: string): LanguageWording;
}

export interface LanguageWording {
  /** The first variant of a template with its placeholders filled. */
  render(key: string, facts?: Facts): string;
  /** The first variant that `isSaid` does not know; undefined when it knows them all. */
  renderAnew(saying: Saying, isSaid: (text: string) => boolean): string | undefined;
}

export class WordingError extends Error {
  override readonly name = "WordingError";
  readonly code = "wording_invalid";
  constructor(problems: string[]) {
    const known = [...PLACEHOLDERS].map((name) => `{${name}}`).join(" ");
    const list = problems.map((problem) => `  - ${problem}`).join("\n");
    super(`rasa/*/responses has ${problems.length} problem(s):\n${list}\n  Placeholders: ${known}`);
  }
}

export class MissingTemplateError extends Error {
  override readonly name = "MissingTemplateError";
  readonly code = "template_missing";
}

/**
 * @param home the business's own language
 * @throws WordingError when a template that the code needs is not there in a language, or one has a placeholder that
 * nothing fills: better no start than a customer who is told of a problem.
 */
export function createWording(languages: ReadonlyMap<string, Templates>, home: string): Wording {
  const problems = [...languages].flatMap(([language, templates]) => findProblems(language, templates));
  if (problems.length > 0) throw new WordingError(problems);
  const wordings = new Map([...languages].map(([language, templates]) => [language, createLanguageWording(templates)]));
  const own = wordings.get(home);
  if (!own) throw new WordingError([`no responses in ${home}`]);
  return { in: (language) => wordings.get(language) ?? own };
}

function createLanguageWording(templates: Templates): LanguageWording {
  const variantsOf = (key: string): string[] => {
    const variants = templates.get(key);
    if (!variants) throw new MissingTemplateError(`no template named ${key}`);
    return variants;
  };
  return {
    render: (key, facts = {}) => fill(key, variantsOf(key)[0] ?? "", facts),
    renderAnew: ({ template, facts }, isSaid) =>
      variantsOf(template)
        .map((variant) => fill(template, variant, facts))
        .find((text) => !isSaid(text)),
  };
}

function fill(key: string, variant: string, facts: Facts): string {
  const filled = variant.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = facts[name];
    if (value === undefined) throw new MissingTemplateError(`template ${key} needs ${placeholder}`);
    return value;
  });
  // "a las 5:00 p. m." at the end of a sentence needs no second full stop.
  return filled.replace(/(\b[ap]\. m\.)\./g, "$1");
}

/** What is missing or misspelt in one language's templates, for whoever edits them. */
export function findProblems(language: string, templates: Templates): string[] {
  const problems = TEMPLATE_KEYS.filter((key) => !templates.has(key)).map((key) => `${language}: ${key}: falta`);
  for (const [key, variants] of templates) {
    for (const [, name = ""] of variants.join("\n").matchAll(/\{(\w+)\}/g)) {
      if (!PLACEHOLDERS.has(name)) problems.push(`${language}: ${key}: {${name}} no es un marcador`);
    }
  }
  return problems;
}
