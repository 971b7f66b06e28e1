import { basename } from "node:path";
import { isMap, isScalar, isSeq } from "yaml";
import type { Problem } from "./problem.ts";
import { readPlacedYaml, yamlFiles } from "./source-files.ts";

/** A template as one file has it. */
export interface PlacedTemplate {
  key: string;
  file: string;
  line: number;
  variants: { text: string; line: number }[];
}

export interface ResponseFile {
  file: string;
  folder: string;
  /** Two letters: "es" of "es.yml" and of "es-usted.yml"; undefined when nobody reads a file of that name. */
  language: string | undefined;
  /** Holds only what is said otherwise to an "usted". */
  isUsted: boolean;
  templates: PlacedTemplate[];
  problems: Problem[];
}

/** Reads the responses of the core and of the profile, each template with its place and each fault with its line. */
export function readResponseFiles(rootDirectory: string, profile: string): ResponseFile[] {
  return ["core", profile].flatMap((folder) =>
    yamlFiles(rootDirectory, `rasa/${folder}/responses`).map((file) => {
      const [, language, usted] = /^([a-z]{2})(-usted)?\.yml$/.exec(basename(file)) ?? [];
      return { file, folder, language, isUsted: usted !== undefined, ...readTemplates(rootDirectory, file) };
    }),
  );
}

function readTemplates(rootDirectory: string, file: string) {
  const { document, lineOf, problems } = readPlacedYaml(rootDirectory, file);
  const templates: PlacedTemplate[] = [];
  if (problems.length > 0) return { templates, problems };
  const list = isMap(document.contents) ? document.get("responses", true) : undefined;
  if (!isMap(list))
    return { templates, problems: [{ file, line: 1, message: "faltan los textos debajo de `responses:`" }] };
  for (const { key, value } of list.items) {
    const name = String(isScalar(key) ? key.value : key);
    const items = isSeq(value) ? value.items : [];
    const texts = items.map((item) => (isMap(item) ? item.get("text", true) : undefined));
    if (items.length === 0 || !texts.every((text) => isScalar(text) && typeof text.value === "string" && text.value)) {
      problems.push({ file, line: lineOf(key), message: `${name} lleva debajo una o más líneas \`- text: "…"\`` });
      continue;
    }
    const variants = texts.filter(isScalar).map((text) => ({ text: String(text.value), line: lineOf(text) }));
    templates.push({ key: name, file, line: lineOf(key), variants });
  }
  return { templates, problems };
}
