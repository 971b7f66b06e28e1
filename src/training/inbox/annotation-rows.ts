import { z } from "zod";
import type { ResponseOf } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import type { Sealer } from "../../shared/index.ts";
import type { Mark } from "./example-text.ts";

export type Annotation = ResponseOf<"getAnnotation">;
export type AnnotationSummary = ResponseOf<"listAnnotations">["annotations"][number];
export type AnnotationReason = AnnotationSummary["reasons"][number];

/** A row of `nlu_annotations`; `text` and the values of `entities` are sealed. */
export interface AnnotationRow {
  id: string;
  text: string;
  language: string;
  state: AnnotationSummary["state"];
  reasons: AnnotationReason[];
  message_id: string;
  intent: string;
  confidence: number;
  ranking: unknown;
  entities: unknown;
  engine: string;
  model: string;
  first_seen_at: Date;
  last_seen_at: Date;
  seen_count: number;
  accepted_trainer: string | null;
  settled_by: string | null;
  settled_at: Date | null;
}

/** What one trainer says that a message means. */
export interface Judgement {
  trainer: string;
  intent: string;
  marks: Mark[];
  note: string | null;
  judgedAt: Date;
}

const marksSchema = z.array(
  z.object({ entity: z.string(), start: z.int(), end: z.int(), value: z.string().optional() }),
);
/** Of a row. */
export function readMarks(stored: unknown): Mark[] {
  return marksSchema.parse(stored);
}

const rankingSchema = z.array(z.object({ name: z.string(), confidence: z.number() }));

export const ANNOTATION_COLUMNS = `a.id, a.text, a.language, a.state, a.reasons, a.message_id, a.intent, a.confidence, a.ranking,
  a.entities, a.engine, a.model, a.first_seen_at, a.last_seen_at, a.seen_count, a.accepted_trainer, a.settled_by, a.settled_at`;

/** The row, and for a write its lock; undefined when this profile has none of this id. */
export async function findAnnotation(
  sql: Sql,
  profileId: string,
  id: string,
  lock: "" | "for update" = "",
): Promise<AnnotationRow | undefined> {
  const [row] = await sql.query<AnnotationRow>(
    `select ${ANNOTATION_COLUMNS} from nlu_annotations a where a.id = $1 and a.profile = $2 ${lock}`,
    [id, profileId],
  );
  return row;
}

/** Every trainer's, oldest first. */
export async function readJudgements(sql: Sql, sealer: Sealer, annotationId: string): Promise<Judgement[]> {
  const rows = await sql.query<{
    trainer: string;
    intent: string;
    entities: unknown;
    note: string | null;
    judged_at: Date;
  }>(
    `select trainer, intent, entities, note, judged_at from nlu_judgements where annotation_id = $1
     order by judged_at, trainer`,
    [annotationId],
  );
  return rows.map(({ trainer, intent, entities, note, judged_at }) => ({
    trainer,
    intent,
    marks: readMarks(entities),
    note: note === null ? null : sealer.open(note),
    judgedAt: judged_at,
  }));
}

/** Without the judgements. */
export function toSummary(row: AnnotationRow, sealer: Sealer): Omit<AnnotationSummary, "judgedBy"> {
  const { intent, confidence } = row;
  return {
    id: row.id,
    text: sealer.open(row.text),
    language: row.language,
    state: row.state,
    reasons: row.reasons,
    seenCount: row.seen_count,
    firstSeenAt: row.first_seen_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    parse: {
      intent: { name: intent, confidence },
      ranking: rankingSchema.parse(row.ranking),
      entities: readMarks(row.entities).map(({ value, ...mark }) =>
        value === undefined ? mark : { ...mark, value: sealer.open(value) },
      ),
      engine: row.engine,
      model: row.model,
    },
    messageId: row.message_id,
    turnUrl: `/api/admin/turns/${row.message_id}`,
  };
}

/** With what the trainers say of it. */
export async function toAnnotation(sql: Sql, sealer: Sealer, row: AnnotationRow): Promise<Annotation> {
  const judgements = await readJudgements(sql, sealer, row.id);
  return {
    ...toSummary(row, sealer),
    judgements: judgements.map(({ marks, judgedAt, ...said }) => ({
      ...said,
      entities: marks,
      judgedAt: judgedAt.toISOString(),
    })),
    agreement: agreementOf(judgements),
    decision:
      row.settled_by === null || row.settled_at === null
        ? null
        : { by: row.settled_by, at: row.settled_at.toISOString(), judgementBy: row.accepted_trainer },
  };
}

function agreementOf(judgements: Judgement[]): Annotation["agreement"] {
  const [first, ...others] = judgements;
  if (!first || others.length === 0) return null;
  return {
    intent: others.every(({ intent }) => intent === first.intent),
    entities: others.every((other) => isSameMarks(other.marks, first.marks)),
  };
}

/** Whatever the order in which they were marked. */
export function isSameMarks(some: readonly Mark[], others: readonly Mark[]): boolean {
  const told = (marks: readonly Mark[]) =>
    JSON.stringify(marks.map(({ entity, start, end, value }) => [start, end, entity, value ?? null]).sort());
  return told(some) === told(others);
}
