import { DateTime } from "luxon";
import type { Booking, Service } from "../contract/index.ts";
import type { Action, ActionContext, ActionResult, Facts, Slots } from "./action.ts";
import { bookingFacts } from "./book-appointment.ts";
import { formatDate, formatTime } from "./format.ts";
import {
  distinctMoments,
  type FreeTime,
  isInPartOfDay,
  localNow,
  readFreeDays,
  readFreeTimes,
  readNearest,
} from "./free-times.ts";
import { comingBookings, describeBooking } from "./own-bookings.ts";
import { slotChoice } from "./slots.ts";
import { unwrap } from "./unwrap.ts";

const NAME = "reschedule-appointment";
const OFFERED_DAYS = 4;
const OFFERED_TIMES = 8;

/** reagendar_cita: which appointment, the new day and time, a question with both, then PATCH /client/bookings/{code}. */
export const rescheduleAppointment: Action = {
  name: NAME,
  intent: "reagendar_cita",
  isForm: true,
  confirmation: {
    question: "utter_reagendar_confirmar",
    rejected: "utter_cancelar_no_confirmada",
    yes: "Sí, cambiarla",
    no: "No, dejarla",
  },

  async run(context) {
    const bookings = await comingBookings(context);
    const now = localNow(context);
    const { slots } = context;
    // Nobody can mean a move who has nothing to move and names a service: it is a new appointment.
    if (bookings.length === 0 && slots.servicio) {
      return { kind: "info", template: "", facts: {}, redirect: { action: "book-appointment", slots } };
    }
    if (bookings.length === 0) {
      return {
        kind: "refused",
        template: "utter_reagendar_sin_citas",
        facts: {},
        offers: { action: "book-appointment", slots },
      };
    }
    const booking = chosenBooking(bookings, slots);
    if (!booking) {
      const choices = bookings.map((one) => slotChoice(NAME, describeBooking(one, now), { codigo_reserva: one.code }));
      return { kind: "ask", template: "utter_reagendar_cual", facts: {}, choices, slots };
    }
    const { services } = unwrap(await context.api("listServices", {}));
    const service = services.find(({ id }) => id === booking.service.id);
    if (!service) return { kind: "refused", template: "utter_reagendar_no_se_pudo", facts: {} };
    return offer(context, booking, service);
  },

  async perform(context, write): Promise<ActionResult> {
    const answer = await context.api("rescheduleBooking", {
      params: write.params as { code: string },
      body: write.body as { startsAt: string },
      idempotencyKey: write.token,
    });
    if (answer.kind === "ok") {
      return { kind: "done", template: "utter_reagendar_hecha", facts: bookingFacts(answer.data, localNow(context)) };
    }
    if (answer.code === "not_reschedulable" || answer.code === "not_found") {
      return { kind: "refused", template: "utter_reagendar_no_se_pudo", facts: {} };
    }
    // The time went to somebody else, or the appointment moved meanwhile: what is true now, asked again.
    const again = await rescheduleAppointment.run({ ...context, slots: write.slots });
    return { ...again, kind: "changed" };
  },
};

function chosenBooking(bookings: Booking[], slots: Slots): Booking | undefined {
  if (slots.codigo_reserva) return bookings.find(({ code }) => code === slots.codigo_reserva);
  const named = slots.servicio ? bookings.filter(({ service }) => service.name === slots.servicio) : bookings;
  return named.length === 1 ? named[0] : undefined;
}

async function offer(context: ActionContext, booking: Booking, service: Service): Promise<ActionResult> {
  const now = localNow(context);
  const before = DateTime.fromISO(booking.startsAt, { zone: booking.timeZone });
  // "pásala a las 7" keeps the day.
  const fecha = context.slots.fecha ?? (context.slots.hora ? (before.toISODate() as string) : undefined);
  const slots: Slots = { ...context.slots, codigo_reserva: booking.code, ...(fecha ? { fecha } : {}) };
  const facts: Facts = {
    servicio: service.name,
    antes: `${formatDate(before, now)}, ${formatTime(before)}`,
    codigo: booking.code,
  };
  if (!fecha) {
    const days = await readFreeDays(context, service, undefined, OFFERED_DAYS);
    if (days.length === 0) return { kind: "refused", template: "utter_agendar_sin_espacio", facts };
    const choices = days.map(({ date, day }) => slotChoice(NAME, formatDate(day, now), { fecha: date }));
    return { kind: "ask", template: "utter_reagendar_fecha", facts, choices, slots };
  }
  const wanted = service.professionals.find(({ name }) => name === slots.profesional);
  const { times } = await readFreeTimes(context, service, wanted?.id, fecha);
  const ofPart = times.filter((time) => isInPartOfDay(time, slots.parte_del_dia));
  if (!slots.hora && ofPart.length > 0) {
    const choices = distinctMoments(ofPart)
      .slice(0, OFFERED_TIMES)
      .map((time) => slotChoice(NAME, formatTime(time.startsAt), { hora: time.startsAt.toFormat("HH:mm") }));
    const day = formatDate(DateTime.fromISO(fecha, { zone: booking.timeZone }), now);
    return { kind: "ask", template: "utter_reagendar_hora", facts: { ...facts, fecha: day }, choices, slots };
  }
  const exact = times.filter((time) => time.startsAt.toFormat("HH:mm") === slots.hora);
  // Whoever had the appointment keeps it where that is possible.
  const kept = exact.find(({ professional }) => professional.id === booking.professional.id) ?? exact[0];
  if (kept) return confirm(context, booking, kept, slots, facts, "utter_reagendar_confirmar");
  const [nearest] = await readNearest(context, service, wanted?.id, slots, 1);
  if (!nearest) return { kind: "refused", template: "utter_agendar_sin_espacio", facts };
  return { ...confirm(context, booking, nearest, slots, facts, "utter_reagendar_propuesta"), kind: "refused" };
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
      fecha: formatDate(time.startsAt, localNow(context)),
      hora: formatTime(time.startsAt),
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
