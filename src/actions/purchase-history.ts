import { DateTime } from "luxon";
import type { Booking, Purchase } from "../contract/index.ts";
import type { Action, ActionContext, ActionResult } from "./action.ts";
import { isPaid } from "./paid.ts";
import { unwrap } from "./unwrap.ts";

/** "mis citas" are the coming ones, unless the past is named. */
const COMING = /\b(?:citas?|reservas?|reservaciones|appointments?|bookings?|rendez-vous)\b/iu;
const BEFORE = /pasad|anterior|histor|visit|ultim|últim|past|previous|last|pass[ée]|compr|pag[uoó]|paquete/iu;
const SHOWN_PURCHASES = 5;
const SHOWN_VISITS = 5;
const VISITS_OF_DAYS = 180;
const READ = 100;

/** consultar_historial: what the customer bought, what is left of it, and the latest visits. */
export const purchaseHistory: Action = {
  name: "purchase-history",
  intent: "consultar_historial",
  isForm: false,
  async run(context): Promise<ActionResult> {
    if (COMING.test(context.text) && !BEFORE.test(context.text)) {
      return { kind: "info", template: "", facts: {}, redirect: { action: "check-booking-status", slots: {} } };
    }
    // Bookings come oldest first, so the time is what bounds them.
    const from = DateTime.fromJSDate(context.now).minus({ days: VISITS_OF_DAYS }).toISO() as string;
    const [{ purchases }, { bookings }] = await Promise.all([
      context.api("listPurchases", { query: { limit: READ } }).then(unwrap),
      context.api("listBookings", { query: { client: context.customerId, from, limit: READ } }).then(unwrap),
    ]);
    const compras = purchases
      .filter((purchase) => isPaid(purchase) || purchase.status === "pending")
      .slice(0, SHOWN_PURCHASES)
      .map((purchase) => purchaseLine(context, purchase))
      .join("\n");
    const visitas = bookings
      .filter((booking) => isPast(booking, context.now))
      .slice(-SHOWN_VISITS)
      .reverse()
      .map((booking) => visitLine(context, booking))
      .join("\n");
    if (compras && visitas) return { kind: "info", template: "utter_historial", facts: { compras, visitas } };
    if (compras) return { kind: "info", template: "utter_historial_compras", facts: { compras } };
    if (visitas) return { kind: "info", template: "utter_historial_visitas", facts: { visitas } };
    return { kind: "info", template: "utter_historial_vacio", facts: {} };
  },
};

function isPast({ status, endsAt }: Booking, now: Date): boolean {
  return status !== "cancelled" && Date.parse(endsAt) <= now.getTime();
}

function purchaseLine({ format, profile }: ActionContext, purchase: Purchase): string {
  const head = `• *${purchase.name}*: ${format.money(purchase.price)}, ${format.paymentState(isPaid(purchase))}`;
  if (!isPaid(purchase)) return purchase.payUrl ? `${head} (${purchase.payUrl})` : head;
  const left = purchase.credits.map(({ service, remaining, total }) => format.left(remaining, total, service.name));
  const until = purchase.validUntil
    ? [format.until(DateTime.fromISO(purchase.validUntil, { zone: profile.timeZone }))]
    : [];
  return [head, ...(left.length > 0 ? [format.list(left), ...until] : [])].join(", ");
}

function visitLine({ format }: ActionContext, booking: Booking): string {
  const startsAt = DateTime.fromISO(booking.startsAt, { zone: booking.timeZone });
  return `• ${booking.service.name}, ${format.moment(startsAt)} (${booking.professional.name})`;
}
