import { mkdirSync, readdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openEmbedded, readTrainingData, trainEmbedded } from "../../src/nlu/index.ts";
import { silentLogger } from "../../src/shared/index.ts";
import { RASA_DIRECTORY, studio, trainedStudio } from "./studio.ts";
import { temporaryFolder } from "./temporary.ts";

const EXAMPLES = {
  saludo: ["hola", "buenos días", "qué tal"],
  agendar_cita: ["quiero una cita", "un masaje el viernes", "apártame un lugar mañana"],
  cancelar_cita: ["cancela mi cita", "ya no voy a ir", "quita mi reserva"],
};
const TEXTS = ["hola, qué tal", "quiero un masaje mañana", "cancela lo del viernes", "🦄", ""];

function trainerFile(examples: Record<string, string[]>): string {
  const blocks = Object.entries(examples).map(
    ([intent, lines]) => `  - intent: ${intent}\n    examples: |\n${lines.map((line) => `      - ${line}\n`).join("")}`,
  );
  return `version: "3.1"\nnlu:\n${blocks.join("")}`;
}

/** A trainer's folder, a folder for what is kept, and starts of the application over both. */
function house(examples: Record<string, string[]> = EXAMPLES) {
  const rasaDirectory = temporaryFolder({ "core/nlu/x.yml": trainerFile(examples) });
  const directory = join(temporaryFolder(), "models");
  return {
    directory,
    teach: (more: Record<string, string[]>) =>
      writeFileSync(join(rasaDirectory, "core/nlu/x.yml"), trainerFile({ ...examples, ...more })),
    kept: () => readdirSync(directory).sort(),
    /** What a start answers, and whether it had to train. */
    async start() {
      const said: { isKept?: boolean } = {};
      const logger = { ...silentLogger, info: (fields: object) => Object.assign(said, fields) };
      const embedded = await openEmbedded({ profile: "studio", rasaDirectory, catalogue: studio, directory, logger });
      const answers = TEXTS.map((text) => ({ ...embedded.parse(text), durationMs: 0 }));
      return { isKept: said.isKept, answers, words: [...embedded.words("saludo")], intents: embedded.intents };
    },
  };
}

describe("the embedded classifier that an earlier start trained", () => {
  it("answers exactly as when it was trained", async () => {
    const { start } = house();
    const first = await start();
    const second = await start();
    expect([first.isKept, second.isKept]).toEqual([false, true]);
    expect({ ...second, isKept: false }).toEqual(first);
    expect(second.words).toEqual(["hola", "buenos", "dias", "que", "tal"]);
  });

  it("is the one that is trained without a folder", { timeout: 90_000 }, async () => {
    await trainedStudio();
    const kept = await trainedStudio();
    const trained = trainEmbedded(readTrainingData(RASA_DIRECTORY, "studio"), studio);
    const text = "hola, tendrán lugar el jueves para una amiga y para mí?";
    expect(kept.model).toBe(trained.model);
    expect(kept.parse(text).ranking).toEqual(trained.parse(text).ranking);
  });

  it("is trained anew when a trainer changes a line", async () => {
    const { start, teach } = house();
    await start();
    teach({ despedida: ["adiós", "hasta luego"] });
    const changed = await start();
    expect(changed).toMatchObject({ isKept: false, intents: expect.arrayContaining(["despedida"]) });
  });

  it.each([
    { damage: "is cut in half", spoil: (path: string) => truncateSync(path, 2000) },
    { damage: "is empty", spoil: (path: string) => truncateSync(path, 0) },
    {
      damage: "has one byte wrong",
      spoil(path: string) {
        const bytes = readFileSync(path);
        bytes[bytes.length - 100]! ^= 1;
        writeFileSync(path, bytes);
      },
    },
  ])("is ignored when its file $damage, and a good one takes its place", async ({ spoil }) => {
    const { start, directory, kept } = house();
    const first = await start();
    spoil(join(directory, kept()[0]!));
    const second = await start();
    expect(second).toEqual(first);
    expect((await start()).isKept).toBe(true);
    expect(kept()).toHaveLength(1);
  });

  it("makes room: the three newest stay, and what a killed start left goes", async () => {
    const { start, teach, directory, kept } = house();
    // A file system may count time in steps as long as a start takes.
    const age = (name: string, seconds: number) => utimesSync(join(directory, name), seconds, seconds);
    mkdirSync(directory);
    writeFileSync(join(directory, "embedded-studio-0-0.999"), "half");
    age("embedded-studio-0-0.999", 1000);
    writeFileSync(join(directory, "embedded-other-0-0"), "another profile's");
    for (let count = 0; count < 4; count++) {
      const before = kept();
      teach({ despedida: [`adiós ${"a".repeat(count + 1)}`, `${"chao ".repeat(count + 1)}`] });
      await start();
      age(kept().find((name) => !before.includes(name))!, 2000 + count);
    }
    expect(kept()).toHaveLength(4);
    expect(kept()).toContain("embedded-other-0-0");
    expect(kept()).not.toContain("embedded-studio-0-0.999");
    expect((await start()).isKept).toBe(true);
  });

  it("is done without where nothing can be written", async () => {
    const { start, directory } = house();
    writeFileSync(directory, "a file where the folder should be");
    const [one, two] = [await start(), await start()];
    expect([one.isKept, two.isKept]).toEqual([false, false]);
    expect(two).toEqual(one);
  });
});
