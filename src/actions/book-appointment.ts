import { DateTime } from "luxon";
import type { Booking, Service } from "../contract/index.ts";
import { foldText } from "../shared/index.ts";
import type { Action, ActionContext, ActionResult, ConfirmedWrite, Facts, Saying, Slots } from "./action.ts";
import type { Format } from "./format.ts";
import {
  distinctMoments,
  type FreeTime,
  isInPartOfDay,
  readFreeDays,
  readFreeTimes,
  readNearest,
  today,
} from "./free-times.ts";
import { readCredit } from "./read-credit.ts";
import { recall } from "./recall.ts";
import { slotChoice } from "./slots.ts";
import { unwrap } from "./unwrap.ts";

type Professional = Service["professionals"][number];

const OFFERED_DAYS = 4;
const OFFERED_TIMES = 8;
const OFFERED_ALTERNATIVES = 3;

/** agendar_cita: service, day and time, then a question with everything in it, then POST /booking. */
export const bookAppointment: Action = {
  name: "book-appointment",
  intent: "agendar_cita",
  isForm: true,
  correctable: ["servicio", "profesional", "fecha", "hora", "parte_del_dia"],
  confirmation: {
    question: "utter_agendar_confirmar",
    again: "utter_agendar_seguimos_confirmar",
    rejected: "utter_agendar_no_confirmada",
    yes: "utter_boton_si_confirmar",
    no: "utter_boton_no",
  },

  resume({ servicio, fecha }, format): Saying {
    if (!servicio) return { template: "utter_agendar_seguimos", facts: {} };
    if (!fecha) return { template: "utter_agendar_seguimos_servicio", facts: { servicio } };
    return {
      template: "utter_agendar_seguimos_fecha",
      facts: { servicio, fecha: format.date(DateTime.fromISO(fecha)) },
    };
  },

  async run(context) {
    if (context.slots.referencia) return bookAppointment.run({ ...context, slots: await recall(context) });
    const { slots } = context;
    const { services } = unwrap(await context.api("listServices", {}));
    const service = services.find((candidate) => candidate.name === slots.servicio);
    if (!service) return askService(services, slots, context);

    const professional = service.professionals.find(({ name }) => name === slots.profesional);
    const wantsSomebody = slots.profesional !== undefined && slots.profesional !== "cualquiera";
    if (wantsSomebody && !professional) {
      const remaining = { ...slots, profesional: undefined };
      return {
        kind: "refused",
        template: "utter_agendar_profesional_no_da",
        facts: { servicio: service.name, profesional: slots.profesional ?? "" },
        choices: service.professionals.map(({ name }) => slotChoice("book-appointment", name, { profesional: name })),
        slots: remaining,
      };
    }

    if (!slots.fecha) return askDay(context, service, professional);
    if (slots.fecha < today(context)) {
      return askDay(withoutDay(context), service, professional, "utter_agendar_fecha_pasada");
    }
    return offerTime(context, service, professional, slots.fecha);
  },

  async perform(context, write) {
    const answer = await context.api("createBooking", {
      body: write.body as { serviceId: string; startsAt: string },
      idempotencyKey: write.token,
    });
    if (answer.kind === "ok") {
      const facts = bookingFacts(answer.data, context.format);
      const adds = answer.data.payment?.kind === "credit" ? await sayLeft(context, answer.data) : [];
      return { kind: "done", template: "utter_agendar_hecha", facts, adds };
    }
    return afterRefusal(context, write, answer.code);
  },
};

function askService(services: Service[], slots: Slots, context: ActionContext): ActionResult {
  const choices = services.map((service) => slotChoice("book-appointment", service.name, { servicio: service.name }));
  return { kind: "ask", template: "utter_agendar_servicio", facts: { negocio: context.profile.name }, choices, slots };
}

