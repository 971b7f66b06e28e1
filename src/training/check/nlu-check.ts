import { createActionRegistry } from "../../actions/index.ts";
import { createFaq } from "../../knowledge/index.ts";
import { type CatalogueNames, catalogueNames, entityKinds, type TrainingExample } from "../../nlu/index.ts";
import { findLongNames } from "./check-catalogue.ts";
import {
  checkEntityNames,
  checkEntityValues,
  checkLookups,
  checkSynonyms,
  findTwoKinds,
  listsOf,
  withWrittenValues,
} from "./check-entities.ts";
import { findCutMarks, findNearRepeats, findPersonalData, findRepeats } from "./check-examples.ts";
import { checkHeldOut, type KnownNames } from "./check-held-out.ts";
import { checkIntentPage } from "./check-intent-page.ts";
import { checkIntents, findReplaced } from "./check-intents.ts";
import { checkResponses } from "./check-responses.ts";
import { checkSameWay } from "./check-same-way.ts";
import { type Owner, readOwner } from "./owner-files.ts";
import type { Findings, Problem } from "./problem.ts";
import { readResponseFiles } from "./response-files.ts";
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
  const owner = readOwner(place);
  const responses = findInResponses(place, owner);
  const { known, ...data } = checkData(training, owner, place);
  const heldOut = checkHeldOut(place, training.data.examples, known);
  const { examples } = training.data;
  return {
    problems: sorted([
      ...owner.problems,
      ...training.problems,
      ...findPersonalData([...training.examples, ...training.listed]),
      ...findCutMarks(training.examples),
      ...data.problems,
      ...responses.problems,
      ...heldOut.problems,
    ]),
    warnings: sorted([
      ...tellHidden(training),
      ...data.warnings,
      ...checkIntentPage(place, examples, known.intents, training.hidden),
      ...responses.warnings,
      ...heldOut.warnings,
      ...(owner.profile ? findLongNames(place.rootDirectory, owner.profile) : []),
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

/** Without the languages there is nothing to hold the texts against, but for whether they can be read. */
function findInResponses({ rootDirectory, profile }: Place, { speech }: Owner) {
  if (speech) return checkResponses(rootDirectory, speech);
  const problems = readResponseFiles(rootDirectory, profile).flatMap((file) => file.problems);
  return { problems, warnings: [], templates: 0 };
}

function tellHidden({ hidden: { files } }: TrainingFiles): Problem[] {
  if (files.length === 0) return [];
  const [without, mend, say] =
    files.length === 1
      ? [`${files[0]}, que no se puede`, "corrígelo", "dice"]
      : [`${files.length} archivos que no se pueden`, "corrígelos", "dicen"];
  const message = `lo demás se revisó sin ${without} leer: ${mend} y vuelve a revisar, por si algo más depende de lo que ${say}`;
  return [{ file: "rasa", message }];
}

const NO_NAMES: CatalogueNames = { services: [], professionals: [], packages: [] };

/** What can only be said of all the examples together; where some are hidden, what may be said without them. */
function checkData(
  training: TrainingFiles,
  { profile, speech }: Owner,
  place: Place,
): Findings & { known: KnownNames } {
  const { data, hidden, examples: all } = training;
  const catalogue = profile ? catalogueNames(profile.catalogue) : NO_NAMES;
  // Without the catalogue nothing can be held against its names.
  const lists = profile ? listsOf(catalogue) : {};
  const ofCatalogue = profile ? [] : Object.keys(listsOf(NO_NAMES));
  const registry = createActionRegistry({ faq: createFaq(profile?.faq ?? [], speech?.language ?? "es") });
  const { intents } = registry;
  const kinds = new Set([...entityKinds(data, catalogue), ...ofCatalogue, ...hidden.lists]);
  const languages = speech ? [speech.language, ...speech.alsoSpeaks] : [];
  const checkValues = (lines: readonly TrainingExample[]) =>
    checkEntityValues(hidden.hasSynonyms ? withWrittenValues(lines) : lines, data.synonyms, lists);
  const found = [
    // Of a profile that is not there nobody knows what it should hold.
    checkIntents(data.examples, intents, languages, speech ? hidden : { ...hidden, intents: new Set(intents) }),
    checkEntityNames(data.examples, kinds),
    checkSynonyms(data, lists, profile !== undefined && hidden.files.length === 0),
    checkLookups(data, lists, hidden),
  ];
  const policy = checkPolicy(place);
  const marked = data.examples.flatMap(({ entities }) => entities.map(({ entity }) => entity));
  return {
    problems: [
      ...found.flatMap(({ problems }) => problems),
      ...(policy.length > 0 ? policy : checkSameWay(place, registry)),
      ...checkValues(data.examples),
      ...findRepeats(data.examples),
    ],
    warnings: [
      ...found.flatMap(({ warnings }) => warnings),
      ...findNearRepeats(data.examples),
      ...findTwoKinds(data.examples, lists),
      ...findReplaced(data.blocks, all, place.profile),
    ],
    // What is marked among the examples may be expected in a test, whoever finds it.
    known: { intents, entities: new Set([...kinds, ...marked, ...hidden.entities]), checkValues },
  };
}

function sorted(problems: Problem[]): Problem[] {
  return problems.sort((a, b) => a.file.localeCompare(b.file) || (a.line ?? 0) - (b.line ?? 0));
}
