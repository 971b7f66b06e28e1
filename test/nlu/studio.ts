import { resolve } from "node:path";
import type { CatalogueNames } from "../../src/nlu/index.ts";

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
