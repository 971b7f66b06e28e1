import { setTimeout as sleep } from "node:timers/promises";
import type { Database, Sql } from "../../database/index.ts";
import {
  type CandidateModel,
  type ChosenModel,
  type ModelChoice,
  type ModelChoices,
  NluDataError,
  type NluParse,
  type Policy,
  type TrainingExample,
} from "../../nlu/index.ts";
import { describeFault, type Logger, newId } from "../../shared/index.ts";
import { dataErrorInSpanish } from "../check/index.ts";
import { judgeGolden } from "./golden.ts";

export interface ModelChoicesDeps {
  database: Database;
  profile: string;
  /** Names this worker's claim. */
  owner: string;
  /** Read when a candidate is judged, so that a message which was added since counts. */
  golden(): TrainingExample[];
  policy: Policy;
  /** The model that answers here while none was ever promoted: it is where the first rollback leads. */
  serving(): ChosenModel | undefined;
  logger: Logger;
  /** How long one worker alone may judge; another one takes over then. For tests. */
  claimMs?: number;
  /** How often a worker that does not judge looks whether it is done. For tests. */
  lookMs?: number;
}

type Parse = (text: string) => Promise<NluParse>;

/** Golden messages take some two seconds; a worker that was ended over them should not hold up the others for long. */
const CLAIM_MS = 30_000;
const LOOK_MS = 1000;

/** What the workers of one profile serve, kept in `nlu_models`: whoever promotes writes there, and they follow. */
export function createModelChoices(deps: ModelChoicesDeps): ModelChoices {
  const { database, profile, owner, logger, claimMs = CLAIM_MS, lookMs = LOOK_MS } = deps;

  /** Undefined: another worker judges, or there is nothing to judge any more. */
  async function claim(id: string): Promise<{ isRollback: boolean } | undefined> {
    const [claimed] = await database.query<{ isRollback: boolean }>(
      /* sql */ `update nlu_models set claimed_by = $2, claimed_until = clock_timestamp() + make_interval(secs => $3)
        where id = $1 and state = 'wanted' and (claimed_until is null or claimed_until < clock_timestamp())
        returning coalesce((verdict->>'isRollback')::boolean, false) as "isRollback"`,
      [id, owner, claimMs / 1000],
    );
    return claimed;
  }

  async function isWanted(id: string): Promise<boolean> {
    const found = await database.query("select 1 from nlu_models where id = $1 and state = 'wanted'", [id]);
    return found.length > 0;
  }

  /** Nothing when another worker judges by now, or the wish was taken back. */
  function settle(candidate: CandidateModel, verdict: object, isGood: boolean): Promise<boolean> {
    return database.transaction(async (sql) => {
      const [held] = await sql.query(
        "select 1 from nlu_models where id = $1 and state = 'wanted' and claimed_by = $2 for update",
        [candidate.id, owner],
      );
      if (!held) return false;
      if (isGood) await retireActive(sql, profile, candidate.name, deps.serving());
      await sql.query(
        /* sql */ `update nlu_models set state = $2, settled_at = clock_timestamp(), verdict = verdict || $3::jsonb,
          claimed_by = null, claimed_until = null where id = $1`,
        [candidate.id, isGood ? "active" : "refused", JSON.stringify(verdict)],
      );
      return true;
    });
  }

  async function judgeNow(candidate: CandidateModel, parse: Parse, isRollback: boolean): Promise<void> {
    const { verdict, isGood } = await makeVerdict(parse, isRollback);
    const isOurs = await settle(candidate, verdict, isGood);
    if (isOurs) logger.info({ model: candidate.name, isGood }, "a candidate model was judged");
  }

  /** A way back must be open whatever the golden file says today: what was added to it since, the old model never knew. */
  async function makeVerdict(parse: Parse, isRollback: boolean) {
    try {
      const golden = await judgeGolden(deps.golden(), parse, deps.policy);
      const isGood = isRollback || golden.failures.length === 0;
      const reason = `falló ${golden.failures.length} de ${golden.total} mensajes de oro`;
      return { verdict: isGood ? { golden } : { golden, reason }, isGood };
    } catch (error) {
      logger.warn(describeFault(error), "a candidate model could not be judged");
      const isOfFile = error instanceof NluDataError;
      // The sentence of a broken file is for the trainer; another fault's may quote a message.
      const reason = isOfFile ? dataErrorInSpanish(error) : `no se pudo probar (${(error as Error).name})`;
      return { verdict: { reason }, isGood: isRollback && isOfFile };
    }
  }

  return {
    async read() {
      const rows = await database.query<{ id: string; model: string; urls: string[]; state: "active" | "wanted" }>(
        "select id, model, urls, state from nlu_models where profile = $1 and state in ('active', 'wanted')",
        [profile],
      );
      const choice: ModelChoice = {};
      for (const { id, model, urls, state } of rows) {
        if (state === "active") choice.active = { name: model, urls };
        else choice.candidate = { id, name: model, urls };
      }
      return choice;
    },
    async judge(candidate, parse) {
      // Whoever claimed it may die over it: the others stay until there is a verdict.
      for (;;) {
        const claimed = await claim(candidate.id);
        if (claimed) return judgeNow(candidate, parse, claimed.isRollback);
        if (!(await isWanted(candidate.id))) return;
        await sleep(lookMs, undefined, { ref: false });
      }
    },
    async refuse(candidate, reason) {
      await database.query(
        /* sql */ `update nlu_models set state = 'refused', settled_at = clock_timestamp(),
          verdict = verdict || jsonb_build_object('reason', $2::text), claimed_by = null, claimed_until = null
          where id = $1 and state = 'wanted'`,
        [candidate.id, reason],
      );
    },
  };
}

/** The first promotion has nothing to retire but what was served without one: that is remembered as if it had been. */
async function retireActive(
  sql: Sql,
  profile: string,
  successor: string,
  serving: ChosenModel | undefined,
): Promise<void> {
  const retired = await sql.query(
    "update nlu_models set state = 'retired', settled_at = clock_timestamp() where profile = $1 and state = 'active' returning id",
    [profile],
  );
  if (retired.length > 0 || !serving || serving.name === successor) return;
  await sql.query(
    "insert into nlu_models (id, profile, model, urls, state, settled_at) values ($1, $2, $3, $4, 'retired', clock_timestamp())",
    [newId(), profile, serving.name, serving.urls],
  );
}
