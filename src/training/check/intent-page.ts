import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What each intent means, for whoever writes examples or judges messages; from the root. */
export const INTENT_PAGE = "rasa/intenciones.md";

/** A row of the page's tables. */
export interface IntentMeaning {
  /** Several where they mean the same kind of thing: `saludo`, `despedida`. */
  intents: string[];
  /** The other cells that say something, under their column's name: "no es". */
  says: { heading: string; text: string }[];
  line: number;
}

/** The rows of the tables whose first column is `intención`; undefined when there is no such page. */
export function readIntentPage(rootDirectory: string): IntentMeaning[] | undefined {
  const path = join(rootDirectory, INTENT_PAGE);
  if (!existsSync(path)) return undefined;
  let headings: string[] | undefined;
  return readFileSync(path, "utf8")
    .split("\n")
    .flatMap((source, index) => {
      const cells = cellsOf(source);
      if (!cells) headings = undefined;
      else if (!headings) headings = cells;
      else if (headings[0] === "intención") return meaningOf(headings, cells, index + 1);
      return [];
    });
}

/** undefined: the line is no part of a table. */
function cellsOf(source: string): string[] | undefined {
  const line = source.trim();
  if (!/^\|.*\|$/.test(line)) return undefined;
  const cells = line.slice(1, -1).split(/(?<!\\)\|/);
  return cells.map((cell) => cell.replaceAll("\\|", "|").replaceAll("**", "").trim());
}

/** Nothing for the line of dashes. */
function meaningOf([, ...headings]: string[], [first = "", ...cells]: string[], line: number): IntentMeaning[] {
  const intents = [...first.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
  if (intents.length === 0) return [];
  const says = headings.flatMap((heading, at) => (cells[at] ? [{ heading, text: cells[at].replaceAll("`", "") }] : []));
  return [{ intents, says, line }];
}
