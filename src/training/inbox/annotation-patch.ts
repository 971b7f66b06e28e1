import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ResponseOf } from "../../contract/index.ts";
import type { TrainingData } from "../../nlu/index.ts";
import { findPersonalData, heldOutKeys, type Lists, lineKey, type Place } from "../check/index.ts";
import { checkJudgement, MASK_TAG, toExample, withoutGivenValues } from "./annotation-judge.ts";
import { type FileChange, unifiedDiff } from "./example-diff.ts";
import { textKey } from "./example-files.ts";
import { insertExamples, newExampleFile } from "./example-insert.ts";
import { type Mark, writeMarkup } from "./example-text.ts";

type Patch = ResponseOf<"getAnnotationPatch">;
type Refusal = Patch["refused"][number]["reason"];

/** An accepted message with what it means. */
export interface NewExample {
  id: string;
  text: string;
  language: string;
  intent: string;
  marks: Mark[];
}

export interface PatchDeps {
  place: Place;
  data: TrainingData;
  lists: Lists;
  homeLanguage: string;
  /** Where more is told of an annotation. */
  link(id: string): string;
}

/** What is to be added to one file, by intent. */
interface Additions {
  path: string;
  before: string | undefined;
  lines: Map<string, string[]>;
}

/**
 * Adds the messages to the training files, one line each, and touches nothing else of them: at the end of the intent's
 * block, in the file of the message's language, which is made where there is none. What the files have already is
 * neither included nor refused.
 */
export function buildPatch(deps: PatchDeps, accepted: readonly NewExample[]): Patch {
  const known = new Set(deps.data.examples.map(({ text }) => textKey(text)));
  const heldOut = heldOutKeys(deps.place);
  const files = new Map<string, Additions>();
  const patch: Patch = { patch: "", included: [], refused: [] };
  const head: string[] = [];
  for (const example of accepted) {
    const { id, text, intent, marks } = example;
    if (known.has(textKey(text))) continue;
    const reason = refusalOf(deps, example, heldOut);
    const file = reason ? undefined : fileFor(deps, example, files);
    if (!file) {
      patch.refused.push({ id, reason: reason ?? "no_place" });
      continue;
    }
    known.add(textKey(text));
    files.set(file.path, file);
    const line = writeMarkup(text, withoutGivenValues(text, marks, deps.data, deps.lists));
    file.lines.set(intent, [...(file.lines.get(intent) ?? []), line]);
    patch.included.push(id);
    head.push(`# ${file.path}: ${deps.link(id)}\n`);
  }
  // `git apply` passes over everything before the first file.
  if (files.size > 0) patch.patch = head.join("") + [...files.values()].map(toChange).map(unifiedDiff).join("");
  return patch;
}

function refusalOf({ data, lists }: PatchDeps, example: NewExample, heldOut: ReadonlySet<string>): Refusal | undefined {
  const { text, intent, marks } = example;
  if (text.search(MASK_TAG) >= 0) return "masked";
  if (findPersonalData([toExample(intent, text, marks)]).length > 0) return "personal_data";
  if (heldOut.has(lineKey(text))) return "held_out";
  const [fault] = checkJudgement(text, example, data, lists);
  if (!fault) return undefined;
  return fault.field === "intent" ? "unknown_intent" : "wrong_marks";
}

/** The file that takes the example; undefined when none does. */
function fileFor(
  { place, data, homeLanguage }: PatchDeps,
  { intent, language }: NewExample,
  files: ReadonlyMap<string, Additions>,
): Additions | undefined {
  const path = pathFor(data, intent, language === homeLanguage ? undefined : language);
  if (!path) return undefined;
  const file = files.get(path) ?? { path, before: readFile(place, path), lines: new Map() };
  const hasPlace =
    file.before === undefined || file.lines.has(intent) || insertExamples(file.before, intent, []) !== undefined;
  return hasPlace ? file : undefined;
}

function readFile({ rootDirectory }: Place, path: string): string | undefined {
  const file = join(rootDirectory, path);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function toChange({ path, before, lines }: Additions): FileChange {
  const insertions = [...lines].flatMap(([intent, examples]) =>
    before === undefined
      ? { at: 0, lines: newExampleFile(intent, examples).split("\n").slice(0, -1) }
      : (insertExamples(before, intent, examples) ?? []),
  );
  return { path, before, insertions };
}

/**
 * "rasa/studio/nlu/agendar_cita.en.yml": in the folder whose examples of this intent count. Examples of the business's
 * own language may stand under another name.
 * @param language two letters; undefined for the business's own
 */
function pathFor({ examples }: TrainingData, intent: string, language: string | undefined): string | undefined {
  const files = [...new Set(examples.filter((example) => example.intent === intent).map(({ file }) => file))];
  const folder = /^(.+\/)[^/]+$/.exec(files[0] ?? "")?.[1];
  if (!folder || (language !== undefined && !/^[a-z]{2}$/.test(language))) return undefined;
  const wanted = `${folder}${intent}${language === undefined ? "" : `.${language}`}.yml`;
  if (files.includes(wanted) || language !== undefined) return `rasa/${wanted}`;
  return `rasa/${files.find((file) => !/\.[a-z]{2}\.ya?ml$/.test(file)) ?? wanted}`;
}
