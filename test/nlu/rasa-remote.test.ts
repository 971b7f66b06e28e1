import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CandidateModel, ModelChoice } from "../../src/nlu/index.ts";
import { type FakeRasa, startFakeRasa } from "./fake-rasa.ts";
import { eventually, isReady, MACHINE_TIMEOUT_MS, machine } from "./rasa-machine.ts";

describe("models on servers elsewhere", { timeout: MACHINE_TIMEOUT_MS }, () => {
  let blue: FakeRasa;
  let green: FakeRasa;
  let choice: ModelChoice;
  let refused: string[];
  let wishes = 0;
  const choices = {
    read: async () => ({ ...choice }),
    judge: async (candidate: CandidateModel) => {
      choice = { active: candidate };
    },
    refuse: async (_: CandidateModel, reason: string) => {
      refused.push(reason);
      delete choice.candidate;
    },
  };
  const wish = (name: string, urls: string[]) => {
    choice.candidate = { id: String(++wishes), name, urls };
  };

  beforeEach(async () => {
    [blue, green] = [await startFakeRasa(), await startFakeRasa()];
    blue.model = "studio-blue";
    green.model = "studio-green";
    choice = {};
    refused = [];
  });
  afterEach(async () => {
    await blue.stop();
    await green.stop();
  });

  it("the other colour is warmed, judged and asked from then on; the way back is the same", async () => {
    const on = machine();
    const { nlu } = on.start({ urls: [blue.url], choices });
    await isReady(nlu, "studio-blue");
    wish("studio-green", [green.url]);
    await isReady(nlu, "studio-green");
    expect(green.asked.filter(({ path }) => path.startsWith("/model/parse")).length).toBeGreaterThan(0);
    expect(await nlu.parse("studio", "hola")).toMatchObject({ engine: "rasa", model: "studio-green" });
    // Without URLs it is the one of RASA_URL, which has it still.
    wish("studio-blue", []);
    await isReady(nlu, "studio-blue");
    expect(refused).toEqual([]);
    expect(on.calls()).toEqual([]);
  });

  it("a colour that has another model than was wished for is refused, and so is one that never answers", async () => {
    const on = machine();
    const { nlu } = on.start({ urls: [blue.url], choices, startTimeoutMs: 3000 });
    await isReady(nlu, "studio-blue");
    wish("studio-red", [green.url]);
    await eventually(() => expect(refused).toHaveLength(1));
    expect(refused[0]).toContain("tiene cargado studio-green, no studio-red");
    wish("studio-red", []);
    await eventually(() => expect(refused).toHaveLength(2));
    expect(refused[1]).toContain("tiene cargado studio-blue");
    const { port } = green;
    await green.stop();
    wish("studio-green", [`http://127.0.0.1:${port}`]);
    await eventually(() => expect(refused).toHaveLength(3));
    expect(nlu.status().model).toBe("studio-blue");
  });

  it("a promoted colour that is silent at the start is passed by, and taken when it answers", async () => {
    green.answer = "error";
    choice = { active: { name: "studio-green", urls: [green.url] } };
    const on = machine();
    const { nlu } = on.start({ urls: [blue.url], choices, patienceMs: 200 });
    await isReady(nlu, "studio-blue");
    expect(on.said.filter((line) => line.includes("studio-green, no se puede servir"))).toHaveLength(1);
    green.answer = "well";
    await isReady(nlu, "studio-green");
  });

  it("a server in a container beside npm start takes over from the one that npm start runs", async () => {
    const on = machine({ isInstalled: true });
    const { nlu } = on.start({ choices });
    await isReady(nlu);
    wish("studio-green", [green.url]);
    await isReady(nlu, "studio-green");
    await eventually(() => expect(on.records()).toEqual([]));
  });
});
