import { resolve } from "node:path";
import {
  type CatalogueNames,
  type EmbeddedClassifier,
  openEmbedded,
  readExamples,
  readTrainingData,
  type TrainingExample,
} from "../../src/nlu/index.ts";
import { silentLogger } from "../../src/shared/index.ts";

export const RASA_DIRECTORY = resolve("rasa");

/** The names of profiles/studio/catalogue.yml, as `app.ts` hands them over. */
export const studio: CatalogueNames = {
  services: [
    "Masaje relajante",
    "Masaje descontracturante",
    "Masaje con piedras calientes",
    "Facial hidratante",
    "Manicure",
    "Pedicure",
    "Yoga",
    "Pilates reformer",
  ],
  professionals: ["Laura Méndez", "Ana Torres", "Carlos Ríos", "Sofía Herrera", "Diego Luna"],
  packages: ["Paquete Relax 5", "Yoga 8 clases", "Pilates 10", "Belleza total"],
};

/** The studio's classifier as the first test of a run trained it: what is tested on it is not the training, which takes seconds. */
export function trainedStudio(): Promise<EmbeddedClassifier> {
  return openEmbedded({
    profile: "studio",
    rasaDirectory: RASA_DIRECTORY,
    catalogue: studio,
    directory: resolve(".data/test/models"),
    logger: silentLogger,
  });
}

/** A message as its bare words, to compare two of them. */
export function words(text: string): string[] {
  const folded = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return folded.match(/[\p{L}\p{N}]+|\p{Extended_Pictographic}/gu) ?? [];
}

/** The held-out lines without those that a trainer happened to write as well: they would measure memory. */
export function unseenHeldOut(): TrainingExample[] {
  const known = new Set(readTrainingData(RASA_DIRECTORY, "studio").examples.map(({ text }) => words(text).join(" ")));
  const heldOut = readExamples(`${RASA_DIRECTORY}/studio/test/heldout.yml`);
  return heldOut.filter(({ text }) => !known.has(words(text).join(" ")));
}
