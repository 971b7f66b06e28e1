import type { Profile } from "../../config/index.ts";
import type { Database, Sql } from "../../database/index.ts";
import type { Clock, Logger } from "../../shared/index.ts";
import { createRecentMap } from "../recent-map.ts";
import type { BudgetStanding, LlmBudget } from "../types.ts";
import type { LlmUsage } from "./usage.ts";
import { wasSent } from "./usage-batch.ts";
import { createComplaints } from "./usage-complaints.ts";
import { createLocalDay } from "./usage-day.ts";
import { type Amount, createMeter, type Meter } from "./usage-meter.ts";
import { readCustomer, readMonth } from "./usage-rows.ts";

/** More than write within 15 s; whoever is forgotten is read again. */
const MAX_CUSTOMERS = 5000;
const PATIENCE_MS = 250;

/** 80 % of the month is spent (or what the profile says), or all of it. */
export type BudgetAlert = "llm.budget_soft" | "llm.budget_spent";

export interface LlmBudgetDeps {
  database: Database;
  usage: LlmUsage;
  clock: Clock;
  profile: Pick<Profile, "id" | "timeZone"> & { assistant: Pick<Profile["assistant"], "budget"> };
  /** ISO 4217, of the routing's prices. */
  currency: string;
  logger: Logger;
  /** A standing waits for the database so long, then tells what is known; 250 ms unless told. */
  patienceMs?: number;
  /** Writes an alert in the given transaction; asked once for each month and kind, whatever the number of processes. */
  alert(sql: Sql, kind: BudgetAlert, details: Record<string, string | number>): Promise<void>;
}

export interface RunningLlmBudget extends LlmBudget {
  /** Waits for the alerts in hand. Call it before the usage stops and the database closes. */
  stop(): Promise<void>;
}

/**
 * Says what may still be spent on models: of the profile's month, and of one customer's day. Nothing is reserved, so the
 * limits are passed by what is under way when they are reached: the calls of the turns in hand in each process, and what
 * the other processes spend in the 16 s until this one reads it. For cents that is enough, and no reply waits for a lock.
 */
export function createLlmBudget(deps: LlmBudgetDeps): RunningLlmBudget {
  const { database, usage, clock, profile, currency, logger } = deps;
  const limits = profile.assistant.budget;
  const today = createLocalDay(clock, profile.timeZone);
  const complain = createComplaints(clock, logger);
  const customers = createRecentMap<{ day: string; meter: Meter }>(MAX_CUSTOMERS);
  let current: { month: string; meter: Meter } | undefined;
  const told = new Set<string>();
  const telling = new Set<Promise<void>>();

  const meterOf = (read: () => Promise<Amount>, unwritten: () => Amount) =>
    createMeter({
      read,
      unwritten,
      nowMs: clock.monotonicMs,
      patienceMs: deps.patienceMs ?? PATIENCE_MS,
      onUnreadable: (error) => complain(error, "LLM budget cannot be read; what is known of it counts"),
    });

  function meterOfMonth(month: string): Meter {
    if (current?.month !== month) {
      const meter = meterOf(
        () => readMonth(database, profile.id, month, currency),
        () => usage.unwrittenOfMonth(profile.id, month),
      );
      current = { month, meter };
    }
    return current.meter;
  }

  function meterOfCustomer(customerId: string, day: string): Meter {
    const known = customers.get(customerId);
    if (known?.day === day) return known.meter;
    const meter = meterOf(
      () => readCustomer(database, customerId, day),
      () => usage.unwrittenOfCustomer(customerId, day),
    );
    customers.set(customerId, { day, meter });
    return meter;
  }

  async function standingOfMonth(month: string): Promise<"free" | "soft" | "hard"> {
    const { monthlyMicros, softMicros } = limits;
    if (monthlyMicros === undefined || softMicros === undefined) return "free";
    const { costMicros } = await meterOfMonth(month).spent();
    const standing = costMicros >= monthlyMicros ? "hard" : costMicros >= softMicros ? "soft" : "free";
    if (standing !== "free") {
      const kind = standing === "hard" ? "llm.budget_spent" : "llm.budget_soft";
      tell(kind, month, { month, spentMicros: costMicros, limitMicros: monthlyMicros, currency });
    }
    return standing;
  }

  async function isCapped(customerId: string, day: string): Promise<boolean> {
    const { calls, costMicros } = await meterOfCustomer(customerId, day).spent();
    return (
      calls >= limits.customerDailyReplies || costMicros >= (limits.customerDailyMicros ?? Number.POSITIVE_INFINITY)
    );
  }

  /** In the background: the reply that met the limit does not wait. */
  function tell(kind: BudgetAlert, month: string, details: Record<string, string | number>): void {
    const key = `${month} ${kind}`;
    if (told.has(key)) return;
    told.add(key);
    const work = database
      .transaction(async (sql) => {
        const first = await sql.query(
          `insert into llm_budget_alerts (profile, month, kind) values ($1, $2, $3) on conflict do nothing returning kind`,
          [profile.id, `${month}-01`, kind],
        );
        if (first.length > 0) await deps.alert(sql, kind, details);
      })
      .catch((error: unknown) => {
        // The next reply that meets the limit tries again.
        told.delete(key);
        complain(error, "alert of the LLM budget is not written; it is tried again");
      })
      .finally(() => telling.delete(work));
    telling.add(work);
  }

  return {
    async standing({ customerId }): Promise<BudgetStanding> {
      const day = today();
      const [month, capped] = await Promise.all([
        standingOfMonth(day.slice(0, 7)),
        customerId !== undefined && isCapped(customerId, day),
      ]);
      if (month === "hard") return "hard";
      return capped ? "customer" : month;
    },
    spend(about, call) {
      usage.spend(about, call);
      const day = today();
      const { costMicros } = call;
      if (about.profile === profile.id && current?.month === day.slice(0, 7))
        current.meter.add({ calls: 1, costMicros });
      const customer = about.customerId === undefined ? undefined : customers.get(about.customerId);
      if (customer?.day === day && wasSent(call)) customer.meter.add({ calls: 1, costMicros });
    },
    async stop() {
      await Promise.all(telling);
    },
  };
}
