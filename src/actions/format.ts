import type { DateTime } from "luxon";
import { DateTime as Luxon } from "luxon";
import { formatMoney, type Money } from "../shared/index.ts";

/** Days, hours, money and lists as the customer's language writes them; one for each turn. */
export interface Format {
  readonly language: string;
  /** "lunes 23 de noviembre", "Monday, November 23"; with the year when it is not this one. */
  date(when: DateTime): string;
  /** "5:00 p. m.", "17:00" */
  time(when: DateTime): string;
  /** "lunes 23 de noviembre, 5:00 p. m." */
  moment(when: DateTime): string;
  /** "a las 5:00 p. m.", "a la 1:00 p. m.", "at 5:00 PM" */
  atTime(when: DateTime): string;
  /** "9:00 a. m. a 2:00 p. m. y de 3:00 p. m. a 8:00 p. m." from local "HH:MM"; "cerrado" when there are none. */
  periods(periods: { from: string; to: string }[]): string;
  /** "Lunes a viernes" of ISO weekdays that follow each other. */
  weekdays(days: number[]): string;
  money(money: Money): string;
  /** "60 minutos", "2 horas" */
  duration(minutes: number): string;
  /** "90 días" */
  days(count: number): string;
  /** "pagado", "pendiente de pago" */
  paymentState(isPaid: boolean): string;
  /** In place of a price: "1 sesión de paquete, ya pagada" */
  readonly packageSession: string;
  /** "quedan 3 de 5 de Yoga" */
  left(remaining: number, total: number, name: string): string;
  /** "hasta el lunes 11 de mayo" */
  until(when: DateTime): string;
  /** "Facial hidratante con Ana Torres" */
  withPerson(service: string, person: string): string;
  /** "a, b y c" */
  list(words: string[]): string;
}

interface Words {
  locale: string;
  at(clock: string, when: DateTime): string;
  range(from: string, to: string): string;
  /** Between the periods of one day. */
  andFrom: string;
  closed: string;
  paid: string;
  unpaid: string;
  packageSession: string;
  left(remaining: number, total: number, name: string): string;
  until(day: string): string;
  withPerson(service: string, person: string): string;
}

const LANGUAGES: Record<string, Words> = {
  es: {
    locale: "es-MX",
    at: (clock, when) => `${when.hour % 12 === 1 ? "a la" : "a las"} ${clock}`,
    range: (from, to) => `${from} a ${to}`,
    andFrom: " y de ",
    closed: "cerrado",
    paid: "pagado",
    unpaid: "pendiente de pago",
    packageSession: "1 sesión de paquete, ya pagada",
    left: (remaining, total, name) => `${remaining === 1 ? "queda" : "quedan"} ${remaining} de ${total} de ${name}`,
    until: (day) => `hasta el ${day}`,
    withPerson: (service, person) => `${service} con ${person}`,
  },
  en: {
    locale: "en-US",
    at: (clock) => `at ${clock}`,
    range: dash,
    andFrom: ", ",
    closed: "closed",
    paid: "paid",
    unpaid: "not paid yet",
    packageSession: "1 package session, already paid",
    left: (remaining, total, name) => `${remaining} of ${total} ${name} left`,
    until: (day) => `until ${day}`,
    withPerson: (service, person) => `${service} with ${person}`,
  },
  fr: {
    locale: "fr-FR",
    at: (clock) => `à ${clock}`,
    range: dash,
    andFrom: ", ",
    closed: "fermé",
    paid: "payé",
    unpaid: "en attente de paiement",
    packageSession: "1 séance de forfait, déjà payée",
    left: (remaining, total, name) => `reste ${remaining} sur ${total} ${name}`,
    until: (day) => `jusqu'au ${day}`,
    withPerson: (service, person) => `${service} avec ${person}`,
  },
  hi: {
    locale: "hi-IN",
    at: (clock) => `${clock} पर`,
    range: dash,
    andFrom: ", ",
    closed: "बंद",
    paid: "भुगतान हो गया",
    unpaid: "भुगतान बाकी",
    packageSession: "पैकेज का 1 सत्र, भुगतान हो चुका है",
    left: (remaining, total, name) => `${name}: ${total} में से ${remaining} बाकी`,
    until: (day) => `${day} तक`,
    withPerson: (service, person) => `${service} (${person} के साथ)`,
  },
};

