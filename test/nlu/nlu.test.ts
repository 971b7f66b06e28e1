import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  createNlu,
  type EmbeddedClassifier,
  type NluControl,
  readTrainingData,
  trainEmbedded,
} from "../../src/nlu/index.ts";
import { silentLogger } from "../../src/shared/index.ts";
import { PATIENCE_MS } from "../support/clock.ts";
import { type FakeRasa, startFakeRasa } from "./fake-rasa.ts";
import { RASA_DIRECTORY, studio } from "./studio.ts";

describe("understanding with Rasa, and without it", () => {
  let embedded: EmbeddedClassifier;
  let nlu: NluControl;
  let rasa: FakeRasa;
  let states: string[];
  const engineOf = async (text = "quiero una cita") => (await nlu.parse("studio", text)).engine;

  /** Waits for what must come, however slow the machine is. */
  const eventually = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: PATIENCE_MS });
  const create = (timeoutMs = PATIENCE_MS) =>
    createNlu({
      profile: "studio",
      rasaDirectory: RASA_DIRECTORY,
      catalogue: studio,
      embedded,
      token: "a-token",
      logger: silentLogger,
      onBreaker: (name, state) => states.push(`${name} ${state}`),
      timeoutMs,
      resetMs: 200,
    });

  beforeAll(() => {
    embedded = trainEmbedded(readTrainingData(RASA_DIRECTORY, "studio"), studio);
  });
  beforeEach(async () => {
    states = [];
    rasa = await startFakeRasa();
    nlu = create();
  });
  afterEach(async () => {
    await nlu.close();
    await rasa.stop();
  });

  it("answers from the first moment, before there is any Rasa", async () => {
    nlu.reportRasa("preparing", "installing");
    const parse = await nlu.parse("studio", "quiero una cita");
    expect(parse).toMatchObject({ engine: "embedded", intent: { name: "agendar_cita" } });
    expect(nlu.status()).toMatchObject({ engine: "embedded", rasa: { state: "preparing", detail: "installing" } });
  });

  it("asks Rasa with text, message id and token once it is there", async () => {
    nlu.use("studio", [rasa.url], "studio-1");
    const parse = await nlu.parse("studio", "quién ganó", { messageId: "m1" });
    expect(parse).toMatchObject({ engine: "rasa", model: "studio-1", intent: { name: "fuera_de_alcance" } });
    expect(rasa.asked).toEqual([
      { path: "/model/parse?token=a-token", body: { text: "quién ganó", message_id: "m1" } },
    ]);
    expect(nlu.status()).toMatchObject({ engine: "rasa", model: "studio-1", rasa: { state: "ready" } });
  });

  it("shows Rasa the same code in place of any, so that chance decides nothing, and answers with the customer's", async () => {
    nlu.use("studio", [rasa.url], "studio-1");
    const parses = [await nlu.parse("studio", "cancela la 3H34WJ"), await nlu.parse("studio", "cancela la XFQMFC")];
    expect(rasa.asked.map(({ body }) => body.text)).toEqual(["cancela la K7M4QX", "cancela la K7M4QX"]);
    expect(parses.map(({ entities }) => entities[0]?.value)).toEqual(["3H34WJ", "XFQMFC"]);
  });

  it.each(["error", "silence", "nonsense"] as const)(
    "falls back when Rasa answers with %s, opens at once, and Rasa takes over again by itself",
    async (trouble) => {
      if (trouble === "silence") {
        await nlu.close();
        nlu = create(300);
      }
      nlu.use("studio", [rasa.url], "studio-1");
      rasa.answer = trouble;
      for (let i = 0; i < 3; i++) expect(await engineOf()).toBe("embedded");
      expect(nlu.status()).toMatchObject({ engine: "embedded", rasa: { state: "down" } });
      expect(states[0]).toBe("rasa open");

      // No customer asks meanwhile: the probe is ours.
      rasa.answer = "well";
      await eventually(() => expect(nlu.status().engine).toBe("rasa"));
      // Again when it is silent for as long as a busy machine's pause.
      await eventually(async () => expect(await engineOf()).toBe("rasa"));
    },
  );

  it("survives a server that goes away and comes back on the same port", async () => {
    nlu.use("studio", [rasa.url], "studio-1");
    expect(await engineOf()).toBe("rasa");
    const { port } = rasa;
    await rasa.stop();
    for (let i = 0; i < 3; i++) expect(await engineOf()).toBe("embedded");
    rasa = await startFakeRasa(port);
    await eventually(() => expect(nlu.status().engine).toBe("rasa"));
  });

  it("a server that is replaced while its breaker is open leaves no open breaker behind", async () => {
    nlu.use("studio", [rasa.url], "studio-1");
    rasa.answer = "error";
    for (let i = 0; i < 3; i++) await engineOf();
    nlu.use("studio", [], "");
    expect(states).toEqual(["rasa open", "rasa close"]);
  });

  it("asks the next server when one refuses, and the least busy first", async () => {
    const other = await startFakeRasa();
    nlu.use("studio", [rasa.url, other.url], "studio-1");
    // As many as both take at a time: one more would wait, and go to whichever server is done first.
    await Promise.all(Array.from({ length: 8 }, () => engineOf()));
    expect([rasa.asked.length, other.asked.length]).toEqual([4, 4]);
    await rasa.stop();
    const engines = await Promise.all(Array.from({ length: 8 }, () => engineOf()));
    expect(new Set(engines)).toEqual(new Set(["rasa"]));
    await other.stop();
  });

  it("switches servers between two messages and loses no answer under way", async () => {
    const next = await startFakeRasa();
    nlu.use("studio", [rasa.url], "studio-1");
    const underWay = nlu.parse("studio", "hola");
    nlu.use("studio", [next.url], "studio-2");
    expect(await underWay).toMatchObject({ engine: "rasa", model: "studio-1" });
    expect(await nlu.parse("studio", "hola")).toMatchObject({ engine: "rasa", model: "studio-2" });
    await next.stop();
  });

  it("tells when the servers before are idle: the call under way on them is over then", async () => {
    const next = await startFakeRasa();
    void nlu.use("studio", [rasa.url], "studio-1");
    rasa.answer = "silence";
    const underWay = nlu.parse("studio", "hola");
    await eventually(() => expect(rasa.asked).toHaveLength(1));
    const order: string[] = [];
    const drained = nlu.use("studio", [next.url], "studio-2").then(() => order.push("idle"));
    // Whoever asks now does not wait for it, and the one who was caught is answered by the successor.
    expect(await nlu.parse("studio", "hola")).toMatchObject({ engine: "rasa", model: "studio-2" });
    order.push("answered by the successor");
    await rasa.stop();
    expect(await underWay).toMatchObject({ engine: "rasa", model: "studio-2" });
    await drained;
    expect(order).toEqual(["answered by the successor", "idle"]);
    await next.stop();
  });

  it("both engines are of the model in service, also when Rasa is gone, until another is", async () => {
    const lines = ["tiene garantía", "cuánto dura la garantía"].map((text) => ({
      text,
      file: "garantia.yml",
      line: 1,
    }));
    const examples = lines.map((line) => ({ ...line, intent: "garantia", source: line.text, entities: [] }));
    const empty = { synonyms: new Map(), lookups: new Map(), regexes: new Map() };
    const data = { ...empty, examples, blocks: [{ kind: "intent" as const, name: "garantia", lines }] };
    const other = trainEmbedded(data, studio);
    void nlu.use("studio", [rasa.url], "studio-2", other);
    const { ranking } = await nlu.parse("studio", "tiene garantía");
    expect(ranking.map(({ name }) => name)).toEqual(expect.arrayContaining(["garantia", "fuera_de_alcance"]));
    expect(nlu.intents()).toEqual(["garantia"]);
    void nlu.use("studio", [], "", other);
    expect(await nlu.parse("studio", "tiene garantía")).toMatchObject({ engine: "embedded", model: other.model });
    void nlu.use("studio", [rasa.url], "studio-1");
    expect(nlu.intents()).toEqual([...embedded.intents]);
  });

  it("gives catalogue values and UTF-16 places for what Rasa found behind an emoji", async () => {
    // Rasa counts 😀 as one; "masaje mañana" is a span that DIET was seen to give.
    rasa.entities = [
      { entity: "servicio", value: "masaje mañana", start: 5, end: 18 },
      { entity: "evento", value: "bautizo", start: 22, end: 29 },
    ];
    nlu.use("studio", [rasa.url], "studio-1");
    const text = "😀 un masaje mañana al bautizo";
    const { entities } = await nlu.parse("studio", text);
    expect(entities).toEqual([
      { entity: "servicio", value: "Masaje relajante", text: "masaje", start: 6, end: 12 },
      { entity: "fecha", value: "mañana", text: "mañana", start: 13, end: 19 },
      { entity: "evento", value: "bautizo", text: text.slice(23, 30), start: 23, end: 30 },
    ]);
  });

  it("sends Rasa a thousand characters at most, without NUL and broken halves", async () => {
    nlu.use("studio", [rasa.url], "studio-1");
    const parse = await nlu.parse("studio", `a\0b\uD800${"😀".repeat(2000)}`);
    expect(parse.text.length).toBeLessThanOrEqual(1000);
    expect(parse.text.isWellFormed()).toBe(true);
    expect(parse.text).not.toContain("\0");
    expect(rasa.asked[0]!.body.text).toBe(parse.text);
  });

  it("does not bother Rasa with nothing, nor with a profile that its model does not know", async () => {
    nlu.use("studio", [rasa.url], "studio-1");
    expect((await nlu.parse("studio", "  ")).intent.name).toBe("nlu_fallback");
    expect((await nlu.parse("ferreteria", "hola")).engine).toBe("embedded");
    expect(rasa.asked).toEqual([]);
  });

  it("a caller that gave up hears so, and Rasa is not blamed", async () => {
    nlu.use("studio", [rasa.url], "studio-1");
    rasa.answer = "silence";
    for (let i = 0; i < 5; i++) {
      const giveUp = new AbortController();
      const parse = nlu.parse("studio", "hola", { signal: giveUp.signal });
      await eventually(() => expect(rasa.asked.length).toBe(i + 1));
      giveUp.abort();
      await expect(parse).rejects.toThrow();
    }
    expect(nlu.status().engine).toBe("rasa");
  });
});
