import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isNode, LineCounter, parse, parseDocument } from "yaml";
import { z } from "zod";
import { NluDataError, type NluParse } from "./types.ts";

/** When the assistant acts and when it asks: thresholds that trainers set. */
export interface Policy {
  /** Below it the assistant asks. */
  confidence: number;
  /** The least distance between the first and the second intent. */
  margin: number;
  /** Failed clarifications before a person is offered. */
  clarifyLimit: number;
  /** After this long without a word an open form is offered again instead of being simply carried on. */
  silenceMinutes: number;
  /** Intents that lead the customer to the same place: a doubt between them is not worth a question. */
  sameWay?: readonly (readonly string[])[];
}

/** May it be acted on, or is it asked about? */
export function isSure({ intent, ranking }: Pick<NluParse, "intent" | "ranking">, policy: Policy): boolean {
  return intent.confidence >= policy.confidence && intent.confidence - (ranking[1]?.confidence ?? 0) >= policy.margin;
}

/**
 * The best reading of a message where no reading is sure by itself, but those that lead go to the same place and are sure
 * together; undefined when it has to be asked about.
 */
export function sharedReading(
  { intent, ranking }: Pick<NluParse, "intent" | "ranking">,
  policy: Policy,
): string | undefined {
  const way = policy.sameWay?.find((names) => names.includes(intent.name));
  if (!way) return undefined;
  const elsewhere = ranking.findIndex(({ name }) => !way.includes(name));
  const leading = elsewhere < 0 ? ranking : ranking.slice(0, elsewhere);
  const together = leading.reduce((sum, { confidence }) => sum + confidence, 0);
  return leading.length > 1 && together >= policy.confidence ? intent.name : undefined;
}

/**
 * What a model has to reach before it may be promoted. Shares lie between 0 and 1; each limit is the least or the most,
 * as its name has it in `GATE_NAMES`.
 */
export type Gates = Partial<Record<GateName, number>>;
export type GateName = keyof typeof GATE_NAMES;

export const GATE_NAMES = {
  intent_accuracy: "min",
  macro_f1: "min",
  entity_f1: "min",
  date_accuracy: "min",
  out_of_scope_recall: "min",
  out_of_scope_write: "max",
  wrong_write: "max",
  ece: "max",
  cross_validation: "min",
  parse_p50_ms: "max",
} as const;

const share = z.number().min(0).max(1);

const file = z
  .strictObject({
    confidence: share,
    margin: share,
    clarify_limit: z.number().int().min(0),
    silence_minutes: z.number().int().min(1),
    same_way: z.array(z.array(z.string()).min(2)),
    gates: z
      .strictObject({
        intent_accuracy: share,
        macro_f1: share,
        entity_f1: share,
        date_accuracy: share,
        out_of_scope_recall: share,
        out_of_scope_write: share,
        wrong_write: share,
        ece: share,
        cross_validation: share,
        parse_p50_ms: z.number().min(0),
      } satisfies Record<GateName, z.ZodNumber>)
      .partial(),
  })
  .partial();

const DEFAULTS = { confidence: 0.7, margin: 0.15, clarify_limit: 2, silence_minutes: 30 };

/** `core/policy.yml`, overridden key by key by `<profile>/policy.yml`. @throws NluDataError on an unknown key or a bad value. */
export function loadPolicy(rasaDirectory: string, profile: string): Policy {
  const merged: z.infer<typeof file> & typeof DEFAULTS = { ...DEFAULTS };
  for (const { gates: _, ...own } of readFiles(rasaDirectory, profile)) Object.assign(merged, own);
  return {
    confidence: merged.confidence,
    margin: merged.margin,
    clarifyLimit: merged.clarify_limit,
    silenceMinutes: merged.silence_minutes,
    ...(merged.same_way ? { sameWay: merged.same_way } : {}),
  };
}

/** `gates:` of the same files, overridden gate by gate; what is named in neither is no gate. @throws as `loadPolicy`. */
export function loadGates(rasaDirectory: string, profile: string): Gates {
  return Object.assign({}, ...readFiles(rasaDirectory, profile).map(({ gates }) => gates));
}

function readFiles(rasaDirectory: string, profile: string): z.infer<typeof file>[] {
  return ["core", profile].flatMap((folder) => {
    const path = join(rasaDirectory, folder, "policy.yml");
    if (!existsSync(path)) return [];
    const source = readFileSync(path, "utf8");
    const parsed = file.safeParse(parse(source) ?? {});
    if (parsed.success) return [parsed.data];
    const { issues } = parsed.error;
    const line = lineOf(source, issues[0]!);
    throw new NluDataError(join(folder, "policy.yml"), line, issues.map(sentenceOf).join("; "));
  });
}

/** Names the threshold itself, whichever block it stands in. */
function sentenceOf(issue: z.core.$ZodIssue): string {
  const isOfBlock = issue.code === "unrecognized_keys" || issue.path.at(-1) === "gates";
  return `${isOfBlock ? "" : (issue.path.findLast((part) => typeof part === "string") ?? "")} ${issue.message}`;
}

/** Where the threshold stands that an issue is about; 1 when it is about the whole file. */
function lineOf(source: string, issue: z.core.$ZodIssue): number {
  const path = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0]] : issue.path;
  const counter = new LineCounter();
  const node = parseDocument(source, { lineCounter: counter }).getIn(path, true);
  return isNode(node) && node.range ? counter.linePos(node.range[0]).line : 1;
}
