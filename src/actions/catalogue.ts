import { DateTime } from "luxon";
import type { Package, Service } from "../contract/index.ts";
import { foldText } from "../shared/index.ts";
import type { Action, ActionContext, ActionResult, Facts, Slots } from "./action.ts";
import { distinctMoments, isInPartOfDay, readFreeTimes, readNearest } from "./free-times.ts";
import { slotChoice } from "./slots.ts";
import { unwrap } from "./unwrap.ts";

/** consultar_horarios: free times of a service on a day; without a service, when the business opens. */
export const listSlots: Action = {
  name: "list-slots",
  intent: "consultar_horarios",
  isForm: false,
  // "¿Qué horarios tienen?" with nothing else in it is about the business.
  topic: { slots: ["servicio", "profesional"], asksAboutTopic: (_text, said) => Object.keys(said).length > 0 },
  async run(context) {
    const { slots } = context;
    const { services } = unwrap(await context.api("listServices", {}));
    const service = services.find((candidate) => candidate.name === slots.servicio);
    const theirs = services.filter(({ professionals }) => professionals.some(({ name }) => name === slots.profesional));
    if (!service) return theirs.length > 0 ? askTheirService(context, theirs) : openingHours(context);

    const professional = service.professionals.find(({ name }) => name === slots.profesional);
    const wished: Slots = { servicio: service.name, ...(professional ? { profesional: professional.name } : {}) };
    // "y el viernes?", "a las 10": the next words go on with it, whatever is free.
    const offers = toBook(wished);
    if (!slots.fecha) {
      const next = await readNearest(context, service, professional?.id, slots, 4);
      if (next.length === 0)
        return { kind: "info", template: "utter_agendar_sin_espacio", facts: { servicio: service.name } };
      const choices = next.map((time) =>
        slotChoice("book-appointment", context.format.moment(time.startsAt), {
          ...wished,
          fecha: time.startsAt.toISODate() as string,
          hora: time.startsAt.toFormat("HH:mm"),
        }),
      );
      return { kind: "info", template: "utter_horarios_proximos", facts: { servicio: service.name }, choices, offers };
    }

    const fecha = context.format.date(DateTime.fromISO(slots.fecha, { zone: context.profile.timeZone }));
    const day = await readFreeTimes(context, service, professional?.id, slots.fecha);
    const times = distinctMoments(day.times.filter((time) => isInPartOfDay(time, slots.parte_del_dia)));
    const facts: Facts = { servicio: service.name, fecha };
    if (day.closedDates.includes(slots.fecha))
      return { kind: "info", template: "utter_horarios_cerrado", facts, offers };
    if (times.length === 0) return { kind: "info", template: "utter_horarios_lleno", facts, offers };
    // All of them: a list that stops early says that the rest is taken.
    facts.horas = context.format.list(times.map((time) => context.format.time(time.startsAt)));
    return {
      kind: "info",
      template: "utter_horarios_libres",
      facts,
      offers: { ...toBook(slots, "utter_te_aparto"), isMove: true },
    };
  },
};

/** "¿Atiende Laura mañana?": her hours depend on what she is to do. */
function askTheirService(context: ActionContext, theirs: Service[]): ActionResult {
  const { slots } = context;
  return {
    kind: "ask",
    template: "utter_horarios_profesional",
    facts: { profesional: slots.profesional ?? "", servicios: context.format.list(theirs.map(({ name }) => name)) },
    choices: theirs.map(({ name }) => slotChoice("book-appointment", name, { ...slots, servicio: name })),
    offers: toBook(slots),
  };
}

/** What a yes to the answer's question, or the missing word, goes on with. */
function toBook(slots: Slots, question?: string): NonNullable<ActionResult["offers"]> {
  return { action: "book-appointment", slots, ...(question ? { question } : {}) };
}

