import type { Channel } from "../channels/index.ts";
import type { PhraseRequest, Phraser } from "../llm/index.ts";
import type { Step } from "./turn.ts";
import type { Wording } from "./wording.ts";

/** Template first; an LLM may reword it, and what it gets wrong is thrown away. */
export function phrase(deps: { wording: Wording; phraser: Phraser; businessName: string; language: string }): Step {
  return async (turn) => {
    if (!turn.reply || !turn.result) return;
    const template = deps.wording.render(turn.result.template, turn.result.facts, turn.id);
    // Fixed sentences about consent and failure are not a matter of style.
    const isFixed = turn.outboundKind === "consent" || turn.outcome === "dead_letter" || turn.outcome === "clarify";
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
          facts: turn.result.facts,
          outcome: outcomeOf(turn.outcome),
          customerText: turn.text,
          language: deps.language,
          businessName: deps.businessName,
        });
    turn.reply.text = turn.phrased.text;
  };
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
