import { type Reading, readReply } from "../../../../src/llm/grounding/reading.ts";
import { verbForm } from "../../../../src/llm/grounding/verb-forms-es.ts";
import {
  APOLOGY,
  groupOf,
  LABEL_OF_FIGURE,
  MONEY_ROLES,
  PROMISES,
} from "../../../../src/llm/grounding/vocabulary-es.ts";
import type { Facts } from "../../../../src/llm/index.ts";
import { foldText } from "../../../../src/shared/index.ts";

/** What the facts add to the template: other forms of what it says, never another fact. */
export interface FactForms {
  /** Folded words of the names of the customer and of the business, for addressing them. */
  names: ReadonlySet<string>;
  /** Short texts of the facts: where the template says one, a rewording says it too. */
  texts: string[];
  isoDates: string[];
  isPeso: boolean;
  hasPrice: boolean;
  hasDuration: boolean;
}

const WHO =
  /(?:^|\.)(?:customer|client|business|first|full)_?name$|(?:^|\.)(?:customer|client|business)\.(?:first_?)?name$/iu;
const MAX_NAME_WORDS = 4;
const MAX_TEXT_CHARACTERS = 60;

export function factForms(facts: Facts): FactForms {
  const leaves = leavesOf(facts, "");
  const strings = leaves.flatMap(({ path, value }) => (typeof value === "string" ? [{ path, text: value }] : []));
  const figures = leaves.filter(({ value }) => typeof value === "number").map(({ path }) => path);
  const texts = strings.map(({ text }) => text);
  return {
    names: new Set(strings.filter(({ path }) => WHO.test(path)).flatMap(({ text }) => nameWords(text))),
    texts: texts.filter(
      (text) => text.length >= 3 && text.length <= MAX_TEXT_CHARACTERS && /\p{L}/u.test(text) && !/^\d{4}-/u.test(text),
    ),
    isoDates: texts.flatMap((text) => /^\d{4}-\d{2}-\d{2}(?!\d)/u.exec(text)?.[0] ?? []),
    isPeso: texts.some((text) => /^(?:MXN|COP|DOP|ARS|CLP|UYU|CUP)$/u.test(text)),
    hasPrice: figures.some((path) => /price|amount|cost|total/iu.test(path)),
    hasDuration: figures.some((path) => /duration|minutes/iu.test(path)),
  };
}

/** Keys of statements that a rewording may make although the template does not. */
export function allowedAdditions(said: Reading, template: string, facts: FactForms): ReadonlySet<string> {
  const keys = new Set(said.statements.map((statement) => statement.key));
  const allowed = new Set<string>();
  for (const iso of facts.isoDates) {
    for (const place of ["", "?"]) {
      if (!keys.has(`date=${iso.slice(5)}${place}`)) continue;
      allowed.add(`weekday=${((new Date(`${iso}T00:00:00Z`).getUTCDay() + 6) % 7) + 1}${place}`);
      allowed.add(`year=${iso.slice(0, 4)}${place}`);
    }
  }
  const figures = said.statements.flatMap((statement) => (statement.kind === "figure" ? [statement] : []));
  for (const { figure } of figures) {
    const label = LABEL_OF_FIGURE[figure];
    if (label && said.questions === 0) allowed.add(`group=${label}`);
  }
  const amounts = figures.filter(({ figure }) => figure === "money");
  const lengths = figures.filter(({ key }) => /^number=[\d.]+(?:min|h)\??$/u.test(key));
  if (amounts.length === 1 && facts.hasPrice && !MONEY_ROLES.test(foldText(template))) allowed.add("group=price");
  if (amounts.length > 0 && facts.isPeso) allowed.add("group=peso");
  if (lengths.length === 1 && facts.hasDuration) allowed.add("group=duration");
  const verbs = said.statements.flatMap((statement) => (statement.kind === "verb" ? [statement] : []));
  if (verbs.some(({ verb }) => verb.class === "book")) allowed.add("group=appointment");
  if (verbs.some(({ isAsked, verb }) => isAsked && verb.class !== "confirm")) {
    for (const key of ASKS_TO_CONFIRM) allowed.add(key);
  }
  if (said.questions > 0) allowed.add("group=want");
  return allowed;
}

/** "¿Confirmas que agende…?" and "¿Agendo…?" ask the same, as long as the effect itself is named. */
export const ASKS_TO_CONFIRM: ReadonlySet<string> = new Set([
  "verb=confirm:open:yes?",
  "verb=confirm:open-for-others:yes?",
]);

/** A customer chooses the own name, so it frees only words that mean nothing here: never "Gratis" or "Cancelada". */
function nameWords(name: string): string[] {
  const parts = name.trim().split(/\s+/u);
  if (parts.length > MAX_NAME_WORDS) return [];
  return parts
    .filter((part) => /^\p{Lu}[\p{L}\p{M}]*$/u.test(part))
    .map(foldText)
    .filter(isMeaningless);
}

function isMeaningless(folded: string): boolean {
  const { statements, moods } = readReply(folded);
  const isOpen = statements.length === 1 && statements[0]?.kind === "open" && moods.size === 0;
  return isOpen && ![PROMISES.test(folded), groupOf(folded), verbForm(folded), APOLOGY.has(folded)].some(Boolean);
}

function leavesOf(value: unknown, path: string): Array<{ path: string; value: unknown }> {
  if (value === null || typeof value !== "object") return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, path === "" ? key : `${path}.${key}`));
}
