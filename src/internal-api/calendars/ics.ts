import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";

/** What a calendar shows of an appointment; of the customer nothing. */
export interface IcsEvent {
  /** Of the booking or session: the same through all its changes. */
  id: string;
  /** Rises with each change, or calendars keep what they had. */
  sequence: number;
  status: "confirmed" | "tentative" | "cancelled";
  startsAt: Date;
  endsAt: Date;
  changedAt: Date;
  summary: string;
  description?: string;
  location?: string;
}

const STATUSES = {
  confirmed: ICalEventStatus.CONFIRMED,
  tentative: ICalEventStatus.TENTATIVE,
  cancelled: ICalEventStatus.CANCELLED,
} as const;

/**
 * iCalendar (RFC 5545). Times are instants in UTC, which every program shows in its own zone; `X-WR-TIMEZONE` says the
 * business's. A zone by name would need its rules in the file.
 */
export function writeIcs(calendar: { name: string; timeZone: string }, events: readonly IcsEvent[]): string {
  const file = ical({
    name: calendar.name,
    prodId: { company: "Atiende", product: "bookings" },
    method: ICalCalendarMethod.PUBLISH,
    x: [{ key: "X-WR-TIMEZONE", value: calendar.timeZone }],
  });
  for (const event of events) {
    file.createEvent({
      id: `${event.id}@atiende`,
      sequence: event.sequence,
      status: STATUSES[event.status],
      start: event.startsAt,
      end: event.endsAt,
      // The moment of the last change and not of the reading: what has not changed reads the same.
      stamp: event.changedAt,
      lastModified: event.changedAt,
      summary: event.summary,
      ...(event.description ? { description: event.description } : {}),
      ...(event.location ? { location: event.location } : {}),
    });
  }
  return file.toString();
}
