import { createHash } from "node:crypto";
import type { Facts, Saying } from "../actions/index.ts";
import type { Channel } from "../channels/index.ts";
import type { PhraseRequest, Phraser } from "../llm/index.ts";
import type { Step, Turn } from "./turn.ts";
import type { LanguageWording, Wording } from "./wording.ts";

/** Template first; an LLM may reword it, and what it gets wrong is thrown away. */
export function phrase(deps: { wording: Wording; phraser: Phraser; businessName: string }): Step {
  return async (turn) => {
    if (!turn.reply || !turn.result) return;
    const template = render(deps.wording.in(turn.language), turn);
    // Fixed sentences about consent and failure are not a matter of style.
    const isFixed =
      turn.outboundKind === "consent" ||
      turn.outcome === "dead_letter" ||
      turn.outcome === "clarify" ||
      turn.decision?.kind === "late" ||
      turn.decision?.kind === "remind";
    turn.phrased = isFixed
      ? {
          text: template,
          source: "template",
          reason: "fixed",
          model: null,
          promptVersion: null,
          durationMs: 0,
          checks: [],
        }
      : await deps.phraser.phrase({
          template,
          facts: allFacts(turn.sayings),
          outcome: outcomeOf(turn.outcome),
          customerText: turn.text,
          language: turn.language,
          businessName: deps.businessName,
        });
    turn.reply.text = turn.phrased.text;
  };
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

function outcomeOf(outcome: string | undefined): PhraseRequest["outcome"] {
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
