import { z } from "zod";
import { defineOperation, type OperationShape } from "../operation.ts";
import { instantSchema } from "../schemas.ts";
import { limit } from "./common.ts";

const id = z.uuid().describe("The annotation's id, as `GET /admin/nlu/annotations` tells it");
const intent = z
  .string()
  .regex(/^\p{L}[\p{L}\p{N}_]{0,79}$/u, "a name of letters, figures and _")
  .meta({ example: "agendar_cita" });
const trainer = z.string().min(1).max(200).describe("The name of a trainer's token or key").meta({ example: "Ana" });
const share = z.number().min(0).max(1);

const state = z
  .enum(["open", "known", "accepted", "rejected"])
  .describe("open: waits to be judged or decided; known: the text is an example already, so nobody is asked");
const reason = z
  .enum(["corrected", "handed_off", "clarified", "low_confidence", "sampled"])
  .describe(
    "corrected: the next message took the answer back; handed_off: the talk went on to a person after it; clarified: it was asked about; sampled: one in a hundred, whatever became of it",
  );

const refusal = z
  .enum(["masked", "personal_data", "held_out", "unknown_intent", "wrong_marks", "no_place"])
  .describe(
    "masked: the text holds a tag such as [teléfono]; held_out: it is one of those that measure; unknown_intent, wrong_marks: the files or the catalogue have changed since it was judged; no_place: no file takes it",
  );

const entitySchema = z.object({
  entity: intent.meta({ example: "servicio" }),
  start: z.int().min(0).describe("Of the text's UTF-16 units, counted from 0").meta({ example: 7 }),
  end: z.int().min(1).describe("The unit after the last").meta({ example: 11 }),
  value: z.string().min(1).max(200).optional().describe("Where it is another than the marked text"),
});
const rankedSchema = z.object({ name: intent, confidence: share.meta({ example: 0.41 }) });

const judgementSchema = z.object({
  trainer,
  intent,
  entities: z.array(entitySchema),
  note: z.string().nullable().meta({ example: null }),
  judgedAt: instantSchema,
});

const annotationFields = {
  id: z.uuid(),
  text: z.string().describe("Masked: names, telephones and the like are tags such as [teléfono]").meta({
    example: "quiero yoga el jueves",
  }),
  language: z.string().describe("In which the customer was answered").meta({ example: "es" }),
  state,
  reasons: z.array(reason),
  seenCount: z.int().min(1).describe("Messages with this text").meta({ example: 3 }),
  firstSeenAt: instantSchema,
  lastSeenAt: instantSchema,
  parse: z
    .object({
      intent: rankedSchema,
      ranking: z.array(rankedSchema).describe("The best three, best first"),
      entities: z.array(entitySchema),
      engine: z.string().meta({ example: "rasa" }),
      model: z.string().meta({ example: "studio-1a2b3c4d5e6f" }),
    })
    .describe("What was understood the last time"),
  messageId: z.uuid().describe("The newest message with this text"),
  turnUrl: z
    .string()
    .describe("Why that message was answered as it was; for administrators")
    .meta({ example: "/api/admin/turns/0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60" }),
};

const annotationSchema = z.object({
  ...annotationFields,
  judgements: z.array(judgementSchema).describe("One for each trainer, oldest first"),
  agreement: z
    .object({ intent: z.boolean(), entities: z.boolean() })
    .nullable()
    .describe("Whether all judgements say the same; null while there is only one"),
  decision: z.object({ by: trainer, at: instantSchema, judgementBy: trainer.nullable() }).nullable(),
});

const agreementFields = {
  pairs: z.int().min(0).describe("Two trainers judged the same message").meta({ example: 40 }),
  equalShare: share.nullable().describe("Of the pairs, those with the same intent; null without pairs"),
  kappa: z
    .number()
    .min(-1)
    .max(1)
    .nullable()
    .describe("Cohen's: 1 all equal, 0 as by chance; null where it is not defined")
    .meta({ example: 0.87 }),
};

