import type { Profile } from "../../config/index.ts";
import type { Caller, nluOperations } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import { done, type HandlersOf, refuse, refuseField } from "../../internal-api/index.ts";
import { catalogueNames } from "../../nlu/index.ts";
import type { Sealer } from "../../shared/index.ts";
import { recordAudit } from "../../telemetry/index.ts";
import { type Lists, listsOf } from "../check/index.ts";
import { agreementOf, readJudgedPairs } from "./annotation-agreement.ts";
import { checkJudgement, withoutGivenValues } from "./annotation-judge.ts";
import { buildPatch, type NewExample } from "./annotation-patch.ts";
import {
  ANNOTATION_COLUMNS,
  type AnnotationRow,
  findAnnotation,
  isSameMarks,
  type Judgement,
  readJudgements,
  readMarks,
  toAnnotation,
  toSummary,
} from "./annotation-rows.ts";
import { createExampleFiles } from "./example-files.ts";

type Handlers = HandlersOf<typeof nluOperations>;

export interface AnnotationDeps {
  profile: Profile;
  sealer: Sealer;
  /** Where `rasa/` is. */
  rootDirectory: string;
  /** Of this service, as trainers reach it. */
  origin(): string;
}

/** Of a year, with those that the files have already. */
const MAX_ACCEPTED = 10_000;

/** What stands behind the operations for trainers. */
export function annotationHandlers(deps: AnnotationDeps): Handlers {
  const { profile, sealer, rootDirectory } = deps;
  const place = { rootDirectory, profile: profile.id };
  const files = createExampleFiles(place);
  const lists = listsOf(catalogueNames(profile.catalogue));
  const ready = { sealer, profileId: profile.id };
  return {
    listAnnotations: listHandler(ready),
    getAnnotation: {
      async run(sql, { params }) {
        const row = await findAnnotation(sql, profile.id, params.id);
        return row ? done(await toAnnotation(sql, sealer, row)) : refuse("not_found");
      },
    },
    judgeAnnotation: judgeHandler({ ...ready, files, lists }),
    decideAnnotation: decideHandler(ready),
    getAnnotationAgreement: {
      run: async (sql) => done(agreementOf(await readJudgedPairs(sql, profile.id))),
    },
    getAnnotationPatch: {
      async run(sql) {
        const accepted = await readAccepted(sql, ready);
        const link = (id: string) => `${deps.origin()}/api/admin/nlu/annotations/${id}`;
        const from = { place, data: files.data(), lists, homeLanguage: profile.language, link };
        return done(buildPatch(from, accepted));
      },
    },
  };
}

interface Ready {
  profileId: string;
  sealer: Sealer;
}

/** Two tokens with one name are one trainer. */
function trainerOf({ name, id }: Caller): string {
  return name ?? id;
}

/** GET /admin/nlu/annotations: keyset pages. A row whose weight rises while somebody pages may be met again. */
function listHandler({ profileId, sealer }: Ready): Handlers["listAnnotations"] {
  return {
    async run(sql, { query: { state, reason, intent, order, limit, cursor } }) {
      const key = order === "useful" ? "usefulness" : "last_seen_at";
      const rows = await sql.query<AnnotationRow & { judged_by: string[] }>(
        `select ${ANNOTATION_COLUMNS},
           array(select j.trainer from nlu_judgements j where j.annotation_id = a.id order by j.judged_at, j.trainer) as judged_by
         from nlu_annotations a
         where a.profile = $1 and a.state = $2 and ($3::text is null or $3 = any (a.reasons)) and ($4::text is null or a.intent = $4)
           and ($5::uuid is null or (a.${key}, a.id) < (select c.${key}, c.id from nlu_annotations c where c.id = $5))
         order by a.${key} desc, a.id desc limit $6`,
        [profileId, state, reason ?? null, intent ?? null, cursor ?? null, limit + 1],
      );
      const page = rows.slice(0, limit);
      return done({
        annotations: page.map((row) => ({ ...toSummary(row, sealer), judgedBy: row.judged_by })),
        nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
      });
    },
  };
}

