import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { readExamples } from "../../src/nlu/index.ts";
import { unifiedDiff } from "../../src/training/inbox/example-diff.ts";
import { applyInsertion, insertExamples, newExampleFile } from "../../src/training/inbox/example-insert.ts";
import { readMarkedLine, writeMarkup } from "../../src/training/inbox/example-text.ts";

const folder = mkdtempSync(join(tmpdir(), "atiende-insert-"));
afterAll(() => rmSync(folder, { recursive: true }));

const HOUSE = `# Lo que se dice al llegar.
version: "3.1"

nlu:
  - intent: saludo # el primero
    examples: |
      - hola
      - buenas, [yoga](servicio)

  - synonym: "Yoga"
    examples: |
      - yogui
  - intent: despedida
    examples: |
        - adiós
        - hasta luego
`;

test("a line goes to the end of its intent's block, indented as the one before it, and nothing else changes", () => {
  const insertion = insertExamples(HOUSE, "saludo", ["qué onda"]);
  expect(insertion).toEqual({ at: 8, lines: ["      - qué onda"] });
  expect(applyInsertion(HOUSE, insertion!)).toBe(HOUSE.replace("(servicio)\n", "(servicio)\n      - qué onda\n"));
  expect(insertExamples(HOUSE, "despedida", ["bai"])).toEqual({ at: 16, lines: ["        - bai"] });
  expect(insertExamples(HOUSE, "queja", ["mal"])).toBeUndefined();
  expect(insertExamples("nlu: [", "saludo", ["hola"])).toBeUndefined();
});

/** Words as customers write them, and what YAML could take for something of its own. */
const line = fc
  .array(fc.constantFrom("hola", "¿qué?", "#1", "-", "a: b", "'x'", '"y"', "मुझे", "👍", "[yoga](servicio)", "|", "%"), {
    minLength: 1,
    maxLength: 4,
  })
  .map((words) => words.join(" "));
const block = fc.record({
  intent: fc.constantFrom("saludo", "despedida", "queja", "otra"),
  lines: fc.array(line, { minLength: 1, maxLength: 4 }),
  indent: fc.constantFrom(2, 4, 6, 8),
  blanks: fc.nat(2),
  comment: fc.boolean(),
});
const house = fc
  .record({
    blocks: fc.array(block, { minLength: 1, maxLength: 4 }),
    end: fc.constantFrom("\n", "", "\n\n", "\n# fin\n"),
    isCrlf: fc.boolean(),
  })
  .map(({ blocks, end, isCrlf }) => {
    const written = blocks.map(({ intent, lines, indent, blanks, comment }) => {
      const items = lines.map((one) => `${" ".repeat(4 + indent)}- ${one}`).join("\n");
      return `${comment ? "  # nota\n" : ""}  - intent: ${intent}\n    examples: |\n${items}${"\n".repeat(blanks)}`;
    });
    const text = `version: "3.1"\n\nnlu:\n${written.join("\n")}${end}`;
    return { text: isCrlf ? text.replaceAll("\n", "\r\n") : text, blocks };
  });

test("whatever the file, the new line reads as an example of its intent, and without it the bytes are as before", () => {
  const file = join(folder, "any.yml");
  fc.assert(
    fc.property(house, fc.nat(), line, ({ text, blocks }, pick, example) => {
      const { intent } = blocks[pick % blocks.length]!;
      const insertion = insertExamples(text, intent, [example]);
      if (!insertion) throw new Error("no place");
      const after = applyInsertion(text, insertion);
      writeFileSync(file, text);
      const before = readExamples(file).map((one) => `${one.intent} ${one.source}`);
      writeFileSync(file, after);
      const now = readExamples(file).map((one) => `${one.intent} ${one.source}`);
      expect(now).toHaveLength(before.length + 1);
      const at = now.findIndex((one, index) => one !== before[index]);
      expect(now[at]).toBe(`${intent} ${example}`);
      expect(now.toSpliced(at, 1)).toEqual(before);
      const lines = after.split("\n");
      expect(lines.toSpliced(insertion.at, 1).join("\n")).toBe(text);
    }),
    { seed: 20_261_121, numRuns: 300 },
  );
});

test.each([
  ["in the middle and at the end", HOUSE],
  ["of a file without a last line end", HOUSE.trimEnd()],
  ["of a file from Windows", HOUSE.replaceAll("\n", "\r\n")],
])("git takes the patch: insertions %s", (_, before) => {
  const path = "rasa/core/nlu/saludo.yml";
  mkdirSync(join(folder, "rasa/core/nlu"), { recursive: true });
  writeFileSync(join(folder, path), before);
  const insertions = ["saludo", "despedida"].map((intent) => insertExamples(before, intent, ["uno", "dos"])!);
  writeFileSync(join(folder, "a.patch"), `# https://atiende.test\n${unifiedDiff({ path, before, insertions })}`);
  execFileSync("git", ["apply", "a.patch"], { cwd: folder, env: { ...process.env, GIT_CEILING_DIRECTORIES: folder } });
  const after = readFileSync(join(folder, path), "utf8");
  expect(after).toBe(insertions.reverse().reduce(applyInsertion, before));
});

test("a new file is written as the others are", () => {
  const path = join(folder, "saludo.fr.yml");
  writeFileSync(path, newExampleFile("saludo", ["coucou", "bonjour"]));
  expect(readExamples(path).map(({ intent, text }) => [intent, text])).toEqual([
    ["saludo", "coucou"],
    ["saludo", "bonjour"],
  ]);
});

test("marks are written and read as trainers write them", () => {
  const marks = [
    { entity: "profesional", start: 4, end: 9, value: "Ana Torres" },
    { entity: "servicio", start: 12, end: 16 },
  ];
  const written = writeMarkup("con anita a yoga", marks);
  expect(written).toBe('con [anita]{"entity":"profesional","value":"Ana Torres"} a [yoga](servicio)');
  expect(readMarkedLine(written)).toEqual({ text: "con anita a yoga", marks });
});