const readOf = { reach: "staff", scope: "nlu:read", method: "GET", successStatus: 200, isIdempotent: true } as const;
/** A repeat leaves everything as it is, so it needs no idempotency key. */
const writeOf = { reach: "staff", scope: "nlu:write", method: "POST", successStatus: 200, isIdempotent: true } as const;

/** Messages that were perhaps not understood, for those who train the assistant. */
export const nluOperations = {
  listAnnotations: defineOperation({
    ...readOf,
    id: "listAnnotations",
    summary: "Messages that were perhaps not understood, each text once and masked, some seconds after they came",
    path: "/admin/nlu/annotations",
    query: z.strictObject({
      state: state.default("open"),
      reason: reason.optional(),
      intent: intent.optional().describe("Those that were understood as this intent"),
      order: z.enum(["useful", "newest"]).default("useful").describe("useful: by the weight of reasons and how often"),
      limit: limit(100).default(20),
      cursor: z.uuid().optional(),
    }),
    response: z.object({
      annotations: z.array(z.object({ ...annotationFields, judgedBy: z.array(trainer) })),
      nextCursor: z.string().nullable(),
    }),
    errors: [],
  }),
  getAnnotation: defineOperation({
    ...readOf,
    id: "getAnnotation",
    summary: "One of them, with every trainer's judgement",
    path: "/admin/nlu/annotations/{id}",
    params: z.strictObject({ id }),
    response: annotationSchema,
    errors: ["not_found"],
  }),
  judgeAnnotation: defineOperation({
    ...writeOf,
    id: "judgeAnnotation",
    summary: "What the message means, by the caller; a second judgement of the same trainer replaces the first",
    path: "/admin/nlu/annotations/{id}/judgements",
    params: z.strictObject({ id }),
    body: z.strictObject({
      intent,
      entities: z.array(entitySchema.strict()).max(20).default([]),
      note: z.string().trim().min(1).max(500).optional().describe("For the other trainers; no personal data"),
    }),
    response: annotationSchema,
    errors: ["not_found", "annotation_settled"],
  }),
  decideAnnotation: defineOperation({
    ...writeOf,
    id: "decideAnnotation",
    summary: "Accepts a judgement as an example for the training files, rejects the message, or opens it again",
    path: "/admin/nlu/annotations/{id}/decision",
    params: z.strictObject({ id }),
    body: z.strictObject({
      decision: z.enum(["accepted", "rejected", "open"]),
      judgementBy: trainer.optional().describe("Whose judgement is accepted; needed where they differ"),
    }),
    response: annotationSchema,
    errors: ["not_found", "annotation_settled", "not_judged", "judgements_differ"],
  }),
  getAnnotationAgreement: defineOperation({
    ...readOf,
    id: "getAnnotationAgreement",
    summary: "How often two trainers named the same intent, and which intents they take for each other",
    path: "/admin/nlu/annotations/agreement",
    response: z.object({
      ...agreementFields,
      trainers: z.array(z.object({ first: trainer, second: trainer, ...agreementFields })),
      disagreements: z
        .array(
          z.object({
            intents: z
              .array(intent)
              .length(2)
              .meta({ example: ["agendar_cita", "reagendar_cita"] }),
            pairs: z.int().min(1),
          }),
        )
        .describe("Most frequent first"),
    }),
    errors: [],
  }),
  getAnnotationPatch: defineOperation({
    ...readOf,
    id: "getAnnotationPatch",
    summary: "The accepted messages that the training files do not have yet, as a patch that `git apply` takes",
    path: "/admin/nlu/annotations/patch",
    response: z.object({
      patch: z.string().describe("Empty when nothing is to be added").meta({ example: "" }),
      included: z.array(z.uuid()),
      refused: z.array(z.object({ id: z.uuid(), reason: refusal })).describe("Accepted, and not fit to be an example"),
    }),
    errors: [],
  }),
} as const satisfies Record<string, OperationShape>;
