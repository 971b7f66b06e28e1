import type { Insertion } from "./example-insert.ts";

/** A file of a patch. `before` is undefined where the file is new; then the one insertion is all of it. */
export interface FileChange {
  /** From the repository's root, with "/" between. */
  path: string;
  before: string | undefined;
  insertions: Insertion[];
}

interface Line {
  sign: " " | "-" | "+";
  text: string;
  /** It is the last of its file and nothing ends it. */
  isOpen?: boolean;
}

const CONTEXT = 3;
const NO_END = "\\ No newline at end of file\n";

/** One file's part of a patch as `git apply` reads it. */
export function unifiedDiff({ path, before, insertions }: FileChange): string {
  const head = `diff --git a/${path} b/${path}\n`;
  if (before === undefined) {
    const lines = insertions.flatMap((insertion) => insertion.lines);
    const added = lines.map((line) => `+${line}\n`).join("");
    return `${head}new file mode 100644\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1,${lines.length} @@\n${added}`;
  }
  return `${head}--- a/${path}\n+++ b/${path}\n${hunksOf(linesOf(before, insertions)).join("")}`;
}

/** All lines of the file, old and new, in their order. */
function linesOf(before: string, insertions: Insertion[]): Line[] {
  const isEnded = before.endsWith("\n");
  const old = before.split("\n");
  if (isEnded) old.pop();
  const lines = [...old.keys(), old.length].flatMap((at): Line[] => {
    const added = insertions.filter((one) => one.at === at).flatMap((one) => one.lines);
    const plus = added.map((text): Line => ({ sign: "+", text }));
    const text = old[at];
    return text === undefined ? plus : [...plus, { sign: " ", text }];
  });
  if (isEnded) return lines;
  // The old last line gets an end, which is a change of it.
  const last = lines.findLastIndex(({ sign }) => sign === " ");
  if (last === lines.length - 1) return lines.with(last, { ...lines[last]!, isOpen: true });
  const { text } = lines[last]!;
  const added = lines
    .slice(last + 1)
    .map((line, at, all) => (at === all.length - 1 ? { ...line, isOpen: true } : line));
  return [...lines.slice(0, last), { sign: "-", text, isOpen: true }, { sign: "+", text }, ...added];
}

function hunksOf(lines: Line[]): string[] {
  const hunks: string[] = [];
  let old = 0;
  let fresh = 0;
  let from = 0;
  const isNear = (at: number) =>
    lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(({ sign }) => sign !== " ");
  while (from < lines.length) {
    let to = from;
    while (to < lines.length && isNear(to)) to += 1;
    if (to === from) {
      old += 1;
      fresh += 1;
      from += 1;
      continue;
    }
    const hunk = lines.slice(from, to);
    const oldCount = hunk.filter(({ sign }) => sign !== "+").length;
    const newCount = hunk.filter(({ sign }) => sign !== "-").length;
    const place = (start: number, count: number) => `${count === 0 ? start : start + 1},${count}`;
    const body = hunk.map(({ sign, text, isOpen }) => `${sign}${text}\n${isOpen ? NO_END : ""}`).join("");
    hunks.push(`@@ -${place(old, oldCount)} +${place(fresh, newCount)} @@\n${body}`);
    old += oldCount;
    fresh += newCount;
    from = to;
  }
  return hunks;
}
