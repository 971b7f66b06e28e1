import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Database } from "../src/database/index.ts";
import type { PhraseOutcome } from "../src/llm/index.ts";
import type { Sealer } from "../src/shared/index.ts";

const OUTCOMES = ["done", "refused", "ask", "confirm", "changed", "unavailable", "info"] as const;
const HISTORY = 10;

const turnSchema = z.object({
  id: z.string(),
  customerName: z.string().optional(),
  customerText: z.string(),
  history: z.array(z.object({ from: z.enum(["customer", "business"]), text: z.string() })).default([]),
  template: z.string().min(1),
  facts: z.record(z.string(), z.unknown()).default({}),
  outcome: z.enum(OUTCOMES),
  intent: z.string().nullable().default(null),
  language: z.string().default("es"),
  isReturning: z.boolean().default(false),
});
/** An answered message, with the reply as it was before any model worded it. */
export type RecordedTurn = z.output<typeof turnSchema>;

/**
 * Turns of a file, as `test/llm/grounding/corpus/recorded-turns.json` has them.
 * @throws Error when the file cannot be read or is none
 */
export function turnsOfFile(file: string): RecordedTurn[] {
  return z.array(turnSchema).parse(JSON.parse(readFileSync(file, "utf8")));
}

interface TurnRow {
  id: string;
  conversation_id: string;
  created_at: Date;
  intent: string | null;
  outcome: string | null;
  display_name: string | null;
  is_returning: boolean;
  record: {
    language?: string;
    facts?: Record<string, string>;
    /** The template is kept where a model's words left in its place. */
    phrase?: { sealedTemplate?: string };
  };
}

/** The last turns of a profile whose replies a model may word, newest first, each with what its template said. */
export async function turnsOfDatabase(
  deps: { database: Database; sealer: Sealer; home: string },
  profile: string,
  count: number,
): Promise<RecordedTurn[]> {
  const { database, sealer } = deps;
  const rows = await database.query<TurnRow>(
    /* sql */ `
    select t.id, t.conversation_id, t.created_at, t.intent, t.outcome, t.record, k.display_name,
      k.created_at < t.created_at - interval '12 hours' as is_returning
    from turns t join conversations c on c.id = t.conversation_id join customers k on k.id = c.customer_id
    where t.profile = $1 and t.record->'phrase' is not null and t.record->'phrase'->>'reason' is distinct from 'fixed'
      and t.outcome is distinct from 'clarify'
    order by t.created_at desc limit $2`,
    [profile, count],
  );
  const turns: RecordedTurn[] = [];
  for (const row of rows) {
    const said = await messagesOf(database, sealer, row);
    const sealed = row.record.phrase?.sealedTemplate;
    const template = sealed === undefined ? said.reply : sealer.open(sealed);
    if (template === "") continue;
    turns.push({
      id: row.id,
      ...(row.display_name ? { customerName: sealer.open(row.display_name) } : {}),
      customerText: said.customerText,
      history: said.history,
      template,
      facts: row.record.facts ?? {},
      outcome: OUTCOMES.find((known): known is PhraseOutcome => known === row.outcome) ?? "info",
      intent: row.intent,
      language: row.record.language ?? deps.home,
      isReturning: row.is_returning,
    });
  }
  return turns;
}

async function messagesOf(database: Database, sealer: Sealer, turn: TurnRow) {
  const rows = await database.query<{ direction: "in" | "out"; text: string; is_own: boolean }>(
    /* sql */ `
    select direction, coalesce(content->>'text', '') as text, coalesce(turn_id = $2, false) as is_own from messages
    where conversation_id = $1 and kind not in ('notice', 'ack') and (turn_id = $2 or created_at < $3)
    order by (turn_id = $2) desc nulls last, created_at desc, direction desc, seq desc limit $4`,
    [turn.conversation_id, turn.id, turn.created_at, 3 * HISTORY],
  );
  const said = rows.reverse().map(({ direction, text, is_own }) => ({ direction, text: sealer.open(text), is_own }));
  const own = (wanted: "in" | "out") =>
    said.filter(({ direction, is_own }) => is_own && direction === wanted).map(({ text }) => text);
  return {
    customerText: own("in").join("\n"),
    reply: own("out").join("\n\n"),
    history: said
      .filter(({ is_own, text }) => !is_own && text !== "")
      .slice(-HISTORY)
      .map(({ direction, text }) => ({
        from: direction === "in" ? ("customer" as const) : ("business" as const),
        text,
      })),
  };
}
