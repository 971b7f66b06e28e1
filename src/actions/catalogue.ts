import { DateTime } from "luxon";
import type { Package, Service } from "../contract/index.ts";
import { formatMoney } from "../shared/index.ts";
import type { Action, ActionContext, ActionResult, Facts, Slots } from "./action.ts";
import { formatDate, formatDuration, formatPeriods, formatTime, joinWords } from "./format.ts";
import { distinctMoments, isInPartOfDay, localNow, readFreeTimes, readNearest } from "./free-times.ts";
import { slotChoice } from "./slots.ts";
import { unwrap } from "./unwrap.ts";

/** consultar_horarios: free times of a service on a day; without a service, when the business opens. */
export const listSlots: Action = {
  name: "list-slots",
  intent: "consultar_horarios",
  isForm: false,
  topic: ["servicio", "profesional"],
  async run(context) {
    const { slots } = context;
    const { services } = unwrap(await context.api("listServices", {}));
    const service = services.find((candidate) => candidate.name === slots.servicio);
    const theirs = services.filter(({ professionals }) => professionals.some(({ name }) => name === slots.profesional));
    if (!service) return theirs.length > 0 ? askTheirService(theirs, slots) : openingHours(context);

    const professional = service.professionals.find(({ name }) => name === slots.profesional);
    const now = localNow(context);
    if (!slots.fecha) {
      const next = await readNearest(context, service, professional?.id, slots, 4);
      if (next.length === 0)
        return { kind: "info", template: "utter_agendar_sin_espacio", facts: { servicio: service.name } };
      const choices = next.map((time) =>
        slotChoice("book-appointment", `${formatDate(time.startsAt, now)}, ${formatTime(time.startsAt)}`, {
          servicio: service.name,
          fecha: time.startsAt.toISODate() as string,
          hora: time.startsAt.toFormat("HH:mm"),
        }),
      );
      return { kind: "info", template: "utter_horarios_proximos", facts: { servicio: service.name }, choices };
    }

    const fecha = formatDate(DateTime.fromISO(slots.fecha, { zone: context.profile.timeZone }), now);
    const day = await readFreeTimes(context, service, professional?.id, slots.fecha);
    const times = distinctMoments(day.times.filter((time) => isInPartOfDay(time, slots.parte_del_dia)));
    const facts: Facts = { servicio: service.name, fecha };
    if (day.closedDates.includes(slots.fecha)) return { kind: "info", template: "utter_horarios_cerrado", facts };
    if (times.length === 0) return { kind: "info", template: "utter_horarios_lleno", facts };
    // All of them: a list that stops early says that the rest is taken.
    facts.horas = joinWords(times.map((time) => formatTime(time.startsAt)));
    return { kind: "info", template: "utter_horarios_libres", facts, offers: toBook(slots) };
  },
};

/** "¿Atiende Laura mañana?": her hours depend on what she is to do. */
function askTheirService(theirs: Service[], slots: Slots): ActionResult {
  return {
    kind: "ask",
    template: "utter_horarios_profesional",
    facts: { profesional: slots.profesional ?? "", servicios: joinWords(theirs.map(({ name }) => name)) },
    choices: theirs.map(({ name }) => slotChoice("book-appointment", name, { ...slots, servicio: name })),
    offers: toBook(slots),
  };
}

/** What a yes to the answer's question, or the missing word, goes on with. */
function toBook(slots: Slots): ActionResult["offers"] {
  return { action: "book-appointment", slots };
}

async function openingHours(context: ActionContext): Promise<ActionResult> {
  const business = unwrap(await context.api("getBusiness", {}));
  const now = localNow(context);
  if (context.slots.fecha) {
    const date = DateTime.fromISO(context.slots.fecha, { zone: business.timeZone });
    const periods = business.openingHours.find(({ weekday }) => weekday === date.weekday)?.periods ?? [];
    const facts: Facts = { fecha: formatDate(date, now), horario: formatPeriods(periods) };
    if (periods.length === 0) return { kind: "info", template: "utter_horarios_cerrado", facts };
    return { kind: "info", template: "utter_horarios_dia", facts, offers: toBook(context.slots) };
  }
  // Days with the same hours are one line: "lunes a viernes".
  const groups: { days: number[]; horario: string }[] = [];
  for (const { weekday, periods } of business.openingHours) {
    const horario = periods.length > 0 ? `de ${formatPeriods(periods)}` : "cerrado";
    const last = groups.at(-1);
    if (last?.horario === horario) last.days.push(weekday);
    else groups.push({ days: [weekday], horario });
  }
  const lista = groups.map(({ days, horario }) => `• ${dayNames(days)}: ${horario}`).join("\n");
  return { kind: "info", template: "utter_horarios_semana", facts: { lista } };
}

function dayNames(days: number[]): string {
  const name = (weekday: number) =>
    DateTime.fromObject({ weekYear: 2024, weekNumber: 1, weekday: weekday as 1 })
      .setLocale("es")
      .toFormat("cccc");
  const [first = 1] = days;
  const last = days.at(-1) ?? first;
  const text = days.length > 1 ? `${name(first)} a ${name(last)}` : name(first);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** consultar_paquetes: packages and prices; a service that was named gets its own price first. */
export const listPackages: Action = {
  name: "list-packages",
  intent: "consultar_paquetes",
  isForm: false,
  async run(context) {
    const [packagesAnswer, servicesAnswer] = await Promise.all([
      context.api("listPackages", {}),
      context.api("listServices", {}),
    ]);
    const { packages } = unwrap(packagesAnswer);
    const { services } = unwrap(servicesAnswer);
    const service = services.find((candidate) => candidate.name === context.slots.servicio);
    if (service && !context.slots.paquete) return priceOf(service, packages);
    const wanted = packages.find((candidate) => candidate.name === context.slots.paquete);
    if (wanted) {
      return {
        kind: "info",
        template: "utter_paquete",
        facts: {
          paquete: wanted.name,
          precio: formatMoney(wanted.price),
          vigencia: String(wanted.validDays),
          descripcion: wanted.description,
        },
      };
    }
    const facts: Facts = {
      paquetes: packages.map(packageLine).join("\n"),
      servicios: services
        .map((item) => `• ${item.name}: ${formatMoney(item.price)} (${formatDuration(item.durationMinutes)})`)
        .join("\n"),
    };
    return { kind: "info", template: "utter_paquetes", facts };
  },
};

/** The service by itself, and the packages that hold it: "paquetes de masaje" asks for the second, "cuánto" for either. */
function priceOf(service: Service, packages: Package[]): ActionResult {
  const holding = packages.filter(({ items }) => items.some((item) => item.service.id === service.id));
  return {
    kind: "info",
    template: holding.length > 0 ? "utter_precio_servicio_con_paquete" : "utter_precio_servicio",
    facts: {
      servicio: service.name,
      precio: formatMoney(service.price),
      duracion: formatDuration(service.durationMinutes),
      descripcion: service.description,
      ...(holding.length > 0 ? { paquetes: holding.map(packageLine).join("\n") } : {}),
    },
    offers: toBook({ servicio: service.name }),
  };
}

function packageLine(item: Package): string {
  return `• *${item.name}*: ${formatMoney(item.price)}, vigencia ${item.validDays} días. ${item.description}`;
}
