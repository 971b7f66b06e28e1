import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { IANAZone } from "luxon";
import { readWhen, type WhenContext, whenLanguages } from "../src/nlu/index.ts";

const USAGE = `Uso: npm run -s dates:parse -- --now <ISO> --tz <zona> --lang <${whenLanguages.join("|")}> [--opens HH:MM] [--closes HH:MM]
  Lee líneas de la entrada y escribe por cada una {"date":…,"time":…,"partOfDay":…}.`;

const context = readFlags(process.argv.slice(2));
if (!context) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  for await (const line of createInterface({ input: process.stdin }))
    console.log(JSON.stringify(readWhen(line, context)));
}

/** What the flags say; undefined when one is missing, unknown or makes no sense. */
function readFlags(args: string[]): WhenContext | undefined {
  const { now, tz, lang, opens, closes } = parse(args) ?? {};
  const moment = new Date(now ?? "");
  const isClock = (time: string | undefined) => time === undefined || /^([01]\d|2[0-3]):[0-5]\d$/.test(time);
  if (Number.isNaN(moment.getTime()) || !tz || !IANAZone.isValidZone(tz)) return undefined;
  if (!whenLanguages.includes(lang ?? "es") || !isClock(opens) || !isClock(closes)) return undefined;
  const hours = { ...(opens ? { opensAt: opens } : {}), ...(closes ? { closesAt: closes } : {}) };
  return { now: moment, timeZone: tz, language: lang ?? "es", ...hours };
}

function parse(args: string[]) {
  const option = { type: "string" } as const;
  try {
    return parseArgs({ args, options: { now: option, tz: option, lang: option, opens: option, closes: option } })
      .values;
  } catch {
    return undefined;
  }
}
