import type { Facts } from "../actions/index.ts";
import { PLACEHOLDERS, TEMPLATE_KEYS } from "./template-keys.ts";

/** The trainer's templates of one language, by key. */
export interface Wording {
  /** The template with its placeholders filled. `seed` picks a variant, so that a replayed turn says the same. */
  render(key: string, facts: Facts, seed: string): string;
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
 * @throws WordingError when a template that the code needs is not there, or one has a placeholder that nothing fills:
 * better no start than a customer who is told of a problem.
 */
export function createWording(templates: ReadonlyMap<string, string[]>): Wording {
  checkTemplates(templates);
  return {
    render(key, facts, seed) {
      const variants = templates.get(key);
      const variant = variants?.[hash(seed) % variants.length];
      if (variant === undefined) throw new MissingTemplateError(`no template named ${key}`);
      const filled = variant.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
        const value = facts[name];
        if (value === undefined) throw new MissingTemplateError(`template ${key} needs ${placeholder}`);
        return value;
      });
      // "a las 5:00 p. m." at the end of a sentence needs no second full stop.
      return filled.replace(/(\b[ap]\. m\.)\./g, "$1");
    },
  };
}

function checkTemplates(templates: ReadonlyMap<string, string[]>): void {
  const problems = TEMPLATE_KEYS.filter((key) => !templates.has(key)).map((key) => `${key}: falta`);
  for (const [key, variants] of templates) {
    for (const [, name = ""] of variants.join("\n").matchAll(/\{(\w+)\}/g)) {
      if (!PLACEHOLDERS.has(name)) problems.push(`${key}: {${name}} no es un marcador`);
    }
  }
  if (problems.length > 0) throw new WordingError(problems);
}

function hash(text: string): number {
  let value = 0;
  for (const char of text) value = (value * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return value;
}
