import { DateTime } from "luxon";
import { GIVEN_NAMES, SURNAMES } from "./demo-names.ts";
import type { Offer, Period } from "./demo-offer.ts";
import { createRandom, newCode, type Random } from "./demo-random.ts";
import { sellPackages } from "./demo-sales.ts";

export interface DemoOptions {
  seed: number;
  customers: number;
  bookings: number;
  nowMs: number;
}

export type DemoData = ReturnType<typeof makeDemoData>;

const MINUTE_MS = 60_000;
const DAYS_AROUND = 60;
const MOST_PROFESSIONALS = 60;
/** So that not every minute is taken. */
const SLACK = 1.15;
const SHARE = { cancelled: 0.1, noShow: 0.05 };
/** Customers are older than all bookings. */
const CUSTOMERS_SINCE_MS = Date.UTC(2020, 0, 1);

/** The first customer's id, by which a database shows that it has this seed's data. */
export function firstCustomerId(seed: number): string {
  return createRandom(seed).idAt(CUSTOMERS_SINCE_MS);
}

interface Slot {
  professionalId: string;
  serviceId: string;
  startMs: number;
  endMs: number;
  /** With what is kept free around it. */
  heldFromMs: number;
  heldToMs: number;
  /** Rooms and machines beside the professional. */
  thingIds: string[];
}

/**
 * Customers, bookings of 60 days back and 60 ahead on times that can be booked, packages that were bought, and credits
 * that were used. The same for the same seed, day and offer.
 * @throws Error when so many bookings do not fit.
 */
export function makeDemoData(offer: Offer, options: DemoOptions) {
  const random = createRandom(options.seed);
  const { nowMs } = options;
  const customers = Array.from({ length: options.customers }, (_, index) => ({
    id: random.idAt(CUSTOMERS_SINCE_MS + index * MINUTE_MS),
    identityId: random.idAt(CUSTOMERS_SINCE_MS + index * MINUTE_MS),
    name: `${random.pick(GIVEN_NAMES)} ${random.pick(SURNAMES)} ${random.pick(SURNAMES)}`,
    // No subscriber's number begins with a zero: it is nobody's.
    phone: `+525500${String((options.seed * 7919 + index) % 1_000_000).padStart(6, "0")}`,
  }));

  const { slots, professionals } = findSlots(offer, random, options);
  const codes = new Set(offer.codes);
  const bookings = random
    .shuffle(slots)
    .slice(0, options.bookings)
    .map((slot) => {
      const isPast = slot.endMs < nowMs;
      const luck = random.next();
      const isMissed = isPast && luck < SHARE.cancelled + SHARE.noShow;
      const status = luck < SHARE.cancelled ? "cancelled" : isMissed ? "no_show" : isPast ? "completed" : "confirmed";
      const createdMs = Math.min(slot.startMs - (1 + random.below(20 * 24)) * 60 * MINUTE_MS, nowMs - MINUTE_MS);
      const endedMs =
        status === "cancelled"
          ? createdMs + random.next() * (Math.min(slot.startMs, nowMs) - createdMs)
          : status === "confirmed"
            ? undefined
            : slot.endMs;
      const service = offer.services.find(({ id }) => id === slot.serviceId)!;
      return {
        ...slot,
        id: random.idAt(createdMs),
        code: newCode(random, 6, codes),
        // Some come often and most now and then.
        customerId: customers[Math.floor(random.next() ** 2 * customers.length)]!.id,
        status,
        priceMinor: service.priceMinor,
        currency: service.currency,
        paidWith: null as "credit" | null,
        createdMs,
        endedMs,
        history: [
          { id: random.idAt(createdMs), kind: "created", atMs: createdMs },
          ...(endedMs === undefined ? [] : [{ id: random.idAt(endedMs), kind: status, atMs: endedMs }]),
        ],
      };
    });
  const purchases = sellPackages(offer, random, { customers, bookings, nowMs, codes });
  return { customers, professionals, bookings, ...purchases };
}