async function askDay(
  context: ActionContext,
  service: Service,
  professional: Professional | undefined,
  template = "utter_agendar_fecha",
  wished: Facts = {},
): Promise<ActionResult> {
  const days = await readFreeDays(context, service, professional?.id, OFFERED_DAYS);
  const servicio = describe(context, service, professional);
  const facts: Facts = { ...wished, servicio, precio: context.format.money(service.price) };
  if (days.length === 0) return { kind: "refused", template: "utter_agendar_sin_espacio", facts };
  const choices = days.map(({ date, day }) =>
    slotChoice("book-appointment", context.format.date(day), { fecha: date }),
  );
  return { kind: "ask", template, facts, choices, slots: context.slots };
}

/** "Facial hidratante con Ana Torres" when the customer named somebody: the reader sees that the wish was heard. */
function describe(context: ActionContext, service: Service, professional: Professional | undefined): string {
  const isWished = professional !== undefined && context.slots.profesional === professional.name;
  return isWished ? context.format.withPerson(service.name, professional.name) : service.name;
}

function withoutDay(context: ActionContext): ActionContext {
  return { ...context, slots: { ...context.slots, fecha: undefined } };
}

async function offerTime(
  context: ActionContext,
  service: Service,
  professional: Professional | undefined,
  fecha: string,
): Promise<ActionResult> {
  const { slots } = context;
  const day = await readFreeTimes(context, service, professional?.id, fecha);
  const ofPart = day.times.filter((time) => isInPartOfDay(time, slots.parte_del_dia));
  const date = DateTime.fromISO(fecha, { zone: context.profile.timeZone });
  const servicio = describe(context, service, professional);
  const facts: Facts = { servicio, fecha: context.format.date(date) };

  if (!slots.hora) {
    if (ofPart.length === 0) {
      const reason = day.closedDates.includes(fecha) ? "utter_agendar_cerrado" : "utter_agendar_dia_lleno";
      return propose(context, service, professional, reason, facts);
    }
    const free = distinctMoments(ofPart);
    const choices = spread(free, OFFERED_TIMES).map((time) =>
      slotChoice("book-appointment", context.format.time(time.startsAt), { hora: time.startsAt.toFormat("HH:mm") }),
    );
    const template = choices.length < free.length ? "utter_agendar_hora_entre_otras" : "utter_agendar_hora";
    return { kind: "ask", template, facts, choices, slots };
  }

  const exact = day.times.find((time) => time.startsAt.toFormat("HH:mm") === slots.hora);
  if (exact) return confirm(context, service, exact, "confirm", "utter_agendar_confirmar");
  facts.hora = context.format.atTime(DateTime.fromFormat(slots.hora, "HH:mm"));
  const reason = day.closedDates.includes(fecha) ? "utter_agendar_cerrado" : "utter_agendar_hora_ocupada";
  return propose(context, service, professional, reason, facts);
}

/** Says why not, and asks for the nearest time at once: a yes books it, another number chooses another. */
async function propose(
  context: ActionContext,
  service: Service,
  professional: Professional | undefined,
  template: string,
  facts: Facts,
): Promise<ActionResult> {
  const { slots } = context;
  const [nearest, ...others] = await readNearest(context, service, professional?.id, slots, OFFERED_ALTERNATIVES);
  const wished: Facts = {
    pedido_servicio: facts.servicio ?? "",
    pedido_fecha: facts.fecha ?? "",
    pedido_hora: facts.hora ?? "",
  };
  // Nothing from that day on: the day is beyond what can be booked today, which is not the same as "full".
  if (!nearest) return askDay(withoutDay(context), service, professional, "utter_agendar_fecha_lejana", wished);
  const proposed = await confirm(context, service, nearest, "refused", template);
  return {
    ...proposed,
    wished: slots,
    facts: { ...proposed.facts, ...wished },
    choices: others.map((time) =>
      slotChoice("book-appointment", context.format.moment(time.startsAt), {
        fecha: time.startsAt.toISODate() as string,
        hora: time.startsAt.toFormat("HH:mm"),
      }),
    ),
  };
}

