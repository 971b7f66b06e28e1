import { Gauge, type Registry } from "prom-client";
import type { Database, Sql } from "../database/index.ts";
import { type Logger, newId } from "../shared/index.ts";

export type Severity = "info" | "warning" | "critical";

/** What staff must see. `log` is the line of the log; `told` is what the administrator reads, for one and for many. */
export const ALERT_KINDS = {
  /** A customer who was owed an answer will not get it, or may not have got it (`outcome_unknown`). */
  "message.failed": {
    severity: "critical",
    log: "message cannot be delivered",
    told: ["mensaje no se pudo entregar", "mensajes no se pudieron entregar"],
  },
  "message.delayed": {
    severity: "warning",
    log: "message is still not accepted",
    told: ["mensaje sigue sin salir y se sigue intentando", "mensajes siguen sin salir y se siguen intentando"],
  },
  "message.dead_letter": {
    severity: "critical",
    log: "message could not be answered",
    told: ["mensaje no se pudo atender tras tres intentos", "mensajes no se pudieron atender tras tres intentos"],
  },
  /** What was noted down could not be finished in time, and the customer was apologised to. */
  "request.expired": {
    severity: "warning",
    log: "deferred request ran out of time",
    told: [
      "solicitud no se pudo completar a tiempo; se pidió disculpas",
      "solicitudes no se pudieron completar a tiempo; se pidió disculpas",
    ],
  },
  /** What a conversation remembered could not be read: its open form and question are gone. */
  "conversation.reset": {
    severity: "warning",
    log: "dialogue state was unreadable and begins anew",
    told: [
      "conversación perdió lo que llevaba y empezó de nuevo",
      "conversaciones perdieron lo que llevaban y empezaron de nuevo",
    ],
  },
  /** The 24 hours are over, and the business has no approved template in whose words it could be told. */
  "reminder.no_template": {
    severity: "warning",
    log: "reminder has no approved template",
    told: [
      "recordatorio no se envía porque falta su plantilla aprobada de WhatsApp",
      "recordatorios no se envían porque falta su plantilla aprobada de WhatsApp",
    ],
  },
  /** Money came for what can no longer be given, such as a cancelled appointment; it goes back by itself. */
  "payment.returned": {
    severity: "warning",
    log: "payment goes back because nothing could be given for it",
    told: [
      "pago se devuelve porque ya no se pudo entregar lo pagado",
      "pagos se devuelven porque ya no se pudo entregar lo pagado",
    ],
  },
  "payment.unexpected": {
    severity: "critical",
    log: "payment is not of the sum that was asked for",
    told: ["pago no coincide con su compra; revísalo", "pagos no coinciden con su compra; revísalos"],
  },
  /** The customer was told, or believes, that the money comes back, and it does not. */
  "refund.failed": {
    severity: "critical",
    log: "refund was refused by the payment provider",
    told: [
      "devolución fue rechazada por el proveedor de pagos",
      "devoluciones fueron rechazadas por el proveedor de pagos",
    ],
  },
  /** From here on only the cheapest models are asked. */
  "llm.budget_soft": {
    severity: "warning",
    log: "most of the month's budget for language models is spent",
    told: [
      "presupuesto mensual del modelo de lenguaje está por acabarse: ya sólo se usa el más barato",
      "presupuestos mensuales del modelo de lenguaje están por acabarse: ya sólo se usa el más barato",
    ],
  },
  "llm.budget_spent": {
    severity: "warning",
    log: "the month's budget for language models is spent; the templates answer",
    told: [
      "presupuesto mensual del modelo de lenguaje se acabó: el bot contesta con sus textos fijos",
      "presupuestos mensuales del modelo de lenguaje se acabaron: el bot contesta con sus textos fijos",
    ],
  },
  /** A developer's endpoint took nothing for days, or is gone; it is switched on again under /api/admin/webhook-endpoints. */
  "webhook.disabled": {
    severity: "warning",
    log: "webhook endpoint was switched off",
    told: ["webhook se apagó porque su dirección no responde", "webhooks se apagaron porque su dirección no responde"],
  },
} as const satisfies Record<string, { severity: Severity; log: string; told: readonly [string, string] }>;

export type AlertKind = keyof typeof ALERT_KINDS;

