import { NluDataError } from "../../nlu/index.ts";
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
  [/^a blind file that .+$/, "esta línea no está bien escrita (el archivo es ciego y no se cita)"],
  [/^cannot be read \((\w+)\)$/, "no se puede leer ($1)"],
  // Of thresholds, which zod reads.
  [/^ Unrecognized keys?: (.+)$/, "no hay umbral que se llame $1"],
  [/^same_way .+$/, "same_way lleva una lista por línea, con dos intenciones o más: `- [una, otra]`"],
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
    if (isYamlError(error)) return [yamlProblem(file, error.linePos?.[0].line, error)];
    if (isFileError(error)) {
      return [{ file, message: `no se puede abrir (${error.code}): revisa el archivo y sus permisos` }];
    }
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

const INDENT = "la sangría no cuadra";
const ALIGN = `${INDENT}: alinea esta línea con las de su bloque, con espacios`;
const QUOTED = "lleva dos puntos y hay que ponerlo entre comillas";

/** How to mend what the YAML library finds, by its code and sentence, which exists in English only; the first that fits. */
const YAML_ADVICE: [RegExp, string][] = [
  [/^BLOCK_IN_FLOW|end with a [\]}]|of flow sequence/, "un corchete o una llave se abrió antes y no se cierra"],
  [/^BAD_INDENT/, ALIGN],
  [/^TAB_AS_INDENT/, "hay un tabulador: usa espacios"],
  [/Missing closing .quote/, "faltan las comillas que cierran, aquí o más arriba"],
  [/Sequence item without/, `${INDENT}, o falta el guion: alinea esta línea con las de su bloque`],
  [/^MISSING_CHAR/, "falta algo que cierre o separe: un corchete, una llave, una coma o los dos puntos"],
  [/^MULTILINE_IMPLICIT_KEY/, `faltan los dos puntos después de un nombre, o el texto ${QUOTED}`],
  [/A block sequence may not/, `${INDENT}: esta línea está demasiado a la izquierda`],
  [/^BLOCK_AS_IMPLICIT_KEY/, `${INDENT} en la línea de abajo, o el texto de ésta ${QUOTED}`],
  [/^BAD_SCALAR_START/, "un texto que empieza con ese signo va entre comillas"],
  [/^BAD_DQ_ESCAPE/, "dentro de comillas dobles la barra invertida se escribe dos veces"],
  [/^DUPLICATE_KEY/, "este nombre ya está más arriba en el mismo bloque: deja uno"],
  [
    /Block scalar header|Not a YAML token/,
    "después de la barra | no va nada más: el texto empieza en la línea de abajo",
  ],
  [/^UNEXPECTED_TOKEN.* column 1:$/, ALIGN],
  [/^UNEXPECTED_TOKEN/, "después de lo que cierra sobra algo: pon todo el texto entre comillas simples"],
];

export interface YamlFault {
  code: string;
  message: string;
}

/** "YAML mal escrito" and what to do about it; of a rare fault, with the library's own words. */
export function yamlProblem(file: string, line: number | undefined, { code, message }: YamlFault): Problem {
  const [said] = message.split("\n");
  const known = YAML_ADVICE.find(([pattern]) => pattern.test(`${code} ${said}`));
  const advice = known?.[1] ?? `revisa la sangría, los dos puntos y las comillas de esta línea (${said})`;
  return { file, line, message: `YAML mal escrito: ${advice}` };
}

/** "rasa/core/nlu/saludo.yml:12: marca sin cerrar: …" */
export function dataErrorInSpanish({ message }: NluDataError): string {
  const [, place = "", said = message] = /^(.*?:\d+: )([\s\S]*)$/.exec(message) ?? [];
  return place + inSpanish(said);
}

/** A sentence that is not known stays as it is. */
export function inSpanish(sentence: string): string {
  const known = IN_SPANISH.find(([pattern]) => pattern.test(sentence));
  return known ? sentence.replace(...known) : sentence;
}

function isYamlError(error: unknown): error is Error & YamlFault & { linePos?: [{ line: number }] } {
  return error instanceof Error && error.name === "YAMLParseError";
}

/** It cannot be opened: it is a folder, or somebody else's. */
function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}