async function openingHours(context: ActionContext): Promise<ActionResult> {
  const business = unwrap(await context.api("getBusiness", {}));
  if (context.slots.fecha) {
    const date = DateTime.fromISO(context.slots.fecha, { zone: business.timeZone });
    const periods = business.openingHours.find(({ weekday }) => weekday === date.weekday)?.periods ?? [];
    const facts: Facts = { fecha: context.format.date(date), horario: context.format.periods(periods) };
    // "¿y mañana?", "mejor hoy": the next words go on with it.
    if (periods.length === 0) return { kind: "info", template: "utter_horarios_cerrado", facts, offers: toBook({}) };
    return {
      kind: "info",
      template: "utter_horarios_dia",
      facts,
      offers: toBook(context.slots),
      invites: "utter_dime_servicio",
    };
  }
  // Days with the same hours are one line: "lunes a viernes".
  const groups: { days: number[]; horario: string }[] = [];
  for (const { weekday, periods } of business.openingHours) {
    const horario = context.format.periods(periods);
    const last = groups.at(-1);
    if (last?.horario === horario) last.days.push(weekday);
    else groups.push({ days: [weekday], horario });
  }
  const lista = groups.map(({ days, horario }) => `• ${context.format.weekdays(days)}: ${horario}`).join("\n");
  return {
    kind: "info",
    template: "utter_horarios_semana",
    facts: { lista },
    invites: "utter_dime_servicio",
  };
}

/** A question about the whole list, whatever is being booked. */
const ABOUT_ALL =
  /paquete|servicios|precios|tarifas|costos|lista|tod[oa]s|package|services|prices|rates|forfait|tarifs|पैकेज/iu;

/** consultar_paquetes: packages and prices; a service that was named gets its own price first. */
export const listPackages: Action = {
  name: "list-packages",
  intent: "consultar_paquetes",
  isForm: false,
  topic: { slots: ["servicio"], asksAboutTopic: (text, said) => !said.paquete && !ABOUT_ALL.test(text) },
  async run(context) {
    const [packagesAnswer, servicesAnswer] = await Promise.all([
      context.api("listPackages", {}),
      context.api("listServices", {}),
    ]);
    const { packages } = unwrap(packagesAnswer);
    const { services } = unwrap(servicesAnswer);
    const asked = context.slots.paquete ? [] : askedServices(context, services);
    const [service] = asked;
    if (service && asked.length === 1) return priceOf(context, service, packages);
    if (asked.length > 1) {
      const servicios = asked.map((item) => serviceLine(context, item)).join("\n");
      const choices = asked.map(({ name }) => slotChoice("book-appointment", name, { servicio: name }));
      return {
        kind: "info",
        template: "utter_precios",
        facts: { servicios },
        choices,
        invites: "utter_quieres_agendar",
      };
    }
    const wanted = packages.find((candidate) => candidate.name === context.slots.paquete);
    if (wanted) {
      return {
        kind: "info",
        template: "utter_paquete",
        facts: {
          paquete: wanted.name,
          precio: context.format.money(wanted.price),
          vigencia: String(wanted.validDays),
          descripcion: wanted.description,
        },
      };
    }
    const facts: Facts = {
      paquetes: packages.map((item) => packageLine(context, item)).join("\n"),
      servicios: services.map((item) => serviceLine(context, item)).join("\n"),
    };
    return { kind: "info", template: "utter_paquetes", facts };
  },
};

/** The services that are named, or those of a kind: "el manicure y el pedicure", "qué masajes tienen". */
function askedServices({ slots, text }: ActionContext, services: Service[]): Service[] {
  const plurals = foldText(text).match(/\p{L}{4,}s\b/gu) ?? [];
  const kinds = plurals.map((word) => services.filter(({ name }) => foldText(name).startsWith(word.slice(0, -1))));
  const kind = kinds.find((members) => members.length > 1);
  if (kind) return kind;
  const named = [slots.servicio, ...(slots.otros_servicios?.split("|") ?? [])];
  return named.flatMap((wanted) => services.filter(({ name }) => name === wanted));
}

function serviceLine({ format }: ActionContext, item: Service): string {
  return `• ${item.name}: ${format.money(item.price)} (${format.duration(item.durationMinutes)})`;
}

/** The service by itself, and the packages that hold it: "paquetes de masaje" asks for the second, "cuánto" for either. */
function priceOf(context: ActionContext, service: Service, packages: Package[]): ActionResult {
  const holding = packages.filter(({ items }) => items.some((item) => item.service.id === service.id));
  return {
    kind: "info",
    template: holding.length > 0 ? "utter_precio_servicio_con_paquete" : "utter_precio_servicio",
    facts: {
      servicio: service.name,
      precio: context.format.money(service.price),
      duracion: context.format.duration(service.durationMinutes),
      descripcion: service.description,
      ...(holding.length > 0 ? { paquetes: holding.map((item) => packageLine(context, item)).join("\n") } : {}),
    },
    offers: toBook({ servicio: service.name }, "utter_quieres_agendar"),
  };
}

function packageLine({ format }: ActionContext, item: Package): string {
  return `• *${item.name}*: ${format.money(item.price)} (${format.days(item.validDays)}). ${item.description}`;
}
