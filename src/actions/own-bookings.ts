import { DateTime } from "luxon";
import type { Booking, Cancellation } from "../contract/index.ts";
import type { Action, ActionContext, ActionResult, Saying } from "./action.ts";
import { bookingFacts } from "./book-appointment.ts";
import type { Format } from "./format.ts";
import { localNow } from "./free-times.ts";
import { slotChoice } from "./slots.ts";
import { unwrap } from "./unwrap.ts";

/** consulta_estado: the customer's own coming appointments. */
export const checkBookingStatus: Action = {
  name: "check-booking-status",
  intent: "consulta_estado",
  isForm: false,
  async run(context) {
    const bookings = await comingBookings(context);
    const { codigo_reserva } = context.slots;
    if (!codigo_reserva) return status(bookings, context.format);
    const named = bookings.find(({ code }) => code === codigo_reserva);
    if (named) return { kind: "info", template: "utter_estado_esa", facts: bookingFacts(named, context.format) };
    // Somebody else's, misread, or over: the same words for all of them, and what there is.
    const { offers, ...there } = status(bookings, context.format);
    const adds = [{ template: there.template, facts: there.facts }];
    return { kind: "info", template: "utter_estado_no_encontrada", facts: {}, adds, ...(offers ? { offers } : {}) };
  },
};

function status(bookings: Booking[], format: Format): ActionResult {
  const [only, ...others] = bookings;
  if (!only) {
    const offers = { action: "book-appointment", slots: {}, question: "utter_quieres_agendar_una" };
    return { kind: "info", template: "utter_estado_sin_citas", facts: {}, offers };
  }
  if (others.length === 0) return { kind: "info", template: "utter_estado_una", facts: bookingFacts(only, format) };
  const lista = bookings.map((booking) => `• ${describeBooking(booking, format)} (${booking.code})`).join("\n");
  return { kind: "info", template: "utter_estado_varias", facts: { cantidad: String(bookings.length), lista } };
}

/** What cancelling comes to, by when it is said: before it is done, and after. */
const COSTS = {
  asked: {
    fee: "utter_cancelar_confirmar_cargo",
    lostCredit: "utter_cancelar_confirmar_credito",
    creditReturned: "utter_cancelar_confirmar_sesion",
    refund: "utter_cancelar_confirmar_devolucion",
  },
  done: {
    fee: "utter_cancelar_hecha_cargo",
    lostCredit: "utter_cancelar_hecha_credito",
    creditReturned: "utter_cancelar_hecha_sesion",
    refund: "utter_cancelar_hecha_devolucion",
  },
};

/**
 * cancelar_cita: which one, a question with everything in it and what it costs, then DELETE /client/bookings/{code}, which
 * refuses when it would cost something else by then.
 */
