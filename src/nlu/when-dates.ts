import { day, figures, found, inMonth, isoDate, nextWithNumber, resolve } from "./when-calendar.ts";
import type { Find, Rule, Scan } from "./when-scan.ts";
import { isPluralWeekday, monthOf, shortWeekdayOf, TODAY, TOMORROW, weekdayOf } from "./when-words.ts";

/** Spanish ways of naming a day, most specific first. */
export const dateRules: Rule[] = [
  isoDate,
  figures,
  dayAndMonth,
  monthAndDay,
  monthAlone,
  relative,
  dayByName,
  weekday,
  week,
  dayOfMonth,
];

/** "15 de diciembre", "3 dic", "1ero de enero de 2027", "15 del 12", "15 de este mes", "15 del próximo mes" */
function dayAndMonth(scan: Scan, at: number): Find | undefined {
  const number = dayNumber(scan, at);
  if (!number) return undefined;
  let next = number.to;
  if (scan.has(next, "de|del")) next++;
  const month = monthOf(scan.key(next));
  if (month) {
    // "el 5 mar" is a date; "5 mar" alone may be the sea: short names need a preposition or an article.
    const isShort = scan.key(next).length <= 3 && next === number.to && !scan.has(at - 1, "el|dia|del|para");
    if (isShort && month === 3) return undefined;
    const isYear = scan.has(next + 1, "de|del") && (scan.tokens[next + 2]?.key.length ?? 0) === 4;
    const year = isYear ? scan.number(next + 2) : undefined;
    return found(scan, at, next + (year ? 3 : 1), resolve(scan, number.value, month, year));
  }
  if (next === number.to) return undefined;
  const isNamed = scan.has(at - 1, "el|dia");
  if (isNamed && scan.has(next - 1, "del") && scan.isFigure(next) && !scan.isCounted(next + 1)) {
    return found(scan, at, next + 1, resolve(scan, number.value, scan.number(next)!, undefined));
  }
  if (scan.has(next, "este|presente", "mes")) return found(scan, at, next + 2, inMonth(scan, number.value, 0));
  if (scan.has(next, "proximo|siguiente|otro", "mes")) return found(scan, at, next + 2, inMonth(scan, number.value, 1));
  if (scan.has(next, "mes", "que|q", "viene|entra")) return found(scan, at, next + 3, inMonth(scan, number.value, 1));
  if (scan.has(next, "mes", "proximo|siguiente")) return found(scan, at, next + 2, inMonth(scan, number.value, 1));
  return undefined;
}

/** "diciembre 15" */
function monthAndDay(scan: Scan, at: number): Find | undefined {
  const month = monthOf(scan.key(at));
  if (!month || scan.key(at).length <= 3 || !scan.isFigure(at + 1) || scan.isCounted(at + 2)) return undefined;
  return found(scan, at, at + 2, resolve(scan, scan.number(at + 1)!, month, undefined));
}

/** "en enero", "junio y julio": a month and no day. */
function monthAlone(scan: Scan, at: number): Find | undefined {
  const isLed = scan.has(at, "en|desde|hasta|a|de") || (scan.has(at, "o|y") && monthOf(scan.key(at - 1)) !== undefined);
  const month = isLed && scan.key(at + 1).length > 3 ? monthOf(scan.key(at + 1)) : undefined;
  // "la clase de Julio" is of a person
  if (!month || (scan.has(at, "a|de") && /^\p{Lu}/u.test(scan.tokens[at + 1]!.text))) return undefined;
  return scan.find("fecha", at, at + 2, { kind: "month", month }, [at + 1, at + 2]);
}

/** "en 3 días", "dentro de dos semanas" */
function relative(scan: Scan, at: number): Find | undefined {
  const start = scan.has(at, "dentro", "de") ? at + 2 : scan.has(at, "en") ? at + 1 : undefined;
  const count = start === undefined ? undefined : scan.number(start);
  if (start === undefined || count === undefined || count > 60) return undefined;
  if (scan.has(start + 1, "dia|dias")) return day(scan, at, start + 2, scan.today.plus({ days: count }));
  if (scan.has(start + 1, "semana|semanas")) return day(scan, at, start + 2, scan.today.plus({ weeks: count }));
  return undefined;
}

/** "hoy", "mañana", "pasado mañana", "esta tarde" */
function dayByName(scan: Scan, at: number): Find | undefined {
  if (TODAY.has(scan.key(at))) return day(scan, at, at + 1, scan.today);
  if (scan.has(at, "pasado|pasao") && TOMORROW.has(scan.key(at + 1))) {
    return day(scan, at, at + 2, scan.today.plus({ days: 2 }));
  }
  if (scan.has(at, "pasadomanana")) return day(scan, at, at + 1, scan.today.plus({ days: 2 }));
  const isPart = scan.has(at - 1, "la|las|esta|una|lindas");
  if (TOMORROW.has(scan.key(at)) && !isPart) return day(scan, at, at + 1, scan.today.plus({ days: 1 }));
  if (scan.has(at, "esta", "tarde|noche|manana|tardecita")) {
    const part = scan.has(at + 1, "noche") ? "noche" : scan.has(at + 1, "manana") ? "manana" : "tarde";
    return scan.find("fecha", at, at + 2, { kind: "day", day: scan.today, part });
  }
  return undefined;
}

