import { DateTime } from "luxon";
import type { Booking, Service } from "../contract/index.ts";
import type { Action, ActionContext, ActionResult, Facts, Slots } from "./action.ts";
import { bookingFacts } from "./book-appointment.ts";
import {
  distinctMoments,
  type FreeTime,
  isInPartOfDay,
  readFreeDays,
  readFreeTimes,
  readNearest,
  today,
} from "./free-times.ts";
import { comingBookings, describeBooking } from "./own-bookings.ts";
import { readSlots, slotChoice } from "./slots.ts";
import { unwrap } from "./unwrap.ts";

const NAME = "reschedule-appointment";
const OFFERED_DAYS = 4;
const OFFERED_TIMES = 8;
const OFFERED_ALTERNATIVES = 3;

/** reagendar_cita: which appointment, the new day and time, a question with both, then PATCH /client/bookings/{code}. */
export const rescheduleAppointment: Action = {
  name: NAME,
  intent: "reagendar_cita",
  isForm: true,
  correctable: ["codigo_reserva", "servicio", "profesional", "fecha", "hora", "parte_del_dia"],
  confirmation: {
    question: "utter_reagendar_confirmar",
    again: "utter_reagendar_seguimos",
    rejected: "utter_cancelar_no_confirmada",
    yes: "utter_boton_si_cambiarla",
    no: "utter_boton_no_dejar",
  },
  takesBooking: true,

  async run(context) {
    const bookings = await comingBookings(context);
    const slots = fromAndTo(context, bookings);
    // Nobody can mean a move who has nothing to move and names a service: it is a new appointment.
    if (bookings.length === 0 && slots.servicio) {
      return { kind: "info", template: "", facts: {}, redirect: { action: "book-appointment", slots } };
    }
    if (bookings.length === 0) {
      return {
        kind: "refused",
        template: "utter_reagendar_sin_citas",
        facts: {},
        offers: { action: "book-appointment", slots, question: "utter_quieres_agendar_una" },
      };
    }
    const booking = chosenBooking(bookings, slots);
    if (!booking) {
      const choices = bookings.map((one) =>
        slotChoice(NAME, describeBooking(one, context.format), { codigo_reserva: one.code }),
      );
      return { kind: "ask", template: "utter_reagendar_cual", facts: {}, choices, slots };
    }
    const { services } = unwrap(await context.api("listServices", {}));
    const service = services.find(({ id }) => id === booking.service.id);
    if (!service) return { kind: "refused", template: "utter_reagendar_no_se_pudo", facts: {} };
    return offer({ ...context, slots }, booking, service);
  },

  async perform(context, write): Promise<ActionResult> {
    const answer = await context.api("rescheduleBooking", {
      params: write.params as { code: string },
      body: write.body as { startsAt: string },
      idempotencyKey: write.token,
    });
    if (answer.kind === "ok") {
      return { kind: "done", template: "utter_reagendar_hecha", facts: bookingFacts(answer.data, context.format) };
    }
    if (answer.code === "not_reschedulable" || answer.code === "not_found") {
      return { kind: "refused", template: "utter_reagendar_no_se_pudo", facts: {} };
    }
    // The time went to somebody else, or the appointment moved meanwhile: what is true now, asked again.
    const again = await rescheduleAppointment.run({ ...context, slots: write.slots });
    return { ...again, kind: "changed" };
  },
};

/** "la del viernes al lunes", "la de las 5 a las 7": the first says which appointment, the second where it goes. */
const MOVE = /\b(?:la |el |mi cita |cita )?(?:del?|from|du|de) (.{3,30}?) (?:al|a|para|to|au|pour|à) (?=\S)(.+)$/iu;

function fromAndTo({ slots, text, profile, now, format }: ActionContext, bookings: Booking[]): Slots {
  const [, from, to] = MOVE.exec(text) ?? [];
  if (slots.codigo_reserva || from === undefined || to === undefined) return slots;
  const read = (part: string) => readSlots(part, [], { profile, now, language: format.language });
  const before = read(from);
  const after = read(to);
  if (!(before.fecha || before.hora) || !(after.fecha || after.hora || after.parte_del_dia)) return slots;
  const meant = bookings.filter(({ startsAt, timeZone }) => {
    const local = DateTime.fromISO(startsAt, { zone: timeZone });
    return (
      (!before.fecha || local.toISODate() === before.fecha) && (!before.hora || local.toFormat("HH:mm") === before.hora)
    );
  });
  const [booking] = meant;
  if (!booking || meant.length > 1) return slots;
  const { fecha: _day, hora: _hour, parte_del_dia: _part, ...others } = slots;
  return { ...others, ...after, codigo_reserva: booking.code };
}