export const cancelAppointment: Action = {
  name: "cancel-appointment",
  intent: "cancelar_cita",
  isForm: true,
  // A day or an hour may as well be where it is to move.
  correctable: ["codigo_reserva", "servicio", "profesional"],
  confirmation: {
    question: "utter_cancelar_confirmar",
    again: "utter_cancelar_seguimos",
    rejected: "utter_cancelar_no_confirmada",
    yes: "utter_boton_si_cancelar",
    no: "utter_boton_no_conservar",
  },
  takesBooking: true,

  async run(context) {
    const bookings = await comingBookings(context);
    const now = localNow(context);
    const wanted = matching(bookings, context, now);
    const [only] = wanted;
    if (bookings.length === 0)
      return { kind: "refused", template: "utter_cancelar_sin_citas", facts: {}, findsNone: true };
    if (!only || wanted.length > 1) {
      const choices = (only ? wanted : bookings).map((booking) =>
        slotChoice("cancel-appointment", describeBooking(booking, context.format), { codigo_reserva: booking.code }),
      );
      const template = only ? "utter_cancelar_cual" : "utter_cancelar_no_encontrada";
      return { kind: "ask", template, facts: {}, choices, slots: {}, findsNone: !only };
    }
    const facts = bookingFacts(only, context.format);
    const quote = await context.api("quoteCancellation", { params: { code: only.code } });
    if (quote.kind !== "ok") return { kind: "refused", template: "utter_cancelar_no_se_pudo", facts };
    const { fee, kind: expectedKind } = quote.data;
    return {
      kind: "confirm",
      template: "utter_cancelar_confirmar",
      facts,
      adds: costs(quote.data, COSTS.asked, context.format),
      slots: { codigo_reserva: only.code },
      write: {
        operation: "cancelBooking",
        params: { code: only.code },
        query: { expectedStartsAt: only.startsAt, expectedFeeMinor: fee.amountMinor, expectedKind },
      },
    };
  },

  async perform(context, write): Promise<ActionResult> {
    const answer = await context.api("cancelBooking", {
      params: write.params as { code: string },
      query: write.query as { expectedStartsAt?: string; expectedFeeMinor?: number },
      idempotencyKey: write.token,
    });
    if (answer.kind === "ok") {
      const { cancellation } = answer.data;
      const adds = cancellation ? costs(cancellation, COSTS.done, context.format) : [];
      return { kind: "done", template: "utter_cancelar_hecha", facts: bookingFacts(answer.data, context.format), adds };
    }
    if (answer.code === "changed") {
      const again = await cancelAppointment.run({ ...context, slots: write.slots });
      if (!again.write) return { ...again, kind: "changed" };
      const isMoved = again.write.query?.expectedStartsAt !== write.query?.expectedStartsAt;
      return { ...again, kind: "changed", template: isMoved ? "utter_cancelar_cambio" : "utter_cancelar_cambio_costo" };
    }
    return { kind: "refused", template: "utter_cancelar_no_se_pudo", facts: write.facts };
  },
};

/** A refund is told as due and not as done: the business gives it back by a step of its own. */
function costs(
  { kind, fee, creditReturned, refundDue }: Cancellation,
  templates: (typeof COSTS)[keyof typeof COSTS],
  format: Format,
): Saying[] {
  const sayings: Saying[] = [];
  if (fee.amountMinor > 0) sayings.push({ template: templates.fee, facts: { cargo: format.money(fee) } });
  if (kind === "lost_credit") sayings.push({ template: templates.lostCredit, facts: {} });
  if (creditReturned) sayings.push({ template: templates.creditReturned, facts: {} });
  if (refundDue.amountMinor > 0) {
    sayings.push({ template: templates.refund, facts: { devolucion: format.money(refundDue) } });
  }
  return sayings;
}

export async function comingBookings(context: ActionContext): Promise<Booking[]> {
  const query = {
    client: context.customerId,
    status: "confirmed" as const,
    from: context.now.toISOString(),
    limit: 10,
  };
  return unwrap(await context.api("listBookings", { query })).bookings;
}

/** Those that fit what was said; with nothing said, all of them. */
function matching(bookings: Booking[], context: ActionContext, now: DateTime): Booking[] {
  const { slots } = context;
  const fitting = bookings.filter((booking) => {
    const startsAt = DateTime.fromISO(booking.startsAt, { zone: now.zoneName ?? booking.timeZone });
    return (
      (!slots.servicio || booking.service.name === slots.servicio) &&
      (!slots.profesional || slots.profesional === "cualquiera" || booking.professional.name === slots.profesional) &&
      (!slots.fecha || startsAt.toISODate() === slots.fecha) &&
      (!slots.hora || startsAt.toFormat("HH:mm") === slots.hora)
    );
  });
  if (!slots.codigo_reserva) return fitting;
  const coded = bookings.filter((booking) => booking.code === slots.codigo_reserva);
  // "no, la del viernes": what is named now stands above what was chosen before.
  const isMeant = coded.length === 0 || coded.some((booking) => fitting.includes(booking));
  return isMeant ? coded : fitting;
}

export function describeBooking(booking: Booking, format: Format): string {
  const startsAt = DateTime.fromISO(booking.startsAt, { zone: booking.timeZone });
  return `${booking.service.name}, ${format.moment(startsAt)}`;
}