async function confirm(
  context: ActionContext,
  service: Service,
  time: FreeTime,
  kind: ActionResult["kind"],
  template: string,
): Promise<ActionResult> {
  const credit = await readCredit(context, service.id);
  const paquete = credit?.packages[0]?.name;
  const paid = paquete !== undefined && credit ? { paquete, quedan: String(credit.remaining) } : undefined;
  const slots: Slots = {
    ...context.slots,
    fecha: time.startsAt.toISODate() as string,
    hora: time.startsAt.toFormat("HH:mm"),
  };
  return {
    kind,
    template,
    slots,
    facts: {
      servicio: service.name,
      // With this professional, who may take longer than the service says.
      duracion: context.format.duration(time.endsAt.diff(time.startsAt).as("minutes")),
      fecha: context.format.date(time.startsAt),
      hora: context.format.time(time.startsAt),
      profesional: time.professional.name,
      precio: paid ? context.format.packageSession : context.format.money(service.price),
    },
    adds: paid ? [{ template: "utter_agendar_confirmar_credito", facts: { ...paid, servicio: service.name } }] : [],
    write: {
      operation: "createBooking",
      body: {
        serviceId: service.id,
        professionalId: time.professional.id,
        startsAt: time.startsAt.toISO() as string,
        ...(paid ? { payWith: "credit" } : {}),
        // The API compares these inside its transaction: the customer pays what the question said, or is asked again.
        expected: {
          ...(paid ? {} : { price: service.price }),
          professionalId: time.professional.id,
          endsAt: time.endsAt.toISO() as string,
        },
      },
    },
  };
}

/** What is left of the package after this session, if payments can say so now. */
async function sayLeft(context: ActionContext, { service }: Booking): Promise<Saying[]> {
  const credit = await readCredit(context, service.id);
  if (!credit) return [];
  const facts = { servicio: service.name, quedan: String(credit.remaining) };
  return [{ template: "utter_agendar_hecha_credito", facts }];
}

/** The API said no to a confirmed time: say why, and offer what is free now. */
async function afterRefusal(context: ActionContext, write: ConfirmedWrite, code: string): Promise<ActionResult> {
  const { services } = unwrap(await context.api("listServices", {}));
  const service = services.find((candidate) => candidate.id === write.body?.serviceId);
  const facts: Facts = {
    fecha: write.facts.fecha ?? "",
    hora: write.facts.hora ?? "",
    servicio: write.facts.servicio ?? "",
  };
  if (!service) return { kind: "refused", template: "utter_agendar_no_se_pudo", facts };
  const wanted = write.slots.profesional;
  const professional = service.professionals.find(({ name }) => wanted && foldText(name) === foldText(wanted));
  const again = { ...context, slots: { ...write.slots, servicio: service.name } };
  // The session may have gone to another appointment: with the price, this is another question.
  if (code === "changed" || code === "no_credit") {
    const asked = await offerTime(again, service, professional, write.slots.fecha ?? today(context));
    return { ...asked, kind: "changed", template: asked.write ? "utter_agendar_cambio" : asked.template };
  }
  return propose(again, service, professional, "utter_agendar_ocupada", facts);
}

/** What a booking lets a template say. */
export function bookingFacts(booking: Booking, format: Format): Facts {
  const startsAt = DateTime.fromISO(booking.startsAt, { zone: booking.timeZone });
  return {
    codigo: booking.code,
    servicio: booking.service.name,
    profesional: booking.professional.name,
    fecha: format.date(startsAt),
    hora: format.time(startsAt),
    precio: booking.payment?.kind === "credit" ? format.packageSession : format.money(booking.price),
  };
}

/** At most `count` of them, evenly over the day, so that morning and evening are both on offer. */
function spread(times: FreeTime[], count: number): FreeTime[] {
  if (times.length <= count) return times;
  return Array.from({ length: count }, (_, index) => times[Math.floor((index * times.length) / count)] as FreeTime);
}
