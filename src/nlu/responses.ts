import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { NluDataError } from "./types.ts";

const file = z.object({ responses: z.record(z.string(), z.array(z.object({ text: z.string().min(1) })).min(1)) });

/**
 * Templates in Rasa's `responses:` form: name → its variants. `core/responses/<language>.yml`, overridden name by name
 * by `<profile>/responses/<language>.yml`. With `tone` "usted" those of `<language>-usted.yml` in the same folder come
 * on top: only what is said otherwise stands there.
 *
 * @throws NluDataError when a file is not of that form.
 */
export function loadResponses(
  rasaDirectory: string,
  profile: string,
  language: string,
  tone: "tu" | "usted" = "tu",
): Map<string, string[]> {
  const responses = new Map<string, string[]>();
  const files = tone === "usted" ? [language, `${language}-usted`] : [language];
  // The profile's own words come last, whatever their tone: the owner wrote them.
  for (const [folder, name] of ["core", profile].flatMap((folder) => files.map((file) => [folder, file] as const))) {
    const shown = join(folder, "responses", `${name}.yml`);
    const path = join(rasaDirectory, shown);
    if (!existsSync(path)) continue;
    const parsed = file.safeParse(parse(readFileSync(path, "utf8")));
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new NluDataError(shown, 1, `${issue?.path.join(".")} ${issue?.message}`);
    }
    for (const [name, variants] of Object.entries(parsed.data.responses)) {
      responses.set(
        name,
        variants.map((variant) => variant.text),
      );
    }
  }
  return responses;
}
