import { join, relative } from "node:path";
import { createActionRegistry } from "../actions/index.ts";
import { loadProfile, type Profile, ProfileError } from "../config/index.ts";
import { createFaq } from "../knowledge/index.ts";
import { findLongNames } from "./check-catalogue.ts";
import { checkEntityValues, checkIntents, findCutMarks, findPersonalData, findRepeats } from "./check-examples.ts";
import { checkHeldOut } from "./check-held-out.ts";
import { checkResponses } from "./check-responses.ts";
import type { Findings, Problem } from "./problem.ts";
import { inSpanish } from "./reading-problem.ts";
import type { Place } from "./source-files.ts";
import { checkPolicy, readTrainingFiles, type TrainingFiles } from "./training-files.ts";

export interface NluCheck extends Findings {
  /** What was looked at. */
  counts: { trainingFiles: number; examples: number; intents: number; templates: number; heldOutFiles: number };
}

/**
 * Looks at everything that trainers edit for one profile, without database and without Rasa: `problems` are what would
 * fail or mislead a customer, `warnings` what deserves a look. Both are sorted by file and line.
 */
export function checkNlu(place: Place): NluCheck {
  const training = readTrainingFiles(place);
  const { profile, problems: profileProblems } = readProfile(place);
  const responses = profile
    ? checkResponses(place.rootDirectory, profile)
    : { problems: [], warnings: [], templates: 0 };
  const heldOut = checkHeldOut(place, training.data?.examples ?? []);
  const data = profile ? checkData(training, profile) : { problems: [], warnings: [] };
  const examples = training.data?.examples ?? training.examples;
  return {
    problems: sorted([
      ...profileProblems,
      ...training.problems,
      ...findPersonalData(training.examples),
      ...findCutMarks(training.examples),
      ...checkPolicy(place),
      ...data.problems,
      ...responses.problems,
      ...heldOut.problems,
    ]),
    warnings: sorted([
      ...data.warnings,
      ...responses.warnings,
      ...heldOut.warnings,
      ...(profile ? findLongNames(place.rootDirectory, profile) : []),
    ]),
    counts: {
      trainingFiles: training.files,
      examples: examples.length,
      intents: new Set(examples.map(({ intent }) => intent)).size,
      templates: responses.templates,
      heldOutFiles: heldOut.files,
    },
  };
}

/** What can only be said of all the examples together. */
function checkData({ data, files }: TrainingFiles, profile: Profile): Findings {
  if (!data) {
    const message = `intenciones, entidades y repetidos de los ${files} archivos se revisan cuando todos se puedan leer`;
    return { problems: [], warnings: [{ file: "rasa", message }] };
  }
  const { services, professionals, packages } = profile.catalogue;
  const nameOf = ({ name }: { name: string }) => name;
  const catalogue = {
    services: services.map(nameOf),
    professionals: professionals.map(nameOf),
    packages: packages.map(nameOf),
  };
  const { intents } = createActionRegistry({ faq: createFaq(profile.faq, profile.language) });
  const found = [checkIntents(data.examples, intents), checkEntityValues(data, catalogue)];
  return {
    problems: [...found.flatMap(({ problems }) => problems), ...findRepeats(data.examples)],
    warnings: found.flatMap(({ warnings }) => warnings),
  };
}

function readProfile({ rootDirectory, profile }: Place): { profile: Profile | undefined; problems: Problem[] } {
  try {
    return { profile: loadProfile(join(rootDirectory, "profiles", profile)), problems: [] };
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    return {
      profile: undefined,
      problems: error.problems.map((problem) => placeProfileProblem(rootDirectory, problem)),
    };
  }
}

/** "/…/profiles/studio/catalogue.yml: services.0.code: what is wrong" */
function placeProfileProblem(rootDirectory: string, problem: string): Problem {
  const [, path = "", message = problem] = /^(.+?\.yml): ([\s\S]*)$/.exec(problem) ?? [];
  return { file: relative(rootDirectory, path), message: inSpanish(message) };
}

function sorted(problems: Problem[]): Problem[] {
  return problems.sort((a, b) => a.file.localeCompare(b.file) || (a.line ?? 0) - (b.line ?? 0));
}
