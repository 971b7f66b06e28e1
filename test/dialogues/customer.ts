import { newSid } from "../../src/web/simulator/index.ts";
import type { TestApp } from "../support/app.ts";

/** A turn as the trace keeps it. */
export interface TurnRow {
  intent: string | null;
  confidence: number | null;
  engine: string | null;
  outcome: string | null;
  action: string | null;
  template: string | null;
}

/** What happened in one step: what was written, what came back, and how it was understood. */
export interface Exchange {
  wrote: string[];
  /** The bodies of the messages that came back, as the customer reads them. */
  answers: string[];
  turns: TurnRow[];
}

export interface BookingRow {
  code: string;
  servicio: string;
  fecha: string;
  hora: string;
  profesional: string;
  estado: string;
}

type Content = Parameters<TestApp["write"]>[1];

/** One customer with a telephone of their own. */
export interface Customer {
  readonly from: string;
  /** Sends the messages one after the other and waits until everything about them is answered and sent. */
  send(contents: Content[]): Promise<Exchange>;
  /** The customer's bookings, oldest first, in the business's time zone. */
  bookings(): Promise<BookingRow[]>;
}

const ANSWER_TIMEOUT_MS = 15_000;

export function createCustomer(app: TestApp, from: string): Customer {
  return {
    from,
    async send(contents) {
      const before = app.twilio.messagesTo(from).length;
      const sids = contents.map(() => newSid("SM"));
      for (const [index, content] of contents.entries()) {
        const { status } = await app.write(from, content, sids[index]);
        if (status !== 200) throw new Error(`the webhook answered ${status}`);
      }
      await app.until(
        /* sql */ `
        select 1 from messages m where m.provider_event_id = any($1) and m.state in ('handled', 'dead')
          and not exists (select 1 from messages o where o.conversation_id = m.conversation_id
            and o.direction = 'out' and o.state in ('pending', 'sending', 'unknown'))
        having count(*) = $2`,
        [sids, sids.length],
        ANSWER_TIMEOUT_MS,
      );
      const turns = await app.database.query<TurnRow>(
        /* sql */ `
        select t.intent, t.confidence, t.engine, t.outcome, t.action, t.record->>'template' as template from turns t
        where t.id in (select turn_id from messages where provider_event_id = any($1)) order by t.created_at`,
        [sids],
      );
      const answers = app.twilio.messagesTo(from).slice(before);
      return { wrote: contents.map(describe), answers: answers.map(({ body }) => body), turns };
    },
    bookings: () =>
      app.database.query<BookingRow>(
        /* sql */ `
        select b.code, s.name as servicio, r.name as profesional,
          to_char(b.starts_at at time zone 'America/Mexico_City', 'YYYY-MM-DD') as fecha,
          to_char(b.starts_at at time zone 'America/Mexico_City', 'HH24:MI') as hora,
          case b.status when 'confirmed' then 'confirmada' when 'cancelled' then 'cancelada' else b.status end as estado
        from bookings b join services s on s.id = b.service_id join resources r on r.id = b.resource_id
          join customer_identities i on i.customer_id = b.customer_id
        where i.address = $1 order by b.created_at`,
        [`whatsapp:${from}`],
      ),
  };
}

function describe(content: Content): string {
  if (typeof content === "string") return content;
  return content.kind === "text" ? content.body : `[${content.kind}]`;
}
