import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { NluDataError } from "./types.ts";

const file = z.object({ responses: z.record(z.string(), z.array(z.object({ text: z.string().min(1) })).min(1)) });

/**
 * Templates in Rasa's `responses:` form: name → its variants. `core/responses/<language>.yml`, overridden name by name
 * by `<profile>/responses/<language>.yml`.
 *
 * @throws NluDataError when a file is not of that form.
 */
export function loadResponses(rasaDirectory: string, profile: string, language: string): Map<string, string[]> {
  const responses = new Map<string, string[]>();
  for (const folder of ["core", profile]) {
    const shown = join(folder, "responses", `${language}.yml`);
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
