import { readdirSync, readFileSync } from "node:fs";
import { eld } from "eld/small";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { createLanguageDetector, createLanguageLibrary, readExamples } from "../../src/nlu/index.ts";
import { RASA_DIRECTORY, studio } from "./studio.ts";

interface Message {
  texto: string;
  idioma: string;
}

const own: { cortos: Message[]; sin_idioma: string[]; sin_cambio: Message[]; cambio: Message[] } = parse(
  readFileSync("test/nlu/language-list.yml", "utf8"),
);
/** Written by somebody who had not seen the detector. */
const blind: Message[] = parse(readFileSync("test/nlu/idiomas-cortos.yml", "utf8"));

const detect = createLanguageDetector({ names: Object.values(studio).flat() });

function describeHeard({ texto, idioma }: Message): string {
  const heard = detect(texto);
  return `${texto}: ${idioma}, heard ${heard?.language ?? "nothing"}${heard?.isSure ? " surely" : ""}`;
}

function isSwitchedAway({ texto, idioma }: Message): boolean {
  const heard = detect(texto);
  return heard?.isSure === true && heard.language !== idioma;
}

describe("the language of a message", () => {
  it.each([
    { name: "the development list", messages: own.cortos },
    { name: "the blind list", messages: blind },
  ])("is right in 97 of 100 messages of up to three words: $name", ({ name, messages }) => {
    const misses = messages.filter(({ texto, idioma }) => detect(texto)?.language !== idioma);
    const accuracy = 1 - misses.length / messages.length;
    const misread = misses.map(describeHeard).join("\n  ");
    console.log(`${name}: ${(accuracy * 100).toFixed(1)} % of ${messages.length}\n  ${misread}`);
    expect(accuracy, misread).toBeGreaterThanOrEqual(0.97);
    expect(messages.filter(isSwitchedAway).map(describeHeard)).toEqual([]);
  });

  it("is judged by the library with a table of three languages as with its own of sixty", () => {
    const whole = eld.newInstance();
    whole.enableTextCleanup(true);
    whole.setLanguageSubset(["es", "en", "fr"]);
    const small = createLanguageLibrary();
    const texts = [
      ...[...own.cortos, ...own.cambio, ...own.sin_cambio, ...blind].map(({ texto }) => texto),
      ...readExamples(`${RASA_DIRECTORY}/studio/test/idiomas.yml`).map(({ text }) => text),
    ];
    const read = (library: { detect: typeof whole.detect }) =>
      texts.map((text) => ({ text, ...library.detect(text).getScores() }));
    // When this fails after an update of eld: node --import tsx scripts/language-letters.ts
    expect(read(small)).toEqual(read(whole));
    expect(texts.length).toBeGreaterThan(300);
  });

  it("is not guessed where there is nothing to read", () => {
    expect(own.sin_idioma.filter((text) => detect(text))).toEqual([]);
    expect(["", "   ", "привет", "你好"].filter((text) => detect(text))).toEqual([]);
  });

  it("does not switch with a borrowed word, a courtesy, a name or what the catalogue calls things", () => {
    expect(own.sin_cambio.filter(isSwitchedAway).map(describeHeard)).toEqual([]);
  });

  it("switches when somebody plainly writes in another", () => {
    const unheard = own.cambio.filter(({ texto, idioma }) => {
      const heard = detect(texto);
      return !heard?.isSure || heard.language !== idioma;
    });
    expect(unheard.map(describeHeard)).toEqual([]);
  });

  it("is hardly ever surely another one than that of the trainers' file", () => {
    const lines = ["core", "studio"].flatMap((part) => {
      const folder = `${RASA_DIRECTORY}/${part}/nlu`;
      const files = readdirSync(folder).filter((file) => file !== "synonyms.yml");
      return files.flatMap((file) => {
        const idioma = /\.(en|fr|hi)\.yml$/u.exec(file)?.[1] ?? "es";
        return readExamples(`${folder}/${file}`).map(({ text }) => ({ texto: text, idioma }));
      });
    });
    const switched = lines.filter(isSwitchedAway);
    // The Spanish files hold some that ask for another language, in that language.
    expect(switched.length / lines.length, switched.map(describeHeard).join("\n")).toBeLessThan(0.005);
  });

  it("is Hindi in Devanagari, with English words among it too, and not for the sign of om", () => {
    expect(detect("कल massage चाहिए")).toEqual({ language: "hi", isSure: true });
    expect(detect("yoga ॐ")).toBeUndefined();
  });

  it("is read past links, codes and figures, with or without accents and apostrophes", () => {
    expect(detect("quiero cambiar K7M4QX https://example.com/the/booking")?.language).toBe("es");
    expect(detect("K7M4QX 17:30 https://example.com/the/booking")).toBeUndefined();
    expect(detect("l heure du rdv")).toEqual(detect("l'heure du rdv"));
    expect(detect("MAÑANAAA QUIERO IR")).toEqual({ language: "es", isSure: true });
  });
});

describe("the names of the business", () => {
  it("say nothing of who writes them, and the words around them do", () => {
    const bare = createLanguageDetector();
    expect(bare("Masaje con piedras calientes")?.language).toBe("es");
    expect(detect("Masaje con piedras calientes")).toBeUndefined();
    expect(detect("Masaje con piedras calientes please tomorrow")).toEqual({ language: "en", isSure: true });
    expect(detect("con Ana")?.language).toBe("es");
  });
});
