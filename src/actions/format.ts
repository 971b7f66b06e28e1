import { DateTime } from "luxon";

/** "lunes 23 de noviembre"; with the year when it is not this one. */
export function formatDate(when: DateTime, now: DateTime): string {
  const local = when.setLocale("es");
  return local.toFormat(local.year === now.year ? "cccc d 'de' LLLL" : "cccc d 'de' LLLL 'de' yyyy");
}

/** "5:00 p. m." */
export function formatTime(when: DateTime): string {
  return `${when.toFormat("h:mm")} ${when.hour < 12 ? "a. m." : "p. m."}`;
}

/** "a las 5:00 p. m.", "a la 1:00 p. m." */
export function formatAtTime(when: DateTime): string {
  return `${when.hour % 12 === 1 ? "a la" : "a las"} ${formatTime(when)}`;
}

/** "9:00 a. m. a 2:00 p. m. y de 3:00 p. m. a 8:00 p. m." */
export function formatPeriods(periods: { from: string; to: string }[]): string {
  return periods
    .map(
      ({ from, to }) =>
        `${formatTime(DateTime.fromFormat(from, "HH:mm"))} a ${formatTime(DateTime.fromFormat(to, "HH:mm"))}`,
    )
    .join(" y de ");
}

export function formatDuration(minutes: number): string {
  return minutes % 60 === 0 && minutes >= 120 ? `${minutes / 60} horas` : `${minutes} minutos`;
}

/** "a, b y c" */
export function joinWords(words: string[]): string {
  const last = words.at(-1);
  return words.length < 2 ? (last ?? "") : `${words.slice(0, -1).join(", ")} y ${last}`;
}
