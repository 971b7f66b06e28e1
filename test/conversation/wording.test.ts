import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { INTENT_BUTTONS } from "../../src/conversation/intent-labels.ts";
import { TEMPLATE_KEYS } from "../../src/conversation/template-keys.ts";
import { createWording, WordingError } from "../../src/conversation/wording.ts";
import { loadResponses } from "../../src/nlu/index.ts";

const studio = () => loadResponses("rasa", "studio", "es");

test("the list of templates is what actions and conversation say, no more and no less", () => {
  const source = ["src/actions", "src/conversation"].flatMap((room) =>
    readdirSync(room)
      .filter((file) => file !== "template-keys.ts")
      .map((file) => readFileSync(`${room}/${file}`, "utf8")),
  );
  const said = new Set(
    source
      .join("\n")
      .match(/"utter_\w+"/g)
      ?.map((quoted) => quoted.slice(1, -1)),
  );
  for (const button of INTENT_BUTTONS) said.add(button);
  expect([...TEMPLATE_KEYS].sort()).toEqual([...said].sort());
  expect([...studio().keys()].sort()).toEqual([...said].sort());
});

test("a placeholder with a typo and a template that was renamed keep the service from starting, both named at once", () => {
  const templates = studio();
  templates.set("utter_saludo", ["Hola, soy de {negosio}"]);
  templates.delete("utter_ayuda");
  expect(() => createWording(new Map([["es", templates]]), "es")).toThrow(WordingError);
  expect(() => createWording(new Map([["es", templates]]), "es")).toThrow(
    /utter_ayuda: falta[\s\S]*utter_saludo: \{negosio\} no es un marcador/,
  );
});
