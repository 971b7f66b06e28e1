import { NluDataError } from "../nlu/index.ts";
import type { Problem } from "./problem.ts";

/** The sentences of whoever reads the files, for people who do not read English. */
const IN_SPANISH: [RegExp, string][] = [
  [/^an empty mark: (.+)$/, "marca vacía: $1"],
  [/^a mark without an entity name: (.+)$/, "marca sin nombre de entidad: $1"],
  [/^a mark that is not closed: (.+)$/, "marca sin cerrar: $1"],
  [/^a mark whose braces are not JSON: (.+)$/, "lo que va entre llaves no es JSON: $1"],
  [/^expected a list under `nlu:`$/, "falta la lista debajo de `nlu:`"],
  [/^expected `- intent: name` with `examples: \|`$/, "aquí va `- intent: nombre` con `examples: |`"],
  [/^expected one of (.+)$/, "aquí va uno de: $1"],
  [/^(\w+) without a name$/, "$1 sin nombre"],
  [/^(\w+) (.+) needs `examples: \|` .+$/, '$1 $2 necesita `examples: |` con un "- …" por línea'],
  [/^expected "- text", found "(.*)"$/, 'cada línea empieza con "- "; aquí dice "$1"'],
  [/^(\w+) (.+) has no examples$/, "$1 $2 no tiene ejemplos"],
  [/^cannot be read \((\w+)\)$/, "no se puede leer ($1)"],
  // Of thresholds, which zod reads.
  [/^ Unrecognized keys?: (.+)$/, "no hay umbral que se llame $1"],
  [/^(\w+) Too (?:big|small): .*?([<>]=?.+)$/, "$1 debe ser $2"],
  [/^(\w+) Invalid input: expected int\b.*$/, "$1 debe ser un número entero"],
  [/^(\w+) Invalid input: .+$/, "$1 debe ser un número"],
  [/^ Invalid input: .+$/, "aquí van umbrales, uno por línea: `nombre: número`"],
];

/**
 * What `read` throws about this file; nothing when it reads. Other faults are thrown on.
 * @param separator between the sentences of a reader that says several at once
 */
export function readingProblems(file: string, read: () => unknown, separator?: string): Problem[] {
  try {
    read();
    return [];
  } catch (error) {
    if (isYamlError(error)) return [yamlProblem(file, error.linePos?.[0].line, error.message)];
    if (!(error instanceof NluDataError)) throw error;
    // "rasa/core/nlu/saludo.yml:12: what is wrong": the file is known, and some readers name it by its full path.
    const [, line, said = error.message] = /:(\d+): ([\s\S]*)$/.exec(error.message) ?? [];
    const sentences = separator ? said.split(separator) : [said];
    return sentences.map((sentence) => ({
      file,
      line: line ? Number(line) : undefined,
      message: toldUnread(sentence),
    }));
  }
}

/** Some sentences come from the YAML library and exist in English only. */
function toldUnread(sentence: string): string {
  const translated = inSpanish(sentence);
  return translated === sentence ? `no se puede leer: ${sentence}` : translated;
}

/** "YAML mal escrito" with the library's own words, which exist in English only. */
export function yamlProblem(file: string, line: number | undefined, message: string): Problem {
  return { file, line, message: `YAML mal escrito: ${message.split("\n")[0]}` };
}

/** A sentence that is not known stays as it is. */
export function inSpanish(sentence: string): string {
  const known = IN_SPANISH.find(([pattern]) => pattern.test(sentence));
  return known ? sentence.replace(...known) : sentence;
}

function isYamlError(error: unknown): error is Error & { linePos?: [{ line: number }] } {
  return error instanceof Error && error.name === "YAMLParseError";
}