function chosenBooking(bookings: Booking[], slots: Slots): Booking | undefined {
  const coded = bookings.find(({ code }) => code === slots.codigo_reserva);
  // "no, la de yoga": what is named now stands above what was chosen before.
  if (coded && (!slots.servicio || coded.service.name === slots.servicio)) return coded;
  const named = slots.servicio ? bookings.filter(({ service }) => service.name === slots.servicio) : bookings;
  return named.length === 1 ? named[0] : undefined;
}

async function offer(context: ActionContext, booking: Booking, service: Service): Promise<ActionResult> {
  const before = DateTime.fromISO(booking.startsAt, { zone: booking.timeZone });
  const hora = context.slots.hora ?? (context.slots.referencia === "misma_hora" ? before.toFormat("HH:mm") : undefined);
  // "pásala a las 7" keeps the day.
  const fecha = context.slots.fecha ?? (context.slots.hora ? (before.toISODate() as string) : undefined);
  const slots: Slots = {
    ...context.slots,
    codigo_reserva: booking.code,
    ...(fecha ? { fecha } : {}),
    ...(hora ? { hora } : {}),
  };
  const facts: Facts = {
    servicio: service.name,
    antes: context.format.moment(before),
    codigo: booking.code,
  };
  if (!fecha) return askDay(context, service, facts, slots, "utter_reagendar_fecha");
  if (fecha < today(context)) {
    return askDay(context, service, facts, { ...slots, fecha: undefined }, "utter_reagendar_fecha_pasada");
  }
  const wanted = service.professionals.find(({ name }) => name === slots.profesional);
  const { times, closedDates } = await readFreeTimes(context, service, wanted?.id, fecha);
  const wishedDay = context.format.date(DateTime.fromISO(fecha, { zone: booking.timeZone }));
  const ofPart = times.filter((time) => isInPartOfDay(time, slots.parte_del_dia));
  if (!slots.hora && ofPart.length > 0) {
    const choices = distinctMoments(ofPart)
      .slice(0, OFFERED_TIMES)
      .map((time) => slotChoice(NAME, context.format.time(time.startsAt), { hora: time.startsAt.toFormat("HH:mm") }));
    return { kind: "ask", template: "utter_reagendar_hora", facts: { ...facts, fecha: wishedDay }, choices, slots };
  }
  const exact = times.filter((time) => time.startsAt.toFormat("HH:mm") === slots.hora);
  // Whoever had the appointment keeps it where that is possible.
  const kept = exact.find(({ professional }) => professional.id === booking.professional.id) ?? exact[0];
  if (kept) return confirm(context, booking, kept, slots, facts, "utter_reagendar_confirmar");
  const [nearest, ...others] = await readNearest(context, service, wanted?.id, slots, OFFERED_ALTERNATIVES);
  const wish: Facts = { ...facts, pedido_fecha: wishedDay };
  // Nothing from that day on: it is beyond what can be booked today, which is not the same as "full".
  if (!nearest) return askDay(context, service, wish, { ...slots, fecha: undefined }, "utter_reagendar_fecha_lejana");
  const choices = others.map(({ startsAt }) =>
    slotChoice(NAME, context.format.moment(startsAt), {
      fecha: startsAt.toISODate() as string,
      hora: startsAt.toFormat("HH:mm"),
    }),
  );
  const full = slots.hora ? "utter_reagendar_propuesta" : "utter_reagendar_dia_lleno";
  const reason = closedDates.includes(fecha) ? "utter_reagendar_cerrado" : full;
  const proposed = confirm(context, booking, nearest, slots, wish, reason);
  return { ...proposed, wished: slots, kind: "refused", choices };
}

async function askDay(
  context: ActionContext,
  service: Service,
  facts: Facts,
  slots: Slots,
  template: string,
): Promise<ActionResult> {
  const days = await readFreeDays(context, service, undefined, OFFERED_DAYS);
  if (days.length === 0) return { kind: "refused", template: "utter_agendar_sin_espacio", facts };
  const choices = days.map(({ date, day }) => slotChoice(NAME, context.format.date(day), { fecha: date }));
  return { kind: "ask", template, facts, choices, slots };
}

function confirm(
  context: ActionContext,
  booking: Booking,
  time: FreeTime,
  slots: Slots,
  facts: Facts,
  template: string,
): ActionResult {
  return {
    kind: "confirm",
    template,
    slots: { ...slots, fecha: time.startsAt.toISODate() as string, hora: time.startsAt.toFormat("HH:mm") },
    facts: {
      ...facts,
      fecha: context.format.date(time.startsAt),
      hora: context.format.time(time.startsAt),
      profesional: time.professional.name,
    },
    write: {
      operation: "rescheduleBooking",
      params: { code: booking.code },
      body: {
        startsAt: time.startsAt.toISO() as string,
        professionalId: time.professional.id,
        expected: { currentStartsAt: booking.startsAt, professionalId: time.professional.id },
      },
    },
  };
}
