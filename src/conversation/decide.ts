import { readSlots, type Slots } from "../actions/index.ts";
import { isSure, type NluEntity, type NluParse } from "../nlu/index.ts";
import { contentAnswer } from "./content-answers.ts";
import { isCorrection, withoutReplaced } from "./corrections.ts";
import { decideByPayload } from "./payloads.ts";
import { FORGET_HOURS, type Heard, RULES, type RuleDeps } from "./rules.ts";
import type { Decision, Step, Turn } from "./turn.ts";
import { intentOf, runIntent } from "./wishes.ts";

/** What to do about the burst. Reads, and changes nothing but the turn. */
export function decide(deps: RuleDeps): Step {
  return async (turn) => {
    if (turn.decision) return;
    if (turn.lease.conversation.isOptedOut) {
      turn.decision = decideOptedOut(deps, turn);
      return;
    }
    const isBack = forgetStaleForm(turn, deps.policy.silenceMinutes, deps.clock.now());
    if (turn.payload) turn.decision = await decideByPayload(deps, turn, turn.payload);
    else if (turn.parse) turn.decision = await decideByParse(deps, hear(deps, turn, turn.parse, isBack));
    else turn.decision = contentAnswer(turn.messages[0]?.content);
  };
}

/** Whoever wants no messages gets one answer only, and is let in again by any words that say so. */
function decideOptedOut({ policy }: RuleDeps, turn: Turn): Decision {
  const wantsIn = turn.parse && isSure(turn.parse, policy) && turn.parse.intent.name === "alta";
  return wantsIn ? { kind: "opt", isIn: true } : { kind: "say", template: "utter_baja_recordatorio" };
}

async function decideByParse(deps: RuleDeps, heard: Heard): Promise<Decision> {
  for (const rule of RULES) {
    const decision = await rule(deps, heard);
    if (decision) return decision;
  }
  const { turn, said, parse } = heard;
  const facts = { negocio: deps.profile.name };
  return runIntent(deps, turn, parse.intent.name, said) ?? { kind: "say", template: "utter_fuera_de_alcance", facts };
}

function hear(deps: RuleDeps, turn: Turn, parse: NluParse, isBack: boolean): Heard {
  const { form, confirm } = turn.state;
  const formAction = form && deps.registry.byName(form.action);
  const standing = confirm?.slots ?? form?.slots ?? {};
  const reading = { profile: deps.profile, now: turn.writtenAt, language: turn.language };
  const mayCorrect = isCorrection(turn.text, parse);
  const isStanding = (entity: NluEntity) => isSaidOf(standing, readSlots("", [entity], reading));
  const entities = mayCorrect ? withoutReplaced(parse.entities, isStanding) : parse.entities;
  const said = readSlots(turn.text, entities, reading);
  const isOther = formAction?.correctable?.some((name) => said[name] !== undefined && said[name] !== standing[name]);
  return {
    turn,
    parse,
    intent: intentOf(deps, parse),
    said,
    form,
    formAction,
    isCorrection: mayCorrect && isOther === true,
    confirm,
    isBack,
  };
}

function isSaidOf(standing: Slots, said: Slots): boolean {
  return Object.entries(said).some(([name, value]) => standing[name as keyof Slots] === value);
}

/** True when a form is there that has rested for longer than a pause in a conversation. */
function forgetStaleForm(turn: Turn, silenceMinutes: number, now: Date): boolean {
  const { form } = turn.state;
  if (!form) return false;
  const minutes = (now.getTime() - Date.parse(form.updatedAt)) / 60_000;
  if (minutes > FORGET_HOURS * 60 || (minutes > silenceMinutes && form.isParked)) {
    delete turn.state.form;
    delete turn.state.later;
  }
  turn.isBack = minutes > silenceMinutes && turn.state.form !== undefined;
  return turn.isBack;
}