/** "viernes", "este viernes", "próximo viernes", "viernes que viene", "viernes de la próxima semana" */
function weekday(scan: Scan, at: number): Find | undefined {
  const isLead = scan.has(at, "este|proximo|proxima|siguiente");
  const place = isLead ? at + 1 : at;
  const key = scan.key(place);
  const isMany = isPluralWeekday(key) || scan.has(at - 1, "los|todos") || scan.has(at - 1, "cada");
  if (isPluralWeekday(key)) return scan.find("fecha", at, place + 1, { kind: "no-day" });
  const isNamed = isLead || scan.has(at - 1, "el|este|para|pa|pal|al|del") || scan.isFigure(place + 1);
  // "dominó" is a game.
  const isWord = scan.tokens[place]?.kind === "word" && !/[óÓ]$/u.test(scan.tokens[place].text);
  const number = isWord ? (weekdayOf(key) ?? (isNamed ? shortWeekdayOf(key) : undefined)) : undefined;
  if (!number) return undefined;
  if (isMany || scan.has(at - 1, "otro")) return scan.find("fecha", at, place + 1, { kind: "no-day" });
  let to = place + 1;
  const isThis = scan.has(at, "este");
  if (scan.has(to, "que|q", "viene|biene|entra")) to += 2;
  else if (scan.has(to, "proximo|siguiente")) to += 1;
  const ahead = (number - scan.today.weekday + 7) % 7;
  const away = ahead === 0 && !(isThis && to === place + 1) ? 7 : ahead;
  const meaning = { kind: "weekday", weekday: number, day: scan.today.plus({ days: away }), isFixed: isThis } as const;
  // "viernes 20" names the day of the month too; "sábado 11 am" does not.
  return scan.find("fecha", at, to, meaning, [isLead && !isThis ? at : place, to]);
}

/** "esta semana", "la próxima semana", "la semana que viene", "el fin de semana" */
function week(scan: Scan, at: number): Find | undefined {
  if (scan.has(at, "fin|fines", "de", "semana")) return scan.find("fecha", at, at + 3, { kind: "no-day" });
  if (scan.has(at, "finde|findes")) return scan.find("fecha", at, at + 1, { kind: "no-day" });
  if (scan.has(at, "entre", "semana")) return scan.find("fecha", at, at + 2, { kind: "no-day" });
  if (scan.has(at, "esta", "semana")) return scan.find("fecha", at, at + 2, { kind: "week", weeks: 0 });
  if (scan.has(at, "proxima|siguiente|otra", "semana"))
    return scan.find("fecha", at, at + 2, { kind: "week", weeks: 1 });
  if (scan.has(at, "semana", "proxima|siguiente")) return scan.find("fecha", at, at + 2, { kind: "week", weeks: 1 });
  if (scan.has(at, "semana", "que|q", "viene|biene|entra")) {
    return scan.find("fecha", at, at + 3, { kind: "week", weeks: 1 });
  }
  return undefined;
}

/** "el 24", "el día 10", "la cita del 30", "viernes 20": the next day with that number. */
function dayOfMonth(scan: Scan, at: number): Find | undefined {
  if (!scan.isFigure(at)) return undefined;
  const isNamed = scan.has(at - 1, "el|dia|del|al|pal");
  const before = scan.key(at - 1);
  const isAfterWeekday =
    scan.tokens[at - 1]?.kind === "word" && (weekdayOf(before) ?? shortWeekdayOf(before)) !== undefined;
  if (!isNamed && !isAfterWeekday) return undefined;
  const number = dayNumber(scan, at);
  if (!number) return undefined;
  const { value } = number;
  // "el 5 en la tarde", "sábado 22 en la mañana"; but "sábado 5 en la tarde" is an hour.
  const isDay = isNamed || value > 12;
  if (scan.isCounted(number.to) || scan.has(number.to, "/|-|:") || isHour(scan, number.to, isDay)) return undefined;
  const date = nextWithNumber(scan, value);
  return date
    ? scan.find("fecha", at, number.to, { kind: "day", day: date, isNumber: true })
    : scan.find("fecha", at, number.to, { kind: "no-day" });
}

/** "5 pm", "5 y media", "5 de la tarde": the number before is an hour. But "el 5 en la tarde" is a day. */
function isHour(scan: Scan, at: number, isDay: boolean): boolean {
  return (
    scan.has(at, "am|pm|hs|hrs|h|horas") ||
    scan.has(at, "a|p", ".|m") ||
    scan.has(at, "y", "media|cuarto|pico") ||
    scan.has(at, isDay ? "de" : "de|en|por", "la", "manana|tarde|noche")
  );
}

function dayNumber(scan: Scan, at: number): { value: number; to: number } | undefined {
  let value = scan.number(at);
  if (value === undefined || scan.key(at) === "un" || scan.key(at) === "una") return undefined;
  let to = at + 1;
  if (value === 30 && !scan.isFigure(at) && scan.has(to, "y", "uno|un")) {
    value = 31;
    to += 2;
  } else if (scan.isFigure(at) && scan.isJoined(to) && scan.has(to, "ero|ro|er|º|°|o")) to += 1;
  return value >= 1 && value <= 31 ? { value, to } : undefined;
}
