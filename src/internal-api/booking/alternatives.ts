import type { Slot } from "../../contract/index.ts";
import { timeProblemCodes } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import type { Refusal } from "../outcome.ts";
import type { BookingDeps } from "./booking-deps.ts";
import { loadSchedule, type ScheduledService } from "./schedule.ts";
import { bookableRange, type FreeSlot, findFreeSlots, rulesOf, toSlot } from "./slots.ts";

const DAY_MS = 24 * 3_600_000;
const DAYS_BEFORE = 3;
const DAYS_AFTER = 7;
const LIMIT = 3;
/** A rush on one slot asks the same question hundreds of times within a moment. */
const SHARED_FOR_MS = 250;
const MAX_SHARED = 200;

export interface AlternativesQuery {
  serviceId: string;
  professionalId?: string;
  startMs: number;
}

export interface Alternatives {
  /** `{ alternatives }` for a refusal of a time, nothing for any other. */
  factsFor(refusal: Refusal, query: AlternativesQuery): Promise<{ alternatives?: Slot[] }>;
}

/** Finds up to three free times near a refused one; concurrent equal questions share one answer. */
export function createAlternatives({ database, profileId, calendar, rules, clock }: BookingDeps): Alternatives {
  const shared = new Map<string, { answer: Promise<Slot[]>; untilMs: number }>();

  async function find({ serviceId, professionalId, startMs }: AlternativesQuery): Promise<Slot[]> {
    const nowMs = clock.now().getTime();
    const own = await readOwnRules(database, profileId, serviceId);
    if (!own) return [];
    const range = bookableRange(rulesOf(own, rules), nowMs);
    // A time far outside what may be booked is met at the nearest end of it.
    const anchorMs = Math.min(Math.max(startMs, range[0]), range[1]);
    const days = calendar.daysBetween(
      calendar.dayOf(anchorMs - DAYS_BEFORE * DAY_MS).date,
      calendar.dayOf(anchorMs + DAYS_AFTER * DAY_MS).date,
    );
    const [fromMs, toMs] = [days[0]!.startMs, days.at(-1)!.endMs];
    const schedule = await loadSchedule(database, { profileId, serviceId, fromMs, toMs, nowMs });
    if (!schedule) return [];
    return nearest(findFreeSlots(schedule, days, range, rules), anchorMs, professionalId).map(toSlot);
  }

  return {
    async factsFor(refusal, query) {
      if (!(timeProblemCodes as readonly string[]).includes(refusal.code)) return {};
      const key = `${query.serviceId} ${query.professionalId ?? ""} ${query.startMs}`;
      const nowMs = clock.monotonicMs();
      const known = shared.get(key);
      if (known && known.untilMs > nowMs) return { alternatives: await known.answer };
      if (shared.size >= MAX_SHARED) shared.clear();
      const answer = find(query);
      shared.set(key, { answer, untilMs: nowMs + SHARED_FOR_MS });
      answer.catch(() => shared.delete(key));
      return { alternatives: await answer };
    },
  };
}

async function readOwnRules(sql: Sql, profileId: string, serviceId: string): Promise<OwnRules | undefined> {
  const [own] = await sql.query<OwnRules>(
    `select lead_minutes as "leadMinutes", horizon_days as "horizonDays" from services where profile = $1 and id = $2`,
    [profileId, serviceId],
  );
  return own;
}

type OwnRules = Pick<ScheduledService, "leadMinutes" | "horizonDays">;

/** Nearest first, one per start time; the asked professional's times before anybody else's. */
function nearest(slots: FreeSlot[], anchorMs: number, professionalId: string | undefined): FreeSlot[] {
  const isOther = (slot: FreeSlot) => Number(professionalId !== undefined && slot.professional.id !== professionalId);
  const distance = (slot: FreeSlot) => Math.abs(slot.startMs - anchorMs);
  const chosen: FreeSlot[] = [];
  for (const slot of slots.sort((a, b) => isOther(a) - isOther(b) || distance(a) - distance(b))) {
    if (chosen.some(({ startMs }) => startMs === slot.startMs)) continue;
    if (chosen.push(slot) === LIMIT) break;
  }
  return chosen;
}
