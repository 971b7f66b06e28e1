import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

/**
 * `word`: one plain word, put in as it is. `data`: anything from outside, fenced as data. There is no kind that puts
 * foreign text in bare.
 */
export type VariableType = "word" | "data";

const CATEGORIES = ["system", "classification", "clarification", "response"] as const;
const VERSION_CHARACTERS = 12;
const SLOT = /\{\{\s*([A-Za-z]\w*)\s*\}\}/gu;
const header = z.strictObject({
  variables: z.record(z.string().regex(/^[A-Za-z]\w*$/), z.enum(["word", "data"])).default({}),
});

export class PromptError extends Error {
  readonly code = "prompt_invalid";
  constructor(prompt: string, problem: string) {
    super(`Prompt ${prompt}: ${problem}`);
    this.name = "PromptError";
  }
}

export interface Prompt<V extends string> {
  /** "response/reword@3f2a…": the name and a hash of the file, for the turn's record. */
  version: string;
  /** @throws PromptError when a `word` is no word. */
  render(values: Record<V, string>): string;
}

export interface PromptManager {
  /**
   * @param name category and file without ".md"
   * @param provides the variables that the caller fills, each with its type
   * @throws PromptError when the prompt is not there or asks for anything else
   */
  prompt<V extends string>(name: string, provides: Record<V, VariableType>): Prompt<V>;
}

interface PromptFile {
  variables: Record<string, VariableType>;
  body: string;
  version: string;
}

/**
 * Reads every `{system,classification,clarification,response}/*.md` under `directory` once. A prompt is a YAML header
 * that declares its variables with their types, then the text with `{{variable}}`. Shipped prompts keep the header's
 * mapping on one line, because Biome's Markdown formatter takes an indented header apart.
 * @throws PromptError for a prompt whose header and text disagree
 */
export function createPromptManager(directory: string): PromptManager {
  const files = new Map(readPrompts(directory).map((file) => [file.name, parsePrompt(file.name, file.source)]));
  return {
    prompt(name, provides) {
      const file = files.get(name);
      if (!file) throw new PromptError(name, "there is no such file");
      for (const [variable, type] of Object.entries(file.variables)) {
        const provided = (provides as Record<string, VariableType>)[variable];
        if (provided !== type) throw new PromptError(name, `"${variable}: ${type}" is not provided`);
      }
      return { version: `${name}@${file.version}`, render: (values) => render(name, file, values) };
    },
  };
}

function readPrompts(directory: string): Array<{ name: string; source: string }> {
  const folders = new Set(readdirSync(directory));
  return CATEGORIES.filter((category) => folders.has(category)).flatMap((category) =>
    readdirSync(join(directory, category))
      .filter((file) => file.endsWith(".md"))
      .map((file) => ({
        name: `${category}/${file.slice(0, -".md".length)}`,
        source: readFileSync(join(directory, category, file), "utf8").replaceAll("\r\n", "\n"),
      })),
  );
}

function parsePrompt(name: string, source: string): PromptFile {
  const [, head, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/u.exec(source) ?? [];
  if (head === undefined || body === undefined) throw new PromptError(name, "needs a header between two lines of ---");
  const parsed = header.safeParse(parse(head));
  if (!parsed.success) throw new PromptError(name, z.prettifyError(parsed.error));
  const { variables } = parsed.data;
  const used = new Set([...body.matchAll(SLOT)].map((found) => found[1]!));
  for (const variable of used)
    if (!(variable in variables)) throw new PromptError(name, `"${variable}" is not declared`);
  for (const variable of Object.keys(variables))
    if (!used.has(variable)) throw new PromptError(name, `"${variable}" is not used`);
  const version = createHash("sha256").update(source).digest("hex").slice(0, VERSION_CHARACTERS);
  return { variables, body: body.trim(), version };
}

function render(name: string, file: PromptFile, values: Record<string, string>): string {
  return file.body.replace(SLOT, (_, variable: string) => {
    const value = values[variable] ?? "";
    if (file.variables[variable] === "data") return fence(variable, value);
    if (!/^[\p{L}\p{N}_-]+$/u.test(value)) throw new PromptError(name, `"${variable}" must be one word`);
    return value;
  });
}

/** One JSON string without "<" or ">", so that no text can close its own fence or open another. */
function fence(variable: string, text: string): string {
  const escaped = JSON.stringify(text).replaceAll("<", "\\u003c").replaceAll(">", "\\u003e");
  return `<data name="${variable}">${escaped}</data>`;
}