/** Languages in which customers can be answered. */
export const formatLanguages: readonly string[] = Object.keys(LANGUAGES);

/**
 * @param language one of `formatLanguages`; any other is written as Spanish
 * @param home the business's own language and locale: there "$850" says enough, elsewhere it would be read as dollars
 * @param now the moment in the branch's time zone
 */
export function createFormat(language: string, home: { language: string; locale: string }, now: DateTime): Format {
  const known = language in LANGUAGES ? language : "es";
  const words = LANGUAGES[known] as Words;
  const isHome = known === home.language;
  const locale = isHome ? home.locale : words.locale;
  const unit = (count: number, name: "minute" | "hour" | "day") =>
    once(`${locale} ${name}`, () => {
      const numbers = new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "long" });
      return (value: number) => numbers.format(value);
    })(count);

  function date(when: DateTime): string {
    const hasYear = when.year !== now.year;
    if (known === "es") {
      return when.setLocale("es").toFormat(hasYear ? "cccc d 'de' LLLL 'de' yyyy" : "cccc d 'de' LLLL");
    }
    const year = hasYear ? ({ year: "numeric" } as const) : {};
    const text = when.setLocale(locale).toLocaleString({ weekday: "long", day: "numeric", month: "long", ...year });
    return known === "fr" ? text.replace(/ 1 /, " 1er ") : text;
  }

  function time(when: DateTime): string {
    if (known === "es") return `${when.toFormat("h:mm")} ${when.hour < 12 ? "a. m." : "p. m."}`;
    // ICU separates the hour and its "PM" by a narrow space, which some telephones show as a box.
    return when.setLocale(locale).toLocaleString(Luxon.TIME_SIMPLE).replace(/\s/gu, " ");
  }

  const clock = (hhmm: string) => once(`${known} ${locale} ${hhmm}`, () => time(Luxon.fromFormat(hhmm, "HH:mm")));
  return {
    language: known,
    date,
    time,
    moment: (when) => `${date(when)}, ${time(when)}`,
    atTime: (when) => words.at(time(when), when),
    periods: (periods) =>
      periods.length === 0
        ? words.closed
        : periods.map(({ from, to }) => words.range(clock(from), clock(to))).join(words.andFrom),
    weekdays(days) {
      const name = (weekday: number) =>
        once(`${locale} weekday ${weekday}`, () =>
          Luxon.fromObject({ weekYear: 2024, weekNumber: 1, weekday: weekday as 1 })
            .setLocale(locale)
            .toFormat("cccc"),
        );
      const [first = 1] = days;
      const text = days.length > 1 ? words.range(name(first), name(days.at(-1) ?? first)) : name(first);
      return text.charAt(0).toUpperCase() + text.slice(1);
    },
    money: (money) => formatMoney(money, locale, isHome ? "narrowSymbol" : "symbol"),
    duration: (minutes) =>
      minutes % 60 === 0 && minutes >= 120 ? unit(minutes / 60, "hour") : unit(minutes, "minute"),
    days: (count) => unit(count, "day"),
    paymentState: (isPaid) => (isPaid ? words.paid : words.unpaid),
    packageSession: words.packageSession,
    left: words.left,
    until: (when) => words.until(date(when)),
    withPerson: words.withPerson,
    list: (items) => once(`${locale} list`, () => new Intl.ListFormat(locale, { type: "conjunction" })).format(items),
  };
}

/** Texts and formatters of a few languages: making one costs more than all that a turn does with it. */
const made = new Map<string, unknown>();

function once<T>(key: string, make: () => T): T {
  const known = made.get(key);
  if (known !== undefined) return known as T;
  const value = make();
  made.set(key, value);
  return value;
}

function dash(from: string, to: string): string {
  return `${from} – ${to}`;
}
