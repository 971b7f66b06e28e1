import type { Random } from "./random.ts";
import { HOURS, MONTHS, PEOPLE, SERVICES, type Span, WEEKDAYS } from "./spans.ts";

const SAME_HOUR = [/a(\.?\s?)m/iu, /p(\.?\s?)m/iu] as const;

export function otherNumber({ text }: Span, random: Random): string {
  const digits = /\d[\d,]*/u.exec(text)?.[0] ?? "0";
  const value = Number(digits.replaceAll(",", ""));
  const turned = Number([...String(value)].reverse().join(""));
  const near = [value + 1, value * 2, value + 10, value * 10, Math.max(value - 5, 1), value + 100, turned];
  const wrong = random.pick(near.filter((one) => one !== value));
  return text.replace(digits, wrong.toLocaleString("en-US"));
}

export function otherDate({ text }: Span, random: Random): string | undefined {
  const lower = text.toLowerCase();
  const relative = ["hoy", "mañana", "pasado mañana"];
  if (relative.includes(lower)) return random.pick(relative.filter((word) => word !== lower));
  const weekday = WEEKDAYS.find((day) => lower.startsWith(day));
  const day = /\d{1,2}/u.exec(lower)?.[0];
  const month = MONTHS.find((name) => lower.endsWith(name));
  const changes: (() => string)[] = [];
  if (weekday) {
    changes.push(() => lower.replace(weekday, random.pick(WEEKDAYS.filter((other) => other !== weekday))));
  }
  if (day) changes.push(() => lower.replace(day, String(((Number(day) + random.pick([0, 1, 6, 9])) % 28) + 1)));
  if (month) changes.push(() => lower.replace(month, random.pick(MONTHS.filter((other) => other !== month))));
  return changes.length > 0 ? random.pick(changes)() : undefined;
}

export function otherTime({ text }: Span, random: Random): string | undefined {
  const flips: (() => string)[] = [];
  if (SAME_HOUR[0].test(text)) flips.push(() => text.replace(SAME_HOUR[0], "p$1m"));
  else if (SAME_HOUR[1].test(text)) flips.push(() => text.replace(SAME_HOUR[1], "a$1m"));
  if (text.includes("de la tarde")) flips.push(() => text.replace("de la tarde", "de la mañana"));
  if (text.includes("de la mañana")) flips.push(() => text.replace("de la mañana", "de la noche"));
  const hour = /\d{1,2}/u.exec(text)?.[0];
  if (hour) flips.push(() => text.replace(hour, String(((Number(hour) + random.pick([0, 1, 2, 10])) % 12) + 1)));
  if (/:\d\d/u.test(text)) flips.push(() => text.replace(/:\d\d/u, random.pick([":15", ":45", ":20"])));
  const word = HOURS.find((name) => text.startsWith(name));
  if (word) flips.push(() => text.replace(word, random.pick(HOURS.filter((other) => other !== word))));
  if (flips.length === 0) return undefined;
  const wrong = random.pick(flips)();
  return wrong === text ? undefined : wrong;
}

const LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789";

export function otherCode({ kind, text }: Span, random: Random): string | undefined {
  if (kind === "link" && random.next() < 0.5) {
    const host = /\/\/([^/]+)/u.exec(text)?.[1] ?? "";
    return text.replace(
      host,
      random.pick(["estudio-calma.example", "pagos-calma.example", "bit.example", "estudiocalma.example.mx"]),
    );
  }
  const from = kind === "link" ? text.lastIndexOf("/") + 1 : 0;
  const places = [...text].flatMap((letter, index) => (index >= from && /[\w]/u.test(letter) ? [index] : []));
  const at = random.pick(places);
  const letter = /\d/u.test(text[at] ?? "") ? random.pick([..."0123456789"]) : random.pick([...LETTERS]);
  return letter === text[at] ? undefined : text.slice(0, at) + letter + text.slice(at + 1);
}

export function otherName({ kind, text }: Span, random: Random): string {
  const list = kind === "person" ? PEOPLE : SERVICES;
  const own = text.toLowerCase();
  const other = random.pick(
    list.filter((name) => !name.toLowerCase().startsWith(own) && !own.startsWith(name.toLowerCase())),
  );
  const wrong = kind === "person" && !text.includes(" ") ? (other.split(" ")[0] ?? other) : other;
  return text === own ? wrong.toLowerCase() : wrong;
}
