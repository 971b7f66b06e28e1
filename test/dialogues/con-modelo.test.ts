import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type NaturalModel, startNaturalModel } from "../support/natural-model.ts";
import { RASA_TIMEOUT_MS, rasaUrl } from "../support/rasa.ts";
import { readDialogues } from "./dialogue-file.ts";
import { openStage, type Stage } from "./stage.ts";

/** Of every so many one is played again: each kind is among them. All hold (`EACH=1`), and take three minutes more. */
const EACH = Number(process.env.EACH ?? 3);

/** The same dialogues with a model behind OPENAI_BASE_URL: it is heard, and what was promised still holds to the figure. */
describe("con un modelo que redacta", () => {
  let model: NaturalModel;
  let stage: Stage;
  beforeAll(async () => {
    model = await startNaturalModel();
    stage = await openStage(await rasaUrl(), { OPENAI_BASE_URL: model.baseUrl, LLM_MODEL_SIMPLE: "natural" });
  }, RASA_TIMEOUT_MS);
  afterAll(async () => {
    await stage?.stop();
    await model?.close();
  });

  for (const [number, story] of readDialogues(import.meta.dirname).entries()) {
    if (number % EACH !== 0) continue;
    const run = story.falla_hoy ? test.fails : test;
    run(`${story.file}: ${story.cuento}`, () => stage.play(story, number));
  }

  test("y al modelo se le oye", async () => {
    const heard = await stage.phrases();
    console.info(
      `con modelo: ${heard.llm} respuestas redactadas, ${heard.refused} rechazadas, ${heard.template} con su plantilla`,
    );
    expect(heard.llm).toBeGreaterThan(heard.refused * 20);
  });
});