export interface NewAlert {
  kind: AlertKind;
  /** The message or request that it is about. */
  subjectId: string | null;
  conversationId: string | null;
  /** Ids, codes and counts only: never a customer's text, name or number. */
  details?: Record<string, string | number>;
}

/**
 * Writes an alert in the transaction of what it tells of; its line in the log, `fatal` when it is critical, follows the
 * commit, and the administrator's notice follows from the row: nobody is told of what was rolled back.
 */
export async function recordAlert(sql: Sql, logger: Logger, alert: NewAlert): Promise<void> {
  const { severity, log } = ALERT_KINDS[alert.kind];
  const { kind, subjectId, conversationId, details = {} } = alert;
  const level = severity === "critical" ? "fatal" : "error";
  await sql.query(
    /* sql */ `insert into alerts (id, kind, severity, subject_id, conversation_id, details) values ($1, $2, $3, $4, $5, $6)`,
    [newId(), kind, severity, subjectId, conversationId, JSON.stringify(details)],
  );
  sql.afterCommit(() => logger[level]({ alert: kind, subjectId, conversationId, ...details }, log));
}

export interface Alert {
  id: string;
  kind: string;
  severity: Severity;
  subjectId: string | null;
  conversationId: string | null;
  details: Record<string, string | number>;
  createdAt: Date;
  notifiedAt: Date | null;
  notifyAttempts: number;
  acknowledgedAt: Date | null;
  /** The name that the administrator's token carried; null when it had none, or when nobody had to look. */
  acknowledgedBy: string | null;
}

const COLUMNS = /* sql */ `id, kind, severity, subject_id as "subjectId", conversation_id as "conversationId", details,
  created_at as "createdAt", notified_at as "notifiedAt", notify_attempts as "notifyAttempts", acknowledged_at as "acknowledgedAt",
  acknowledged_by as "acknowledgedBy"`;

export interface Alerts {
  /** Newest first; `before` is the id of the last one that was read. */
  list(query: { isOpen: boolean | undefined; before: string | undefined; limit: number }): Promise<Alert[]>;
  /** Somebody has seen it: it is open no more, and is not told any more. Undefined when there is no such alert. */
  acknowledge(id: string, by?: string): Promise<Alert | undefined>;
}

export function createAlerts(sql: Sql): Alerts {
  return {
    list: ({ isOpen, before, limit }) =>
      sql.query<Alert>(
        /* sql */ `select ${COLUMNS} from alerts
          where ($1::boolean is null or (acknowledged_at is null) = $1) and ($2::uuid is null or id < $2)
          order by id desc limit $3`,
        [isOpen ?? null, before ?? null, limit],
      ),
    async acknowledge(id, by) {
      const [alert] = await sql.query<Alert>(
        /* sql */ `update alerts set acknowledged_at = coalesce(acknowledged_at, clock_timestamp()),
            acknowledged_by = case when acknowledged_at is null then $2 else acknowledged_by end
          where id = $1 returning ${COLUMNS}`,
        [id, by ?? null],
      );
      return alert;
    },
  };
}

/** Nobody looks through more; whoever asks every second must not make the database count a flood. */
const COUNT_AT_MOST = 1000;

/** Alerts that nobody has acknowledged, counted up to 1,000. */
export async function countOpenAlerts(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ n: number }>(
    "select count(*)::int as n from (select from alerts where acknowledged_at is null limit $1) open",
    [COUNT_AT_MOST],
  );
  return row?.n ?? 0;
}

/** `atiende_alerts_open{severity}`: read when somebody asks, so that every process tells the same. */
export function registerAlertGauge(registry: Registry, database: Database): void {
  new Gauge({
    name: "atiende_alerts_open",
    help: "Alerts that nobody has acknowledged",
    labelNames: ["severity"],
    registers: [registry],
    async collect() {
      const rows = await database
        .query<{ severity: Severity; count: number }>(
          "select severity, count(*)::int as count from alerts where acknowledged_at is null group by severity",
        )
        // Metrics are read most when the database is away.
        .catch(() => undefined);
      if (!rows) return this.reset();
      for (const severity of ["info", "warning", "critical"] as const) {
        this.set({ severity }, rows.find((row) => row.severity === severity)?.count ?? 0);
      }
    },
  });
}
