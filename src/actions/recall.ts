import { DateTime } from "luxon";
import type { Booking } from "../contract/index.ts";
import type { ActionContext, Slots } from "./action.ts";
import { localNow } from "./free-times.ts";
import { unwrap } from "./unwrap.ts";

/** What was longer ago is no habit any more. The API gives the oldest first, so the time is what bounds the list. */
const LOOKED_BACK_DAYS = 180;
const LIMIT = 100;

/**
 * What an earlier appointment fills: "la misma de siempre" the service and the professional that the customer had most
 * often, "otra igual" and "a la misma hora" those of the latest with its hour, "otra igual la próxima semana" its weekday too. What the message
 * itself says is kept; a customer without appointments is simply asked.
 */
export async function recall(context: ActionContext): Promise<Slots> {
  const { referencia, codigo_reserva, ...said } = context.slots;
  const from = localNow(context).minus({ days: LOOKED_BACK_DAYS }).toISO() as string;
  const query = { client: context.customerId, from, limit: LIMIT };
  const { bookings } = unwrap(await context.api("listBookings", { query }));
  const kept = bookings.filter(({ status }) => status !== "cancelled");
  const spokenOf = bookings.find(({ code }) => code === codigo_reserva);
  const model = referencia === "siempre" ? mostFrequent(kept) : (spokenOf ?? kept.at(-1));
  if (!model) return said;
  const filled: Slots = { servicio: model.service.name, profesional: model.professional.name };
  if (referencia !== "siempre") {
    const startsAt = DateTime.fromISO(model.startsAt, { zone: model.timeZone });
    filled.hora = startsAt.toFormat("HH:mm");
    if (referencia === "igual_en_una_semana") filled.fecha = nextWeek(localNow(context), startsAt);
  }
  // Another service is not always given by the same person, and another hour is another wish.
  if (said.servicio && said.servicio !== filled.servicio) delete filled.profesional;
  if (said.parte_del_dia) delete filled.hora;
  return { ...filled, ...said };
}

/** Bookings come by start time; of two that are as frequent the later one is more like the customer of today. */
function mostFrequent(bookings: Booking[]): Booking | undefined {
  const counts = new Map<string, number>();
  const keyOf = ({ service, professional }: Booking) => `${service.id} ${professional.id}`;
  for (const booking of bookings) counts.set(keyOf(booking), (counts.get(keyOf(booking)) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return bookings.findLast((booking) => counts.get(keyOf(booking)) === most);
}

/** The same weekday in the week after this one. */
function nextWeek(now: DateTime, model: DateTime): string {
  return now
    .startOf("week")
    .plus({ weeks: 1, days: model.weekday - 1 })
    .toISODate() as string;
}
