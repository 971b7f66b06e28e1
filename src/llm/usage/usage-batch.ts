import { storableText, truncateText } from "../../shared/index.ts";
import type { LlmAbout, LlmCallRecord } from "../types.ts";
import type { Amount } from "./usage-meter.ts";

/** Names come from files and configuration; this is for the one that is a mistake. */
const MAX_NAME = 200;
/** Customers who are counted while the database is away: about 2 MB. Their money is counted all the same. */
const MAX_CUSTOMERS = 10_000;
/** Refused before anything was sent: it cost nothing, and is no use that a customer made. */
const NOT_SENT = new Set(["breaker_open", "busy"]);

/** A row of `llm_usage` to be added, in the names of its columns. */
export interface UsageRow {
  profile: string;
  day: string;
  purpose: string;
  tier: string;
  model: string;
  intent: string;
  calls: number;
  failures: number;
  estimated_calls: number;
  input_tokens: number;
  cached_tokens: number;
  output_tokens: number;
  cost_micros: number;
}

/** A row of `llm_customer_usage` to be added. */
export interface CustomerRow {
  customer_id: string;
  day: string;
  calls: number;
  tokens: number;
  cost_micros: number;
}

/** Whether the call counts as one that its customer made. */
export function wasSent({ result }: LlmCallRecord): boolean {
  return !NOT_SENT.has(result);
}

export interface UsageBatch {
  add(about: LlmAbout, call: LlmCallRecord, day: string): void;
  /** Adds what came later; returns itself. */
  plus(later: UsageBatch): UsageBatch;
  usage(): UsageRow[];
  customers(): CustomerRow[];
  ofMonth(profile: string, month: string): Amount;
  ofCustomer(customerId: string, day: string): Amount;
  calls(): number;
  isEmpty(): boolean;
}

/** What one process counted since it last wrote: one entry for each row that it will change. */
export function createUsageBatch(): UsageBatch {
  const usage = new Map<string, UsageRow>();
  const customers = new Map<string, CustomerRow>();

  function addRow(row: UsageRow): void {
    const key = JSON.stringify([row.profile, row.day, row.purpose, row.tier, row.model, row.intent]);
    addTo(usage, key, row);
  }
  function addCustomer(row: CustomerRow): void {
    const key = keyOf(row.customer_id, row.day);
    if (customers.has(key) || customers.size < MAX_CUSTOMERS) addTo(customers, key, row);
  }
  const keyOf = (customerId: string, day: string) => `${customerId} ${day}`;
  const calls = () => [...usage.values()].reduce((sum, row) => sum + row.calls, 0);

  const batch: UsageBatch = {
    add({ profile, customerId, intent = "" }, call, day) {
      const input = whole(call.usage.input);
      const output = whole(call.usage.output);
      const cost_micros = whole(call.costMicros);
      addRow({
        profile: name(profile),
        day,
        purpose: call.purpose,
        tier: call.tier,
        model: name(call.model),
        intent: name(intent),
        calls: 1,
        failures: call.result === "ok" ? 0 : 1,
        estimated_calls: call.usage.isEstimated ? 1 : 0,
        input_tokens: input,
        cached_tokens: whole(call.usage.cachedInput),
        output_tokens: output,
        cost_micros,
      });
      if (customerId === undefined || !wasSent(call)) return;
      addCustomer({ customer_id: customerId, day, calls: 1, tokens: input + output, cost_micros });
    },
    plus(later) {
      for (const row of later.usage()) addRow(row);
      for (const row of later.customers()) addCustomer(row);
      return batch;
    },
    usage: () => [...usage.values()],
    customers: () => [...customers.values()],
    ofMonth(profile, month) {
      const rows = [...usage.values()].filter((row) => row.profile === profile && row.day.startsWith(month));
      return rows.reduce<Amount>(
        (sum, row) => ({ calls: sum.calls + row.calls, costMicros: sum.costMicros + row.cost_micros }),
        { calls: 0, costMicros: 0 },
      );
    },
    ofCustomer(customerId, day) {
      const row = customers.get(keyOf(customerId, day));
      return { calls: row?.calls ?? 0, costMicros: row?.cost_micros ?? 0 };
    },
    calls,
    isEmpty: () => usage.size === 0,
  };
  return batch;
}

/** Adds every number of the row to the one that is there. */
function addTo<Row extends object>(rows: Map<string, Row>, key: string, row: Row): void {
  const known = rows.get(key);
  if (!known) {
    rows.set(key, { ...row });
    return;
  }
  const [sums, more] = [known as Record<string, unknown>, row as Record<string, unknown>];
  for (const [column, value] of Object.entries(more)) {
    if (typeof value === "number") sums[column] = (sums[column] as number) + value;
  }
}

/** A server tells numbers of its own; one that is none must not stop the counting of all the others. */
function whole(value: number): number {
  return Number.isFinite(value) && value > 0 ? Math.min(Math.ceil(value), 1e12) : 0;
}

function name(value: string): string {
  return truncateText(storableText(value), MAX_NAME);
}