/** POST /admin/nlu/annotations/{id}/judgements */
function judgeHandler({
  profileId,
  sealer,
  files,
  lists,
}: Ready & { files: ReturnType<typeof createExampleFiles>; lists: Lists }): Handlers["judgeAnnotation"] {
  return {
    async run(sql, { params, body, caller, now }) {
      const row = await findAnnotation(sql, profileId, params.id, "for update");
      if (!row) return refuse("not_found");
      if (row.state !== "open") return refuse("annotation_settled", `it is ${row.state}`);
      const text = sealer.open(row.text);
      const data = files.data();
      const marks = withoutGivenValues(text, body.entities, data, lists);
      const errors = checkJudgement(text, { intent: body.intent, marks }, data, lists);
      if (errors.length > 0) return { kind: "refused", code: "validation_failed", errors };
      await sql.query(
        /* sql */ `insert into nlu_judgements (annotation_id, trainer, intent, entities, note, judged_at)
          values ($1, $2, $3, $4, $5, $6)
          on conflict (annotation_id, trainer) do update set intent = excluded.intent, entities = excluded.entities,
            note = excluded.note, judged_at = excluded.judged_at`,
        [
          row.id,
          trainerOf(caller),
          body.intent,
          JSON.stringify(marks),
          body.note === undefined ? null : sealer.seal(body.note),
          now,
        ],
      );
      return done(await toAnnotation(sql, sealer, row));
    },
  };
}

/** POST /admin/nlu/annotations/{id}/decision: whoever decides second finds it settled, and undoes it only knowingly. */
function decideHandler({ profileId, sealer }: Ready): Handlers["decideAnnotation"] {
  return {
    async run(sql, { params, body: { decision, judgementBy }, caller, now }) {
      const row = await findAnnotation(sql, profileId, params.id, "for update");
      if (!row) return refuse("not_found");
      if (row.state === "known") return refuse("annotation_settled", "the text is an example already");
      const isSame = decision !== "accepted" || judgementBy === undefined || judgementBy === row.accepted_trainer;
      // A repeat leaves who decided, and when.
      if (row.state === decision && isSame) return done(await toAnnotation(sql, sealer, row));
      if (row.state !== "open" && decision !== "open") return refuse("annotation_settled", `it is ${row.state}`);
      let accepted: string | null = null;
      if (decision === "accepted") {
        const chosen = chooseJudgement(await readJudgements(sql, sealer, row.id), judgementBy);
        if ("kind" in chosen) return chosen;
        accepted = chosen.trainer;
      }
      const isOpen = decision === "open";
      await sql.query(
        /* sql */ `update nlu_annotations set state = $2, accepted_trainer = $3, settled_by = $4, settled_at = $5
          where id = $1`,
        [row.id, decision, accepted, isOpen ? null : trainerOf(caller), isOpen ? null : now],
      );
      // What is opened again forgets who had decided; this does not.
      await recordAudit(sql, { kind: `annotation.${decision}`, subjectId: row.id, by: trainerOf(caller) });
      const settled = await findAnnotation(sql, profileId, row.id);
      return settled ? done(await toAnnotation(sql, sealer, settled)) : refuse("not_found");
    },
  };
}

/** The named one, or the first where all say the same. */
function chooseJudgement(judgements: Judgement[], by: string | undefined) {
  const [first, ...others] = judgements;
  if (!first) return refuse("not_judged");
  if (by !== undefined) {
    return judgements.find(({ trainer }) => trainer === by) ?? refuseField("judgementBy", "has not judged it");
  }
  const isSame = others.every(({ intent, marks }) => intent === first.intent && isSameMarks(marks, first.marks));
  return isSame ? first : refuse("judgements_differ", `of ${judgements.map(({ trainer }) => trainer).join(", ")}`);
}

async function readAccepted(sql: Sql, { profileId, sealer }: Ready): Promise<NewExample[]> {
  const rows = await sql.query<{ id: string; text: string; language: string; intent: string; entities: unknown }>(
    `select a.id, a.text, a.language, j.intent, j.entities from nlu_annotations a
     join nlu_judgements j on j.annotation_id = a.id and j.trainer = a.accepted_trainer
     where a.profile = $1 and a.state = 'accepted' order by a.settled_at, a.id limit ${MAX_ACCEPTED}`,
    [profileId],
  );
  return rows.map(({ text, entities, ...row }) => ({ ...row, text: sealer.open(text), marks: readMarks(entities) }));
}
