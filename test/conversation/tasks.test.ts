import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { readTasks } from "../../src/conversation/tasks.ts";
import { createNlu, loadPolicy, type Nlu } from "../../src/nlu/index.ts";
import { silentLogger } from "../../src/shared/index.ts";
import { studio, trainedStudio } from "../nlu/studio.ts";

const rasaDirectory = resolve("rasa");
const policy = loadPolicy(rasaDirectory, "studio");
let nlu: Nlu;
beforeAll(async () => {
  const embedded = await trainedStudio();
  nlu = createNlu({ profile: "studio", rasaDirectory, catalogue: studio, embedded, logger: silentLogger });
});

const parse = (text: string) => nlu.parse("studio", text);
async function intentsOf(text: string): Promise<string[]> {
  const tasks = await readTasks(text, await parse(text), parse, policy);
  return tasks.map(({ intent }) => intent.name);
}

/** Written without sight of the code: thirty messages that ask for two things, twenty that only look like it. */
const blind = readFileSync("test/dialogues/dos-cosas.txt", "utf8")
  .trim()
  .split("\n")
  .map((line) => {
    const [text = "", intents = ""] = line.split("\t");
    return { text, intents: intents.split(",") };
  });

test("what looks like two wishes and is one is not taken apart", async () => {
  const taken: string[] = [];
  for (const { text, intents } of blind.filter((line) => line.intents.length === 1)) {
    const read = await intentsOf(text);
    if (read.length > 1) taken.push(`${text}: ${read.join(" + ")} instead of ${intents[0]}`);
  }
  expect(taken).toEqual([]);
});

test("most messages with two wishes are read as two, in their order", async () => {
  const missed: string[] = [];
  const twice = blind.filter((line) => line.intents.length === 2);
  for (const { text, intents } of twice) {
    const read = await intentsOf(text);
    if (read.join() !== intents.join()) missed.push(`${text}: ${read.join(" + ")} instead of ${intents.join(" + ")}`);
  }
  console.log(`two wishes: ${twice.length - missed.length} of ${twice.length}\n${missed.join("\n")}`);
  // 17 of 30 at first sight, 23 after mending; what is missed is answered as one wish, and nothing is written for it.
  expect(missed.length).toBeLessThanOrEqual(8);
});
