import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { loadProfile, type Profile, ProfileError } from "../../config/index.ts";
import type { Speech } from "./check-responses.ts";
import type { Problem } from "./problem.ts";
import { inSpanish } from "./reading-problem.ts";
import { type Place, readPlacedYaml } from "./source-files.ts";

/** What the owner's folder says, or as much of it as can be read. */
export interface Owner {
  /** undefined while one of its files is not in order. */
  profile: Profile | undefined;
  /** undefined while not even that is known. */
  speech: Speech | undefined;
  problems: Problem[];
}

/** Reads `profiles/<profile>`; what is wrong there keeps nobody from having the trainers' files checked. */
export function readOwner({ rootDirectory, profile: id }: Place): Owner {
  try {
    const profile = loadProfile(join(rootDirectory, "profiles", id));
    return { profile, speech: profile, problems: [] };
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    const problems = error.problems.map((problem) => placeProblem(rootDirectory, problem));
    return { profile: undefined, speech: readSpeech(rootDirectory, id), problems: mendable(rootDirectory, problems) };
  }
}

/** What `src/config` says of a value, which a start says in English; the first that fits. */
const OF_VALUES: [RegExp, string][] = [
  [/^two letters$/, "van dos letras minúsculas"],
  [/^three capital letters$/, "van tres letras mayúsculas"],
  [/^lower case letters, digits and single hyphens$/, "van minúsculas, números y guiones sueltos"],
  [/^no such locale$/, 'no existe; por ejemplo "es-MX"'],
  [/^no such IANA time zone$/, 'no existe esa zona horaria; por ejemplo "America/Mexico_City"'],
  [/^a date like (.+)$/, "va una fecha como $1"],
  [/^local times like (.+)$/, "van horas como $1"],
  [/^a local time like (.+)$/, "va una hora como $1"],
  [/^ends before it begins$/, "termina antes de empezar"],
  [/^periods of a day go up and do not overlap$/, "los ratos de un día van en orden y sin encimarse"],
  [/^(".+") is used twice$/, "$1 está dos veces"],
  [/^no service (".+")$/, "no hay un servicio $1"],
  [/^no room or equipment (".+")$/, "no hay cuarto ni equipo $1"],
  [/^does not do (".+")$/, "no hace $1"],
  [/^Unrecognized keys?: (.+)$/, "aquí no va $1"],
  [/^Invalid option: expected one of (.+)$/, "va uno de $1"],
  [/^Invalid input: .*received undefined$/, "falta"],
  [/^Too small: expected string.*$/, "está vacío"],
  [/^Too small: expected array.*$/, "la lista está vacía"],
  [/^Too (?:big|small): expected (?:number|int) to be (.+)$/, "debe ser $1"],
  [/^Invalid input: expected (?:number|int)\b.*$/, "va un número"],
];

/** "/…/profiles/studio/catalogue.yml: services.0.code: what is wrong" */
function placeProblem(rootDirectory: string, problem: string): Problem {
  const [, path = "", message = problem] = /^(.+?\.yml): ([\s\S]*)$/.exec(problem) ?? [];
  const [, place = "", said = message] = /^(\S+: )([\s\S]*)$/.exec(message) ?? [];
  const known = OF_VALUES.find(([pattern]) => pattern.test(said));
  const told = known ? place + said.replace(...known) : inSpanish(message);
  return { file: relative(rootDirectory, path), message: told };
}

/** What is no YAML is told with its line and how to mend it, once for each place. */
function mendable(rootDirectory: string, problems: readonly Problem[]): Problem[] {
  const files = [...new Set(problems.map(({ file }) => file))];
  return files.flatMap((file) => {
    const broken = existsSync(join(rootDirectory, file)) ? readPlacedYaml(rootDirectory, file).problems : [];
    return broken.length > 0 ? broken : problems.filter((problem) => problem.file === file);
  });
}

const speechSchema = z.object({
  language: z.string().regex(/^[a-z]{2}$/),
  alsoSpeaks: z.array(z.string().regex(/^[a-z]{2}$/)).default([]),
  tone: z.enum(["tu", "usted"]).default("tu"),
});

/** Also of a folder whose catalogue is broken, or whose profile has a wrong currency. */
function readSpeech(rootDirectory: string, id: string): Speech | undefined {
  try {
    const source = readFileSync(join(rootDirectory, "profiles", id, "profile.yml"), "utf8");
    return { id, ...speechSchema.parse(parse(source)) };
  } catch {
    // Its problem is told already.
    return undefined;
  }
}
