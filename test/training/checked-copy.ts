import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseDocument } from "yaml";
import { checkNlu } from "../../src/training/check/nlu-check.ts";

/** Enough of the training files for every story, and little enough to be checked again in each. */
const KEPT = /\/nlu\/(?:synonyms|queja|ayuda|saludo|agendar_cita)\.yml$|\/nlu$/;

/** A copy of what trainers and owners edit, as it is when nobody has broken it, and what a check says of it since. */
export function createCheckedCopy() {
  const rootDirectory = mkdtempSync(join(tmpdir(), "atiende-nlu-check-"));
  const pathOf = (file: string) => join(rootDirectory, file);
  const read = (file: string) => readFileSync(pathOf(file), "utf8");
  const write = (file: string, content: string) => {
    mkdirSync(dirname(pathOf(file)), { recursive: true });
    writeFileSync(pathOf(file), content);
  };
  const restore = () => {
    for (const folder of ["rasa", "profiles"]) {
      rmSync(pathOf(folder), { recursive: true, force: true });
      const filter = (path: string) => !/\/nlu(?:\/|$)/.test(path) || KEPT.test(path);
      cpSync(resolve(folder), pathOf(folder), { recursive: true, filter });
    }
  };
  const check = () => checkNlu({ rootDirectory, profile: "studio" });
  restore();
  // Stories are about what they break, not about what a few files lack.
  const { problems, warnings } = check();
  const before = new Set([...problems, ...warnings].map(said));
  const news = (found: { file: string; line?: number; message: string }[]) =>
    found.map(said).filter((text) => !before.has(text));

  return {
    rootDirectory,
    check,
    newProblems: () => news(check().problems),
    newWarnings: () => news(check().warnings),
    read,
    write,
    restore,
    remove: () => rmSync(rootDirectory, { recursive: true, force: true }),
    change(file: string, from: string | RegExp, to: string) {
      const source = read(file);
      const changed = source.replace(from, to);
      if (changed === source) throw new Error(`${from} is not in ${file}`);
      write(file, changed);
    },
    setInProfile(key: string, value: unknown) {
      const document = parseDocument(read("profiles/studio/profile.yml"));
      document.set(key, value);
      write("profiles/studio/profile.yml", String(document));
    },
    /** A training file of this profile; its examples begin at line 4. */
    teach: (name: string, intent: string, ...lines: string[]) =>
      write(`rasa/studio/nlu/${name}.yml`, `nlu:\n${blockOf("intent", intent, lines)}`),
    /** A block of another kind in a file of its own, or a file of `test/`. */
    list: (file: string, kind: string, name: string, ...lines: string[]) =>
      write(file, `nlu:\n${blockOf(kind, name, lines)}`),
  };
}

/** "rasa/core/nlu/saludo.yml:12: what is wrong" */
export function said({ file, line, message }: { file: string; line?: number; message: string }): string {
  return `${file}${line === undefined ? "" : `:${line}`}: ${message}`;
}

function blockOf(kind: string, name: string, lines: string[]): string {
  return `  - ${kind}: ${name}\n    examples: |\n${lines.map((line) => `      - ${line}\n`).join("")}`;
}
