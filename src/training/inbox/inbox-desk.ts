import type { BodyOf, Caller, nluOperations, ResponseOf } from "../../contract/index.ts";
import type { Database } from "../../database/index.ts";
import type { HandlersOf, Outcome } from "../../internal-api/index.ts";
import type { Annotation, AnnotationSummary } from "./annotation-rows.ts";

/** The inbox for one trainer who sits at this machine: what the internal API does, without HTTP. */
export interface InboxDesk {
  trainer: string;
  /** The open ones, most useful first, 50 at a time. */
  open(): AsyncGenerator<AnnotationSummary, void>;
  /** With every trainer's judgement. */
  read(id: string): Promise<Outcome<Annotation>>;
  judge(id: string, judgement: BodyOf<"judgeAnnotation">): Promise<Outcome<Annotation>>;
  decide(id: string, decision: BodyOf<"decideAnnotation">): Promise<Outcome<Annotation>>;
  patch(): Promise<ResponseOf<"getAnnotationPatch">>;
}

const PAGE = 50;

/** @param trainer whose name the judgements bear; the same name on a token or a key is the same trainer */
export function createInboxDesk(deps: {
  database: Database;
  handlers: HandlersOf<typeof nluOperations>;
  trainer: string;
}): InboxDesk {
  const { database, handlers, trainer } = deps;
  const caller: Caller = { role: "admin", scopes: "all", id: "terminal", name: trainer };
  const call = <Rest extends object>(rest: Rest) => ({
    caller,
    now: new Date(),
    params: undefined,
    query: undefined,
    body: undefined,
    ...rest,
  });
  return {
    trainer,
    async *open() {
      let cursor: string | undefined;
      do {
        const query = { state: "open", order: "useful", limit: PAGE, cursor } as const;
        const { annotations, nextCursor } = dataOf(await handlers.listAnnotations.run(database, call({ query })));
        yield* annotations;
        cursor = nextCursor ?? undefined;
      } while (cursor !== undefined);
    },
    read: (id) => handlers.getAnnotation.run(database, call({ params: { id } })),
    judge: (id, body) =>
      database.transaction((sql) => handlers.judgeAnnotation.run(sql, call({ params: { id }, body }))),
    decide: (id, body) =>
      database.transaction((sql) => handlers.decideAnnotation.run(sql, call({ params: { id }, body }))),
    patch: async () => dataOf(await handlers.getAnnotationPatch.run(database, call({}))),
  };
}

/** Of what never refuses. */
function dataOf<Data>(outcome: Outcome<Data>): Data {
  if (outcome.kind === "refused") throw new Error(`refused: ${outcome.code}`);
  return outcome.data;
}
