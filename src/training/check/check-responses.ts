import { existsSync } from "node:fs";
import { join } from "node:path";
import { MAX_BUTTON_LABEL } from "../../channels/index.ts";
import type { Profile } from "../../config/index.ts";
// biome-ignore lint/style/noRestrictedImports: two lists of names; the room's index brings the database and the models' library, half a second of the check.
import { PLACEHOLDERS, TEMPLATE_KEYS } from "../../conversation/template-keys.ts";
import type { Findings, Problem } from "./problem.ts";
import { type PlacedTemplate, type ResponseFile, readResponseFiles } from "./response-files.ts";

const BUTTON = "utter_boton_";
const KNOWN_KEYS: ReadonlySet<string> = new Set(TEMPLATE_KEYS);

/** In which languages a business speaks, and how. */
export type Speech = Pick<Profile, "id" | "language" | "alsoSpeaks" | "tone">;

/** Templates of every language that the business speaks, with what is said otherwise to an "usted". */
export function checkResponses(rootDirectory: string, profile: Speech): Findings & { templates: number } {
  const languages = [profile.language, ...profile.alsoSpeaks];
  const files = readResponseFiles(rootDirectory, profile.id);
  const spoken = files.filter(({ language }) => language && languages.includes(language));
  const templates = spoken.flatMap((file) => file.templates);
  const ofHome = spoken.filter(({ language, isUsted }) => language === profile.language && !isUsted);
  // A template that cannot be read may be the one that carries what the others say.
  const home = ofHome.some((file) => file.problems.length > 0) ? [] : ofHome.flatMap((file) => file.templates);
  const said = spoken.filter(({ isUsted }) => !isUsted || profile.tone === "usted");

  const problems = [
    ...files.flatMap((file) => file.problems),
    ...languages.flatMap((language) => findMissing(rootDirectory, profile.id, language, said)),
    ...templates.flatMap(checkPlaceholders),
    ...templates.flatMap((template) => checkCarried(template, home, profile.language)),
    ...templates.flatMap(checkButton),
  ];
  const warnings = [
    ...templates
      .filter(({ key }) => !KNOWN_KEYS.has(key))
      .map((template) => at(template, `nadie dice ${template.key}: corrige el nombre o borra el texto`)),
    ...files.filter((file) => !spoken.includes(file) && isOutOfPlace(file, profile.id)).map(nobodyReads),
  ];
  return { problems, warnings, templates: templates.length };
}

/** A key is looked for where the other languages have it; a file that is not there at all is one problem. */
function findMissing(rootDirectory: string, profile: string, language: string, said: ResponseFile[]): Problem[] {
  const own = said.filter((file) => file.language === language);
  // What cannot be read hides its keys.
  if (own.some((file) => file.problems.length > 0)) return [];
  const there = new Set(own.flatMap((file) => file.templates.map(({ key }) => key)));
  const missing = TEMPLATE_KEYS.filter((key) => !there.has(key));
  const ofProfile = new Set(
    said.filter((file) => file.folder === profile).flatMap((file) => file.templates.map(({ key }) => key)),
  );
  return ["core", profile].flatMap((folder) => {
    const file = `rasa/${folder}/responses/${language}.yml`;
    const keys = missing.filter((key) => ofProfile.has(key) === (folder === profile));
    if (keys.length === 0) return [];
    if (existsSync(join(rootDirectory, file)))
      return keys.map((key) => ({ file, message: `falta ${key}: agrégalo con una o más líneas \`- text: "…"\`` }));
    return [{ file, message: `no existe este archivo, y en él van ${keys.length} textos: ${keys.join(", ")}` }];
  });
}

function checkPlaceholders(template: PlacedTemplate): Problem[] {
  return template.variants.flatMap(({ text, line }) => {
    const unknown = placeholdersOf(text).filter((name) => !PLACEHOLDERS.has(name));
    const messages = unknown.map(
      (name) => `{${name}} no es un marcador: usa los que lleva ese texto en los otros idiomas`,
    );
    if (/[{}]/.test(text.replace(/\{\w+\}/g, "")))
      messages.push("hay una llave suelta, que el cliente leería: quítala o complétala");
    return messages.map((message) => at({ ...template, line }, `${template.key}: ${message}`));
  });
}

/** The business's own language is what the facts were written for: what no variant of it names may not be filled. */
function checkCarried(template: PlacedTemplate, home: PlacedTemplate[], language: string): Problem[] {
  const same = home.filter(({ key }) => key === template.key);
  if (same.length === 0) return [];
  const carried = new Set(same.flatMap(({ variants }) => variants.flatMap(({ text }) => placeholdersOf(text))));
  return template.variants.flatMap(({ text, line }) =>
    placeholdersOf(text)
      .filter((name) => PLACEHOLDERS.has(name) && !carried.has(name))
      .map((name) =>
        at(
          { ...template, line },
          `${template.key}: {${name}} no está en el texto de ${language}, así que nadie lo llena: quítalo`,
        ),
      ),
  );
}

function checkButton(template: PlacedTemplate): Problem[] {
  if (!template.key.startsWith(BUTTON)) return [];
  return template.variants.flatMap(({ text, line }) => {
    const length = [...text].length;
    if (length <= MAX_BUTTON_LABEL) return [];
    const message = `${template.key}: "${text}" tiene ${length} caracteres y en un botón de WhatsApp caben ${MAX_BUTTON_LABEL}: acórtalo`;
    return [at({ ...template, line }, message)];
  });
}

function isOutOfPlace({ folder, language }: ResponseFile, profile: string): boolean {
  return language === undefined || folder === profile;
}

function nobodyReads({ file, language }: ResponseFile): Problem {
  const reason = language
    ? `el perfil no habla ${language} (alsoSpeaks de profile.yml)`
    : "se lee <idioma>.yml y <idioma>-usted.yml";
  return { file, message: `nadie lee este archivo: ${reason}` };
}

function placeholdersOf(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
}

function at({ file, line }: { file: string; line: number }, message: string): Problem {
  return { file, line, message };
}
