import type { Action, ActionResult } from "./action.ts";
import { bookingFacts } from "./book-appointment.ts";
import { unwrap } from "./unwrap.ts";

/** The button of a waiting list's offer: a question with everything in it, then POST /client/waitlist/{id}/accept. */
export const acceptOffer: Action = {
  name: "accept-offer",
  intent: undefined,
  isForm: true,
  confirmation: {
    question: "utter_lugar_confirmar",
    again: "utter_lugar_confirmar",
    rejected: "utter_agendar_no_confirmada",
    yes: "utter_boton_si_confirmar",
    no: "utter_boton_no",
  },

  async run(context) {
    const { codigo_reserva, lugar } = context.slots;
    const query = {
      client: context.customerId,
      status: "held" as const,
      from: context.now.toISOString(),
      limit: 20,
    };
    const { bookings } = unwrap(await context.api("listBookings", { query }));
    const kept = bookings.find(({ code }) => code === codigo_reserva);
    if (!kept || !lugar) return { kind: "refused", template: "utter_lugar_ya_no", facts: {} };
    return {
      kind: "confirm",
      template: "utter_lugar_confirmar",
      facts: bookingFacts(kept, context.format),
      slots: { codigo_reserva: kept.code, lugar },
      write: { operation: "acceptOffer", params: { id: lugar }, body: {} },
    };
  },

  async perform(context, write): Promise<ActionResult> {
    const answer = await context.api("acceptOffer", {
      params: write.params as { id: string },
      body: {},
      idempotencyKey: write.token,
    });
    if (answer.kind !== "ok") return { kind: "refused", template: "utter_lugar_ya_no", facts: {} };
    return { kind: "done", template: "utter_agendar_hecha", facts: bookingFacts(answer.data, context.format) };
  },
};
