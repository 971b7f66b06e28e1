import { foldText } from "../../shared/index.ts";
import type { Facts } from "../types.ts";
import { AROUND } from "./around-vocabulary-es.ts";
import { atomsOf, type KnownValues, keyOf, knownValues, wordsOf } from "./derived-values.ts";
import type { Atom } from "./figure-values.ts";
import { localDate } from "./local-date.ts";
import { readReply, type Statement } from "./reading.ts";
import { FOREIGN, FREE, groupOf, PROMISES } from "./vocabulary-es.ts";

const MAX_CHARACTERS = 1500;
/** Letters as they are written, without markup: unseen, raised and turned-round ones hide something. */
const PLAIN = /^[A-Za-zÀ-ÖØ-öø-ÿ0-9\s.,;:!?¡¿()"'“”«»\-–—…*_%$€£#/+&@=]*$/u;
const DAYS_FROM_NOW: Readonly<Record<string, number>> = { hoy: 0, mañana: 1, manana: 1, "pasado manana": 2, ayer: -1 };
const DAY_MS = 86_400_000;
/** What opens a sentence about a case and is no name. */
const OPENERS: ReadonlySet<string> = new Set(
  foldText(`cliente clienta clientes quiere pide pidio solicita solicito pregunta pregunto dice dijo comenta comento
    menciona menciono reporta reporto desea necesita busca intenta intento insiste espera esta tiene tenia prefiere
    tambien ademas antes despues luego ultimo ultima motivo asunto resumen situacion estado no ya hoy ayer cuando donde
    como cual que quien cuanto quieres prefieres necesitas te lo`).split(" "),
);

export interface DerivedContext {
  /** ISO 8601 instant; with it "mañana" counts as a date. */
  now?: string;
  /** IANA name of the business's zone. */
  timeZone?: string;
}

/**
 * Why a free text (a case summary) may not be used: it says something that neither the sources
 * nor the facts hold. Every number, date, time, price, code, link, phone, e-mail and capitalised name is looked up by
 * value; "mañana a las 5" is 2026-11-22T17:00 when the context says what day it is. A promise, and a verb that reports an
 * effect (done, denied or to come), must be in the sources with the same negation. It does not see a false relation of
 * two true things: use it where a person reads the text beside its sources, never for what a customer is told.
 *
 * @param sources what was said, oldest first; @param facts nested JSON, ISO dates and minor units are understood
 * @returns reasons such as "money", "name", "promise", "outcome": never a word of the text; empty when it may be used
 */
export function checkDerived(
  text: string,
  sources: readonly string[],
  facts: Facts,
  context: DerivedContext = {},
): string[] {
  if (text.trim() === "") return ["empty"];
  if (text.length > MAX_CHARACTERS) return ["length"];
  const known = knownValues(sources, facts, context.timeZone);
  const added = wordsOf(text).filter((word) => !known.words.has(word));
  const isPromised = (word: string) => {
    const stem = PROMISES.exec(foldText(word))?.[0];
    return stem === undefined || [...known.words].some((own) => foldText(own).startsWith(stem));
  };
  return [
    ...new Set([
      ...(PLAIN.test(text) ? [] : ["characters"]),
      ...atomsOf(text).flatMap((atom) => (isKnown(atom, known, context) ? [] : [atom.kind])),
      ...(namesOf(text).every((name) => known.words.has(name)) ? [] : ["name"]),
      ...(added.every(isPromised) ? [] : ["promise"]),
      ...(added.filter((word) => FOREIGN.has(foldText(word))).length >= 2 ? ["language"] : []),
      ...outcomeReasons(text, sources),
    ]),
  ];
}

function isKnown(atom: Atom, { atoms, words }: KnownValues, { now, timeZone = "UTC" }: DerivedContext): boolean {
  if (atoms.has(keyOf(atom))) return true;
  const { kind, value } = atom;
  // "a las 5" may stand for either half of the day that the sources know.
  if (kind === "time" && value.endsWith("?")) {
    const [hour = "", minute = ""] = value.slice(0, -1).split(":");
    return [Number(hour) % 12, (Number(hour) % 12) + 12].some((h) =>
      atoms.has(`time=${String(h).padStart(2, "0")}:${minute}`),
    );
  }
  if (kind === "day-word") {
    const days = DAYS_FROM_NOW[value.replace(/^part /u, "")];
    if (now !== undefined && days !== undefined) {
      const { day } = localDate(new Date(Date.parse(now) + days * DAY_MS).toISOString(), timeZone);
      if (atoms.has(`date=${day.slice(5)}`)) return true;
    }
    return isPartOfKnownTime(value, atoms);
  }
  if (kind === "number") return /^[\d.]+$/u.test(value) && atoms.has(`money=${value}`);
  // Capitals only: emphasis of a word that was said.
  return kind === "code" && words.has(value.toLowerCase());
}

function isPartOfKnownTime(value: string, atoms: ReadonlySet<string>): boolean {
  const part = value.split(" ").at(-1) ?? "";
  const [from = 0, to = 0] = { manana: [0, 12], tarde: [12, 20], noche: [19, 24] }[part] ?? [];
  return [...atoms].some((key) => {
    const hour = /^time=(\d{2}):/u.exec(key)?.[1];
    return hour !== undefined && Number(hour) >= from && Number(hour) < to;
  });
}

/** Words with a capital that a sentence's start does not explain, in lower case. */
function namesOf(text: string): string[] {
  return [...text.matchAll(/(?<![\p{L}\d])\p{Lu}\p{Ll}[\p{L}\p{M}]*/gu)].flatMap(({ index, 0: word }) => {
    const folded = foldText(word);
    const isOpener = OPENERS.has(folded) || FREE.has(folded) || AROUND.has(folded) || groupOf(folded) !== undefined;
    const opens = /(?:^|[.!?¡¿…:\n"«]\s*)$/u.test(text.slice(0, index));
    return opens && isOpener ? [] : [word.toLowerCase()];
  });
}

function outcomeReasons(text: string, sources: readonly string[]): string[] {
  const said = new Set(sources.flatMap((source) => effectsOf(source).map(({ key }) => key)));
  const classes = new Set(sources.flatMap((source) => verbsOf(source).map(({ verb }) => verb.class)));
  return effectsOf(text).some(({ key, isReport, name }) => (isReport ? !said.has(key) : !classes.has(name)))
    ? ["outcome"]
    : [];
}

/** What a text reports as done or to come, outside its questions; a third person ("cancela") only names the effect. */
function effectsOf(text: string): Array<{ key: string; isReport: boolean; name: string }> {
  return verbsOf(text)
    .filter(({ isAsked, verb }) => !isAsked && verb.form !== "open")
    .map(({ verb, isNegated }) => {
      const form = verb.form === "done-by-you" ? "done" : verb.form;
      return {
        key: `${verb.class}:${form}:${isNegated ? "no" : "yes"}`,
        isReport: form === "done" || form === "future",
        name: verb.class,
      };
    });
}

function verbsOf(text: string) {
  return readReply(text).statements.flatMap((statement: Statement) => (statement.kind === "verb" ? [statement] : []));
}
