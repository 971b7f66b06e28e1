import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { type PromptValue, renderValue, type Variable, variableSchema } from "./prompt-values.ts";

/**
 * `word`: one plain word. `number`. `enum`: one of a few values, each with its words in the prompt's header. `text`: plain
 * text of bounded length from the owner's files. `data`: anything from outside, fenced and bounded. There is no kind that
 * puts foreign text in bare.
 */
export type VariableType = Variable["type"];

/** A type, or for an `enum` the values that the code may give. */
export type ProvidedVariable = Exclude<VariableType, "enum"> | readonly string[];

const CATEGORIES: ReadonlySet<string> = new Set(["system", "classification", "clarification", "response"]);
const VERSION_CHARACTERS = 12;
const SLOT = /\{\{\s*([A-Za-z]\w*)\s*\}\}/gu;
/** What stands above it opens the prompt and is the same for every call. */
const DIVIDER = /\n---\n/u;

const headerSchema = z.strictObject({
  variables: z.record(z.string().regex(/^[A-Za-z]\w*$/), variableSchema).default({}),
  maxTokens: z.int().min(1).max(4000).optional(),
  temperature: z.number().min(0).max(2).optional(),
});

export class PromptError extends Error {
  readonly code = "prompt_invalid";
  constructor(
    readonly prompt: string,
    readonly problem: string,
  ) {
    super(`Prompt ${prompt}: ${problem}`);
    this.name = "PromptError";
  }
}

/** What a prompt's header says about the call: absent where it leaves that to the code. */
export interface PromptLimits {
  maxTokens?: number;
  temperature?: number;
}

export interface Prompt<V extends string> {
  /** "response/around@3f2a…": the name and a hash of the file, for the turn's record. */
  version: string;
  limits: PromptLimits;
  /** The whole text. @throws PromptError for a value that is not of its type */
  render(values: Readonly<Record<V, PromptValue>>): string;
  /**
   * The text above the line `---` and the text below it; without that line `user` is empty for a prompt of the category
   * `system`, and `system` for all others.
   * @throws PromptError for a value that is not of its type
   */
  messages(values: Readonly<Record<V, PromptValue>>): { system: string; user: string };
}

export interface PromptManager {
  /**
   * @param name category and file without ".md"
   * @param provides the variables that the caller fills; a file need not use them all
   * @param needs those without which the prompt is useless
   * @throws PromptError when the prompt is not there, asks for anything else or does without what it needs
   */
  prompt<V extends string>(
    name: string,
    provides: Record<V, ProvidedVariable>,
    needs?: readonly NoInfer<V>[],
  ): Prompt<V>;
  /** Every prompt, "category/name", sorted. */
  names(): string[];
}

export interface PromptFile {
  /** "category/name". */
  name: string;
  source: string;
}

interface ParsedPrompt {
  variables: Readonly<Record<string, Variable>>;
  limits: PromptLimits;
  system: string;
  user: string;
  version: string;
}

/**
 * Reads every `{system,classification,clarification,response}/*.md` under `directory` once. A prompt is a YAML header
 * that declares its variables with their types, then the text with `{{variable}}`.
 * @param drafts stand in for the files of the same name
 * @throws PromptError for a file that is wrong in itself, whether anybody asks for it or not
 */
export function createPromptManager(directory: string, drafts: readonly PromptFile[] = []): PromptManager {
  const sources = new Map([...readPrompts(directory), ...drafts].map(({ name, source }) => [name, source]));
  const files = new Map([...sources].map(([name, source]) => [name, parsePrompt(name, source)]));
  return {
    prompt(name, provides, needs = []) {
      const file = files.get(name);
      if (!file) throw new PromptError(name, "there is no such file");
      for (const [variable, declared] of Object.entries(file.variables)) {
        const fault = mismatch(declared, (provides as Record<string, ProvidedVariable>)[variable]);
        if (fault) throw new PromptError(name, `"${variable}: ${declared.type}" ${fault}`);
      }
      for (const variable of needs)
        if (!(variable in file.variables)) throw new PromptError(name, `"${variable}" has to be used`);
      const fill = (text: string, values: Readonly<Record<string, PromptValue>>) => render(name, file, text, values);
      return {
        version: `${name}@${file.version}`,
        limits: file.limits,
        render: (values) =>
          [file.system, file.user]
            .map((part) => fill(part, values))
            .join("\n\n")
            .trim(),
        messages: (values) => ({ system: fill(file.system, values), user: fill(file.user, values) }),
      };
    },
    names: () => [...files.keys()].sort(),
  };
}

function readPrompts(directory: string): PromptFile[] {
  const folders = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name: category }) => {
    if (!CATEGORIES.has(category)) throw new PromptError(category, `no category: ${[...CATEGORIES].join(", ")}`);
    return readdirSync(join(directory, category))
      .filter((file) => file.endsWith(".md"))
      .map((file) => ({
        name: `${category}/${file.slice(0, -".md".length)}`,
        source: readFileSync(join(directory, category, file), "utf8"),
      }));
  });
}

function parsePrompt(name: string, raw: string): ParsedPrompt {
  const source = raw.replace(/^\uFEFF/u, "").replaceAll("\r\n", "\n");
  const [, head, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/u.exec(source) ?? [];
  if (head === undefined || body === undefined) throw new PromptError(name, "needs a header between two lines of ---");
  const { variables, ...limits } = parseHeader(name, head);
  const used = new Set([...body.matchAll(SLOT)].map((found) => found[1]!));
  for (const variable of used)
    if (!(variable in variables)) throw new PromptError(name, `"${variable}" is not declared`);
  for (const variable of Object.keys(variables))
    if (!used.has(variable)) throw new PromptError(name, `"${variable}" is not used`);
  if (body.replace(SLOT, "").includes("{{")) throw new PromptError(name, 'has a "{{" that is no {{variable}}');

  const parts = body.split(DIVIDER).map((part) => part.trim());
  const isSystem = name.startsWith("system/");
  if (parts.length > (isSystem ? 1 : 2)) throw new PromptError(name, "has too many lines of ---");
  const [first = "", second] = parts;
  if (first === "" || second === "") throw new PromptError(name, "is empty");
  const [system, user] = isSystem ? [first, ""] : second === undefined ? ["", first] : [first, second];
  const version = createHash("sha256").update(source).digest("hex").slice(0, VERSION_CHARACTERS);
  return { variables, limits, system, user, version };
}

function parseHeader(name: string, head: string): z.output<typeof headerSchema> {
  let yaml: unknown;
  try {
    yaml = parse(head);
  } catch (error) {
    throw new PromptError(name, `header: ${(error as Error).message.split("\n")[0]}`);
  }
  const parsed = headerSchema.safeParse(yaml ?? {});
  if (!parsed.success) throw new PromptError(name, `header: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function mismatch(declared: Variable, provided: ProvidedVariable | undefined): string | undefined {
  if (provided === undefined) return "is not provided";
  if (typeof provided === "string") return provided === declared.type ? undefined : `is provided as ${provided}`;
  if (declared.type !== "enum") return "is provided as enum";
  const missing = provided.filter((value) => !declared.values.has(value));
  return missing.length === 0 ? undefined : `has no words for ${missing.join(", ")}`;
}

function render(name: string, file: ParsedPrompt, text: string, values: Readonly<Record<string, PromptValue>>): string {
  return text.replace(SLOT, (_, variable: string) => {
    const rendered = renderValue(variable, file.variables[variable]!, values[variable] ?? "");
    if ("fault" in rendered) throw new PromptError(name, `"${variable}" ${rendered.fault}`);
    return rendered.text;
  });
}
