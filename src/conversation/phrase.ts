import { createHash } from "node:crypto";
import type { Facts, Saying } from "../actions/index.ts";
import type { Channel } from "../channels/index.ts";
import {
  asTemplate,
  type Clarifier,
  type LlmAbout,
  type Phrased,
  type PhraseOutcome,
  type Phraser,
} from "../llm/index.ts";
import { type LlmTime, llmDeadline } from "./llm-deadline.ts";
import type { ReadPromptContext } from "./prompt-context.ts";
import type { Step, Turn } from "./turn.ts";
import type { LanguageWording, Wording } from "./wording.ts";

/** Facts of the business alone: a reply with no others is nobody's in particular. */
const GENERAL_FACTS: ReadonlySet<string> = new Set(["negocio", "direccion", "telefono", "respuesta"]);

export interface PhraseDeps extends LlmTime {
  wording: Wording;
  phraser: Phraser;
  clarifier: Clarifier;
  promptContext: ReadPromptContext;
}

/** Template first; a model may say it warmly, and what it gets wrong is thrown away. */
export function phrase(deps: PhraseDeps): Step {
  return async (turn) => {
    if (!turn.reply || !turn.result) return;
    const template = render(deps.wording.in(turn.language), turn);
    turn.template = template;
    turn.phrased = await phrasing(deps, turn, template);
    turn.llmCalls.push(...turn.phrased.calls);
    turn.reply.text = turn.phrased.text;
  };
}

async function phrasing(deps: PhraseDeps, turn: Turn, template: string): Promise<Phrased> {
  if (isFixed(turn)) return asTemplate(template, "fixed");
  if (deps.phraser.isOff()) return asTemplate(template, null);
  const deadline = llmDeadline(turn, deps);
  const { customerName, ...context } = await deps.promptContext(turn);
  const common = {
    template,
    language: turn.language,
    ...(customerName === undefined ? {} : { customerName }),
    about: aboutOf(turn),
    deadline,
  };
  if (turn.outcome === "clarify") {
    // What can be chosen stays on its buttons.
    const options = turn.reply?.choices.map(({ label }) => label) ?? [];
    const question = await deps.clarifier.ask({ ...common, text: turn.text, options });
    return { ...asTemplate(template, question.reason), ...question };
  }
  return deps.phraser.phrase({
    ...common,
    ...context,
    facts: allFacts(turn.sayings),
    outcome: outcomeOf(turn.outcome),
    customerText: turn.text,
    isPersonal: isPersonal(turn),
  });
}

/** Sentences about consent and failure are not a matter of style; nor is an open question under a clarification. */
function isFixed({ outboundKind, outcome, decision, sayings }: Turn): boolean {
  return (
    outboundKind === "consent" ||
    outcome === "dead_letter" ||
    decision?.kind === "late" ||
    decision?.kind === "remind" ||
    (outcome === "clarify" && sayings.length > 1)
  );
}

function aboutOf({ lease, parse }: Turn): LlmAbout {
  const { profile, customerId } = lease.conversation;
  return { profile, customerId, ...(parse ? { intent: parse.intent.name } : {}) };
}

function isPersonal(turn: Turn): boolean {
  const isGeneral = turn.sayings.every(({ facts }) => Object.keys(facts).every((name) => GENERAL_FACTS.has(name)));
  return !isGeneral || turn.state.confirm !== undefined || turn.messages[0]?.kind === "notice";
}

/** What is to be said, one under the other, each in a variant that the customer did not read just before. */
function render(wording: LanguageWording, turn: Turn): string {
  const before = new Set(turn.state.lastSaid);
  const isSaid = (text: string) => before.has(fingerprint(text));
  const texts = turn.sayings.flatMap((saying, index) => {
    const anew = wording.renderAnew(saying, isSaid);
    if (anew !== undefined) return [anew];
    const same = wording.render(saying.template, saying.facts);
    if (index > 0) return [same];
    // There is no other way to say it, so it says at least that it is being said again.
    const lead = wording.renderAnew({ template: "utter_otra_vez", facts: {} }, isSaid);
    return lead === undefined || turn.outboundKind === "consent" ? [same] : [lead, same];
  });
  turn.state.lastSaid = texts.map(fingerprint);
  return texts.join("\n\n");
}

/** Recognises a sentence without keeping it. */
function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 12);
}

/** The facts of all sayings under names of their own, so that none hides another. */
function allFacts(sayings: Saying[]): Facts {
  return Object.fromEntries(
    sayings.flatMap(({ facts }, index) =>
      Object.entries(facts).map(([name, value]) => [index === 0 ? name : `${name}_${index + 1}`, value]),
    ),
  );
}

function outcomeOf(outcome: string | undefined): PhraseOutcome {
  const known = ["done", "refused", "ask", "confirm", "changed", "unavailable"] as const;
  return known.find((kind) => kind === outcome) ?? "info";
}

/** Makes the reply what the channel can carry; nothing longer or richer leaves. */
export function checkOut(channels: ReadonlyMap<string, Channel>): Step {
  return (turn) => {
    if (!turn.reply) return;
    const channel = channels.get(turn.lease.conversation.channel);
    if (!channel) throw new Error(`No channel named ${turn.lease.conversation.channel} is wired`);
    turn.parts = channel.render(turn.reply);
  };
}
