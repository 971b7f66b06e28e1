import { describe, expect, test } from "vitest";
import { MAX_BUTTON_LABEL } from "../../src/channels/index.ts";
import { loadResponses } from "../../src/nlu/index.ts";
import { RASA_DIRECTORY } from "./studio.ts";

type Templates = Map<string, string[]>;

/** Languages that a business may answer in besides Spanish. */
const TRANSLATIONS = ["en", "fr", "hi"];
/** Filled with a Spanish noun, so the other languages do without it. */
const SPANISH_ONLY = new Set(["tipo"]);

/**
 * How a tú shows itself. What an usted hears as well is not here: "escribe" is "write!" to the one and "somebody writes" to
 * the other.
 */
const TU_WORDS = `
  tú te ti tu tus tuyo tuya tuyos tuyas contigo
  eres estás estabas tienes tengas tenías quieres quieras querías quisieras quisiste puedes puedas podrías pudiste prefieres
  prefieras necesitas necesites dices digas dijiste pides pidas pediste pagas pagues pagaste sabes sepas haces hagas hiciste vas
  vayas vienes vengas viniste ves veas explicas cuentas escribes escribas escribiste llamas llames mandas mandes buscas gustas
  dime dímelo dímela dinos escríbeme escríbemelo escríbelo escríbenos cuéntame cuéntamelo cuéntanos mándame mándamelo mándamela
  pregúntame avísame avísanos llámame llámanos elígelo elígela confírmame confírmalo tócalo míralo espérame recuérdame discúlpame`;
/** "ayudarte", "viéndote". */
const TU_ENDINGS = "(?!aparte|comparte|reparte|fuerte|suerte)\\p{L}{2,}(?:[aeií]r|ndo)te";
const TU_FORMS = new RegExp(`(?<!\\p{L})(?:${TU_WORDS.trim().split(/\s+/).join("|")}|${TU_ENDINGS})(?!\\p{L})`, "iu");

const spanish = only("es");
const usted = only("es-usted");

/** One file of the core and one of the studio: what a language has by itself. */
function only(language: string): Templates {
  return loadResponses(RASA_DIRECTORY, "studio", language);
}

function placeholders(variants: string[]): string[] {
  return [...new Set(variants.join("\n").match(/\{\w+\}/g))].sort();
}

function keysWhere(templates: Templates, isSo: (variants: string[], key: string) => boolean): string[] {
  return [...templates].filter(([key, variants]) => isSo(variants, key)).map(([key]) => key);
}

describe.each(TRANSLATIONS)("the templates in %s", (language) => {
  const templates = only(language);

  test("are those of Spanish, each in the same folder, so that no customer meets a missing sentence", () => {
    expect([...templates.keys()].sort()).toEqual([...spanish.keys()].sort());
    const core = (of: string) => [...loadResponses(RASA_DIRECTORY, "none", of).keys()].sort();
    expect(core(language)).toEqual(core("es"));
  });

  test("tell the same facts as Spanish", () => {
    const differing = keysWhere(templates, (variants, key) => {
      const expected = placeholders(spanish.get(key) ?? []).filter((name) => !SPANISH_ONLY.has(name.slice(1, -1)));
      return placeholders(variants).join() !== expected.join();
    });
    expect(differing).toEqual([]);
  });

  test("have another way to say whatever Spanish has another way to say", () => {
    const fewer = keysWhere(spanish, (variants, key) => new Set(templates.get(key)).size < variants.length);
    expect(fewer).toEqual([]);
  });

  test("tell who left the word that lets them in again", () => {
    expect(templates.get("utter_baja")?.join()).toContain("START");
    expect(templates.get("utter_baja_recordatorio")?.join()).toContain("START");
  });
});

test.each(["es", "es-usted", ...TRANSLATIONS])("every button in %s fits a WhatsApp button", (language) => {
  const tooLong = keysWhere(
    only(language),
    (variants, key) => key.startsWith("utter_boton_") && variants.some((text) => [...text].length > MAX_BUTTON_LABEL),
  );
  expect(tooLong).toEqual([]);
});

test.each(["es", "es-usted", ...TRANSLATIONS])("a customer who speaks %s answers from 1 to 5", (language) => {
  const question = loadResponses(RASA_DIRECTORY, "studio", language).get("utter_satisfaccion")?.join() ?? "";
  expect(question).toMatch(/1\D+5/);
});

describe("an usted", () => {
  test("has its own words wherever Spanish says tú, and only there", () => {
    const informal = keysWhere(spanish, (variants) => variants.some((text) => TU_FORMS.test(text)));
    expect([...usted.keys()].sort()).toEqual(informal.sort());
  });

  test("is never called tú", () => {
    const spoken = loadResponses(RASA_DIRECTORY, "studio", "es", "usted");
    expect(keysWhere(spoken, (variants) => variants.some((text) => TU_FORMS.test(text)))).toEqual([]);
  });

  test("hears the same facts in as many ways", () => {
    const differing = keysWhere(usted, (variants, key) => {
      const own = spanish.get(key) ?? [];
      return variants.length !== own.length || placeholders(variants).join() !== placeholders(own).join();
    });
    expect(differing).toEqual([]);
  });
});
