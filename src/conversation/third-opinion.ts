import type { ActionRegistry } from "../actions/index.ts";
import type { Profile } from "../config/index.ts";
import { type Adviser, type Candidate, type Deadline, OTHER } from "../llm/index.ts";
import type { Nlu, NluParse, Policy } from "../nlu/index.ts";
import { intentButton } from "./intent-labels.ts";
import { type LlmTime, llmDeadline } from "./llm-deadline.ts";
import type { ReadPromptContext } from "./prompt-context.ts";
import type { Decision, Step, Turn } from "./turn.ts";
import { intentOf, runIntent } from "./wishes.ts";
import type { Wording } from "./wording.ts";

export interface ThirdOpinionDeps extends LlmTime {
  adviser: Adviser;
  registry: ActionRegistry;
  policy: Policy;
  profile: Profile;
  nlu: Pick<Nlu, "examplesFor">;
  promptContext: ReadPromptContext;
  wording: Wording;
}

/** How many intents come into question, and how likely each must be. */
const CANDIDATES = 5;
const UNLIKELY = 0.05;
const EXAMPLES = 3;
/** The rest of the time is for wording the answer. */
const SHARE = 0.5;

/**
 * Where the NLU is unsure and a model is there, the model may choose among the best intents. Its choice is worth as much as
 * an intent understood, with two limits: it carries no entity, and it never leads to an effect. What acts or ends
 * something at once is asked about, and no answer to an open question is read by a model.
 */
export function thirdOpinion(deps: ThirdOpinionDeps): Step {
  return async (turn) => {
    const doubt = doubtOf(deps, turn);
    if (!doubt || deps.adviser.isOff()) return;
    const { decision, parse } = doubt;
    const among = candidatesOf(deps, parse);
    if (!among.some((intent) => mayTake(deps.registry, intent))) return;
    const { conversation } = turn.lease;
    const deadline = shareOf(llmDeadline(turn, deps), SHARE);
    const { customerName } = await deps.promptContext(turn);
    const { calls, ...advice } = await deps.adviser.advise({
      text: turn.text,
      customerName,
      candidates: among.map((intent) => describe(deps, intent, turn.text)),
      language: turn.language,
      about: { profile: conversation.profile, customerId: conversation.customerId, intent: parse.intent.name },
      deadline,
    });
    turn.llmCalls.push(...calls);
    const followed = follow(deps, turn, decision, advice.intent);
    turn.thirdOpinion = { ...advice, among, isTaken: followed?.kind === "run" };
    if (followed) turn.decision = followed;
  };
}

interface Doubt {
  decision: Decision & { kind: "clarify" };
  parse: NluParse;
}

/** A text that was about to be asked about because no intent was sure; not while a question waits for its answer. */
function doubtOf(deps: ThirdOpinionDeps, turn: Turn): Doubt | undefined {
  const { decision, parse, state } = turn;
  if (decision?.kind !== "clarify" || !parse || turn.tasks || state.confirm) return undefined;
  return intentOf(deps, parse) === undefined ? { decision, parse } : undefined;
}

/** Those that lead somewhere, the likeliest first. What leads nowhere is "other". */
function candidatesOf({ registry }: ThirdOpinionDeps, { ranking }: NluParse): string[] {
  return ranking
    .filter(({ name, confidence }) => confidence > UNLIKELY && name !== "fuera_de_alcance")
    .map(({ name }) => name)
    .filter((name) => registry.intents.includes(name))
    .slice(0, CANDIDATES);
}

function describe(deps: ThirdOpinionDeps, intent: string, text: string): Candidate {
  const button = intentButton(intent);
  const description = button ? deps.wording.in(deps.profile.language).render(button) : intent.replaceAll("_", " ");
  return { intent, description, examples: deps.nlu.examplesFor(intent, text, EXAMPLES) };
}

/** Undefined for a yes and a no, which have no action. */
function mayTake(registry: ActionRegistry, intent: string): boolean {
  const action = registry.byIntent(intent);
  return action !== undefined && !action.actsAtOnce && !action.endsTalk;
}

/** What the opinion changes; undefined: nothing. */
function follow(
  deps: ThirdOpinionDeps,
  turn: Turn,
  asked: Decision & { kind: "clarify" },
  intent: string | undefined,
): Decision | undefined {
  if (intent === undefined || intent === OTHER) return undefined;
  if (mayTake(deps.registry, intent)) return runIntent(deps, turn, intent, asked.slots ?? {});
  // A complaint, a person: the first button of the question, for the customer to decide.
  if (!intentButton(intent)) return undefined;
  return { ...asked, intents: [...new Set([intent, ...asked.intents])].slice(0, 2) };
}

function shareOf(deadline: Deadline, share: number): Deadline {
  const kept = deadline.remainingMs() * (1 - share);
  return { remainingMs: () => Math.max(0, deadline.remainingMs() - kept) };
}
