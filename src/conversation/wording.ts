import type { Facts } from "../actions/index.ts";

/** The trainer's templates of one language, by key. */
export interface Wording {
  /** The template with its placeholders filled. `seed` picks a variant, so that a replayed turn says the same. */
  render(key: string, facts: Facts, seed: string): string;
}

export class MissingTemplateError extends Error {
  override readonly name = "MissingTemplateError";
  readonly code = "template_missing";
}

export function createWording(templates: ReadonlyMap<string, string[]>): Wording {
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

function hash(text: string): number {
  let value = 0;
  for (const char of text) value = (value * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return value;
}