/** Times apart from each other, for those who are there and as many more as it takes; any choice of them fits. */
function findSlots(offer: Offer, random: Random, { bookings, seed, nowMs }: DemoOptions) {
  const busy = new Map(Object.entries(offer.busy));
  const roomless = offer.services.filter(({ needs }) => needs.length === 0);
  const added: { id: string; code: string; name: string; serviceIds: string[] }[] = [];
  const slots: Slot[] = [];
  for (const person of offer.professionals) slots.push(...slotsOf(offer, random, person, busy, nowMs));
  while (slots.length < bookings * SLACK) {
    if (added.length === MOST_PROFESSIONALS || roomless.length === 0) {
      throw new Error(`only ${Math.floor(slots.length / SLACK)} bookings fit: there are no more rooms and people`);
    }
    const person = {
      id: random.idAt(CUSTOMERS_SINCE_MS),
      code: `demo-${seed}-${added.length + 1}`,
      name: `${random.pick(GIVEN_NAMES)} ${random.pick(SURNAMES)}`,
      serviceIds: roomless.map(({ id }) => id),
    };
    added.push(person);
    const services = person.serviceIds.map((id) => ({ id, durationMinutes: null }));
    slots.push(...slotsOf(offer, random, { id: person.id, hours: null, services }, busy, nowMs));
  }
  return { slots, professionals: added };
}

function slotsOf(
  offer: Offer,
  random: Random,
  person: Offer["professionals"][number],
  busy: Map<string, [number, number][]>,
  nowMs: number,
): Slot[] {
  const slots: Slot[] = [];
  const today = DateTime.fromMillis(nowMs, { zone: offer.timeZone }).startOf("day");
  const holidays = new Set(offer.holidays);
  const isFree = (id: string, from: number, to: number) =>
    (busy.get(id) ?? []).every(([start, end]) => end <= from || to <= start);
  const grid = offer.gridMinutes;
  for (let offset = -DAYS_AROUND; offset <= DAYS_AROUND; offset++) {
    const day = today.plus({ days: offset });
    if (holidays.has(day.toISODate() ?? "")) continue;
    for (const period of workOf(offer.openingHours, person.hours, day.weekday)) {
      let minute = period.fromMinute;
      while (minute < period.toMinute) {
        const doing = random.pick(person.services);
        const service = offer.services.find(({ id }) => id === doing.id);
        if (!service) break;
        const duration = doing.durationMinutes ?? service.durationMinutes;
        const begin = Math.ceil(minute / grid) * grid;
        if (begin + duration > period.toMinute) break;
        const startMs = day.set({ hour: Math.floor(begin / 60), minute: begin % 60 }).toMillis();
        const endMs = startMs + duration * MINUTE_MS;
        const heldFromMs = startMs - service.bufferBeforeMinutes * MINUTE_MS;
        const heldToMs = endMs + service.bufferMinutes * MINUTE_MS;
        const free = (id: string) => isFree(id, heldFromMs, heldToMs);
        const thingIds: string[] = [];
        for (const group of service.needs) {
          const thing = group.find((id) => !thingIds.includes(id) && free(id));
          if (thing) thingIds.push(thing);
        }
        if (thingIds.length < service.needs.length || !free(person.id)) {
          minute = begin + grid;
          continue;
        }
        for (const id of [person.id, ...thingIds]) {
          if (!busy.has(id)) busy.set(id, []);
          busy.get(id)?.push([heldFromMs, heldToMs]);
        }
        slots.push({
          professionalId: person.id,
          serviceId: service.id,
          startMs,
          endMs,
          heldFromMs,
          heldToMs,
          thingIds,
        });
        minute = begin + duration + service.bufferMinutes;
      }
    }
  }
  return slots;
}

/** When the business is open and the person works. */
function workOf(opening: Period[], hours: Period[] | null, weekday: number): Period[] {
  const open = opening.filter((period) => period.weekday === weekday);
  if (!hours) return open;
  return open.flatMap((period) =>
    hours
      .filter((own) => own.weekday === weekday && own.fromMinute < period.toMinute && period.fromMinute < own.toMinute)
      .map((own) => ({
        weekday,
        fromMinute: Math.max(own.fromMinute, period.fromMinute),
        toMinute: Math.min(own.toMinute, period.toMinute),
      })),
  );
}
