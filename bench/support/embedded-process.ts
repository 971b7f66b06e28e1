import { resolve } from "node:path";
import { loadProfile } from "../../src/config/index.ts";
import { catalogueNames, readTrainingData, trainEmbedded } from "../../src/nlu/index.ts";
import { SAMPLE_TEXTS } from "./messages.ts";

/** Trains the embedded classifier in a process that has done nothing else, as a start does, and parses for a while. */
const parseForMs = Number(process.argv[2]);
const { catalogue } = loadProfile(resolve("profiles/studio"));
const readFrom = performance.now();
const data = readTrainingData(resolve("rasa"), "studio");
const readMs = performance.now() - readFrom;
const trainFrom = performance.now();
const classifier = trainEmbedded(data, catalogueNames(catalogue));

const trainMs = performance.now() - trainFrom;

const parse = (forMs: number) => {
  const from = performance.now();
  let parses = 0;
  while (performance.now() - from < forMs) classifier.parse(SAMPLE_TEXTS[parses++ % SAMPLE_TEXTS.length]!);
  return (parses * 1000) / (performance.now() - from);
};
parse(parseForMs / 4);
const parsesPerSecond = parse(parseForMs);
process.send?.({ examples: data.examples.length, readMs, trainMs, parsesPerSecond });
