import { DateTime } from "luxon";
import type { Offer } from "./demo-offer.ts";
import { newCode, type Random } from "./demo-random.ts";

const DAY_MS = 24 * 3_600_000;
/** Sold in so many days before today. */
const SOLD_DAYS = 50;
const BUYERS = 0.3;

interface Sale {
  customers: { id: string }[];
  bookings: {
    id: string;
    customerId: string;
    serviceId: string;
    startMs: number;
    createdMs: number;
    status: string;
    paidWith: "credit" | null;
  }[];
  nowMs: number;
  codes: Set<string>;
}

interface Purchase {
  id: string;
  packageId: string;
  customerId: string;
  code: string;
  payToken: string;
  paymentId: string;
  paidMs: number;
  validUntil: string | null;
  endMs: number;
}

interface Credit {
  id: string;
  purchaseId: string;
  customerId: string;
  serviceId: string;
  delta: number;
  kind: "granted" | "spent";
  bookingId: string | null;
  atMs: number;
}

/** Every third customer has bought a package and used some of it; the bookings that it paid for become theirs. */
export function sellPackages(offer: Offer, random: Random, { customers, bookings, nowMs, codes }: Sale) {
  const byService = new Map<string, Sale["bookings"]>();
  for (const booking of bookings) {
    if (booking.status === "cancelled") continue;
    if (!byService.has(booking.serviceId)) byService.set(booking.serviceId, []);
    byService.get(booking.serviceId)?.push(booking);
  }
  const purchases: Purchase[] = [];
  const credits: Credit[] = [];
  if (offer.packages.length === 0) return { purchases, credits };
  for (const { id: customerId } of customers) {
    if (random.next() >= BUYERS) continue;
    const sold = random.pick(offer.packages);
    const paidMs = nowMs - (1 + random.below(SOLD_DAYS)) * DAY_MS;
    const lastDay = DateTime.fromMillis(paidMs, { zone: offer.timeZone }).plus({ days: sold.validDays });
    const endMs = lastDay.plus({ days: 1 }).startOf("day").toMillis();
    const id = random.idAt(paidMs);
    purchases.push({
      ...sold,
      id,
      packageId: sold.id,
      customerId,
      code: newCode(random, 8, codes),
      payToken: `demo-${id}`,
      paymentId: random.idAt(paidMs),
      paidMs,
      validUntil: lastDay.toISODate(),
      endMs,
    });
    for (const { serviceId, quantity } of sold.items) {
      const entry = { purchaseId: id, customerId, serviceId };
      credits.push({
        ...entry,
        id: random.idAt(paidMs),
        delta: quantity,
        kind: "granted",
        bookingId: null,
        atMs: paidMs,
      });
      const uses = random.below(quantity + 1);
      const candidates = byService.get(serviceId) ?? [];
      for (let used = 0, tries = 0; used < uses && tries < 40; tries++) {
        const booking = candidates.length > 0 ? random.pick(candidates) : undefined;
        if (!booking || booking.paidWith || booking.createdMs < paidMs || booking.startMs >= endMs) continue;
        Object.assign(booking, { customerId, paidWith: "credit" });
        const atMs = booking.createdMs;
        credits.push({ ...entry, id: random.idAt(atMs), delta: -1, kind: "spent", bookingId: booking.id, atMs });
        used += 1;
      }
    }
  }
  return { purchases, credits };
}
