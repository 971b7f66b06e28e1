import type { TestApp } from "../support/app.ts";

export interface BookingRow {
  code: string;
  servicio: string;
  fecha: string;
  hora: string;
  profesional: string;
  estado: string;
}

export interface PurchaseRow {
  code: string;
  payToken: string;
  nombre: string;
  /** Whole pesos. */
  precio: number;
  estado: string;
}

export interface TicketRow {
  number: string;
  motivo: string;
  dice: string;
}

/** What the database holds about one customer, in the words of the dialogue files; lists come oldest first. */
export function createRecords(app: TestApp, address: string) {
  const mine = "customer_id in (select customer_id from customer_identities where address = $1)";
  const read = <Row>(sql: string) => app.database.query<Row>(sql, [address]);

  return {
    /** In the business's time zone. */
    bookings: () =>
      read<BookingRow>(/* sql */ `
        select b.code, s.name as servicio, r.name as profesional,
          to_char(b.starts_at at time zone 'America/Mexico_City', 'YYYY-MM-DD') as fecha,
          to_char(b.starts_at at time zone 'America/Mexico_City', 'HH24:MI') as hora,
          case b.status when 'confirmed' then 'confirmada' when 'cancelled' then 'cancelada' else b.status end as estado
        from bookings b join services s on s.id = b.service_id join resources r on r.id = b.resource_id
        where b.${mine} order by b.created_at`),

    purchases: () =>
      read<PurchaseRow>(/* sql */ `
        select code, pay_token as "payToken", name as nombre, (price_minor / 100)::integer as precio,
          case status when 'pending' then 'pendiente' when 'paid' then 'pagada' else 'anulada' end as estado
        from purchases where ${mine} order by id`),

    tickets: () =>
      read<TicketRow>(/* sql */ `
        select number, case reason when 'complaint' then 'queja' else 'persona' end as motivo, coalesce(summary, '') as dice
        from tickets where ${mine} order by number`),

    async profile(): Promise<{ nombre: string | null; idioma: string | null } | undefined> {
      const [row] = await read<{ nombre: string | null; idioma: string | null }>(/* sql */ `
        select display_name as nombre, language as idioma from customers
        where id in (select customer_id from customer_identities where address = $1)`);
      return row;
    },

    async wantsMessages(): Promise<boolean> {
      const [row] = await read<{ out: boolean }>(
        `select bool_or(is_opted_out) as out from conversations where ${mine}`,
      );
      return row?.out !== true;
    },

    /** The newest mark from 1 to 5; null while it is not given. */
    async score(): Promise<number | null> {
      const [row] = await read<{ score: number | null }>(
        `select score from satisfaction_answers where ${mine} order by asked_at desc limit 1`,
      );
      return row?.score ?? null;
    },
  };
}

export type Records = ReturnType<typeof createRecords>;
