import type { Sql } from "../../src/database/index.ts";
import type { Exchange } from "./conversation-load.ts";
import { median, round, type Spread, spread, wallMs } from "./figures.ts";

interface Row {
  sid: string;
  received_at: number;
  claimed_at: number | null;
  turn_at: number;
  intent: string | null;
  duration_ms: number;
  record: {
    parse?: { durationMs: number; waitedMs?: number };
    apiCalls?: { durationMs: number }[];
    timings?: Record<string, number>;
  };
}

export interface TurnFigures {
  /** Webhook planned to answered, as the provider sees it. */
  ack: Spread;
  /** Webhook planned to the send call's arrival at the provider. */
  answer: Spread;
  /** The same without Rasa's and the internal APIs' time, as the turn's record has them. */
  ownOverhead: Spread;
  rasa: Spread;
  apis: Spread;
  /** Where the time goes, in order. Means add up; medians show the plain message. */
  stages: Record<string, { p50: number; p95: number }>;
  /** Steps of the turn by its own record; "commit" is in no record, because the record is written in it. */
  stepP50: Record<string, number>;
  byIntent: Record<string, { count: number; ownP50: number; ownP95: number }>;
  unanswered: number;
  refused: number;
}

/** Joins what was seen from outside with what each turn wrote about itself. */
export async function readTurnFigures(sql: Sql, exchanges: readonly Exchange[]): Promise<TurnFigures> {
  const answered = exchanges.filter((exchange) => exchange.arrivedMs !== undefined);
  const rows = await sql.query<Row>(
    /* sql */ `
    select m.provider_event_id as sid, extract(epoch from m.created_at)::float8 * 1000 as received_at,
      extract(epoch from t.created_at)::float8 * 1000 as turn_at, t.intent, t.duration_ms, t.record,
      (select extract(epoch from min(o.claimed_at))::float8 * 1000 from messages o
        where o.turn_id = t.id and o.direction = 'out') as claimed_at
    from messages m join turns t on t.id = m.turn_id
    where m.provider_event_id = any($1)`,
    [answered.map(({ sid }) => sid)],
  );
  const bySid = new Map(rows.map((row) => [row.sid, row]));
  const joined = answered.flatMap((exchange) => {
    const row = bySid.get(exchange.sid);
    if (!row) return [];
    const plannedAt = wallMs(exchange.plannedMs);
    const arrivedAt = wallMs(exchange.arrivedMs!);
    const startedAt = row.turn_at - row.duration_ms;
    // At 90 of Rasa's 100 messages a second most of its time is its queue; ours in front of it only keeps that queue short.
    const rasa = (row.record.parse?.durationMs ?? 0) + (row.record.parse?.waitedMs ?? 0);
    const apis = (row.record.apiCalls ?? []).reduce((sum, call) => sum + call.durationMs, 0);
    const claimedAt = row.claimed_at ?? row.turn_at;
    const total = arrivedAt - plannedAt;
    return [
      {
        intent: row.intent ?? "none",
        rasa,
        apis,
        own: total - rasa - apis,
        timings: row.record.timings ?? {},
        stages: {
          "webhook to inbox row": row.received_at - plannedAt,
          "inbox row to turn": startedAt - row.received_at,
          "turn to its record": row.duration_ms,
          "record to claim": claimedAt - row.turn_at,
          "claim to provider": arrivedAt - claimedAt,
        } as Record<string, number>,
      },
    ];
  });
  const stageNames = Object.keys(joined[0]?.stages ?? {});
  const stepNames = [...new Set(joined.flatMap(({ timings }) => Object.keys(timings)))];
  return {
    ack: spread(exchanges.map(({ answeredMs, plannedMs }) => answeredMs - plannedMs)),
    answer: spread(answered.map(({ arrivedMs, plannedMs }) => arrivedMs! - plannedMs)),
    ownOverhead: spread(joined.map(({ own }) => own)),
    rasa: spread(joined.map(({ rasa }) => rasa)),
    apis: spread(joined.filter(({ apis }) => apis > 0).map(({ apis }) => apis)),
    stages: Object.fromEntries(
      stageNames.map((name) => {
        const { p50, p95 } = spread(joined.map(({ stages }) => stages[name]!));
        return [name, { p50, p95 }];
      }),
    ),
    stepP50: Object.fromEntries(
      stepNames.map((name) => [name, round(median(joined.flatMap(({ timings }) => timings[name] ?? [])))]),
    ),
    byIntent: Object.fromEntries(
      [...new Set(joined.map(({ intent }) => intent))].map((intent) => {
        const { count, p50, p95 } = spread(joined.filter((one) => one.intent === intent).map(({ own }) => own));
        return [intent, { count, ownP50: p50, ownP95: p95 }];
      }),
    ),
    unanswered: exchanges.filter(({ arrivedMs }) => arrivedMs === undefined).length,
    refused: exchanges.filter(({ status }) => status < 200 || status >= 300).length,
  };
}
