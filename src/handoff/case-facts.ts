import type { Slots } from "../actions/index.ts";
import type { Sql } from "../database/index.ts";
import type { TicketReason } from "./tickets.ts";

/** What is known of a case without reading what was said. */
export interface CaseFacts {
  id: string;
  conversationId: string;
  customerId: string;
  reason: TicketReason;
  /** Sealed, as everything that a customer wrote. */
  words: string | null;
  customerName: string | null;
  attempts: number;
  /** What the customer was understood to want lately, the last first. */
  intents: string[];
  /** Of the form that is open. */
  slots: Slots;
  /** Of the appointment that was spoken of last. */
  bookingCode: string | null;
}

const REASONS: Record<TicketReason, string> = {
  agent_requested: "Pidió hablar con una persona.",
  complaint: "Tiene una queja.",
  bot_unsure: "El asistente no le entendió.",
};
/** Slots that tell what the matter is; names and free words are left to the ticket. */
const TOLD = ["servicio", "profesional", "paquete", "fecha", "hora", "codigo_reserva"] as const;
/** Said in every conversation and telling nothing of it. */
const CHATTER = ["saludo", "despedida", "agradecimiento", "afirmar", "negar", "fuera_de_alcance"];
const TURNS = 10;
const INTENTS = 3;

/**
 * By the ticket's number; undefined when it is closed, has its summary, or was tried often enough or a moment ago: perhaps
 * by another process, which is still at it.
 */
export async function readCase(
  sql: Sql,
  number: string,
  { maxAttempts, now }: { maxAttempts: number; now: Date },
): Promise<CaseFacts | undefined> {
  const [row] = await sql.query<CaseFacts>(
    /* sql */ `
    select t.id, t.conversation_id as "conversationId", t.customer_id as "customerId", t.reason, t.summary as words,
      k.display_name as "customerName", t.case_summary_attempts as attempts,
      case when c.state->'form'->>'isParked' = 'true' then '{}' else coalesce(c.state->'form'->'slots', '{}') end as slots, c.state->'focus'->>'codigo_reserva' as "bookingCode",
      array(
        select intent from turns where conversation_id = t.conversation_id and intent is not null and outcome <> 'clarify'
        order by created_at desc, id desc limit $3
      ) as intents
    from tickets t join conversations c on c.id = t.conversation_id join customers k on k.id = t.customer_id
    where t.number = $1 and t.status = 'open' and t.case_summary_attempts < $2
      and t.case_summary_source is distinct from 'llm'
      and (t.case_summary_at is null or t.case_summary_at <= $4::timestamptz - interval '1 minute')`,
    [number, maxAttempts, TURNS, now],
  );
  return row;
}

/** Those of the form's slots that say nothing of whom it is about. */
export function toldSlots({ slots }: CaseFacts): Record<string, string> {
  return Object.fromEntries(TOLD.flatMap((name) => (slots[name] ? [[name, slots[name]]] : [])));
}

/** The summary that needs no model: in the words of the form, nothing guessed. */
export function plainSummary(facts: CaseFacts, words: string | null): string {
  const intents = [...new Set(facts.intents)].filter((intent) => !CHATTER.includes(intent)).slice(0, INTENTS);
  const slots = Object.entries(toldSlots(facts)).map(([name, value]) => `${name.replace("_", " ")} ${value}`);
  const count = words?.split(/\s+/u).filter((word) => word !== "").length ?? 0;
  return [
    REASONS[facts.reason],
    intents.length > 0 ? `Temas: ${intents.map((intent) => intent.replaceAll("_", " ")).join(", ")}.` : "",
    slots.length > 0 ? `A medias: ${slots.join(", ")}.` : "",
    facts.bookingCode ? `Cita de la que se habló: ${facts.bookingCode}.` : "",
    count > 0 ? `Sus palabras (${count}) están en el ticket.` : "",
  ]
    .filter((line) => line !== "")
    .join(" ");
}
