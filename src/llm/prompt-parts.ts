import { fileURLToPath } from "node:url";
import type { Profile } from "../config/index.ts";
import { firstNameOf } from "./customer-name.ts";
import type { Mold } from "./grounding/index.ts";
import { maskForModel } from "./masking.ts";
import type { PromptLimits, PromptManager } from "./prompt-manager.ts";
import type { HistoryLine, PhraseRequest } from "./types.ts";

/** Where the shipped prompts are; a bundle has to carry the folder along. */
export const PROMPTS_DIRECTORY = fileURLToPath(new URL("./prompts", import.meta.url));

export const SYSTEM_PROMPT = "system/phrasing";
export const REPLY_PROMPT = "response/around";

const OUTCOMES = ["done", "refused", "ask", "confirm", "changed", "unavailable", "info"] as const;
const MAX_HISTORY = 10;
const MAX_HISTORY_LINE = 300;

/** What the owner's folder says about the style. */
export type PhrasingProfile = Pick<Profile, "name" | "tone" | "language"> & {
  assistant: Pick<Profile["assistant"], "persona" | "length" | "emoji" | "instructions">;
};

export interface RenderedPhrasing {
  /** The same for every call of a profile in a language. */
  system: string;
  user: string;
  /** Both prompts with the hashes of their files, for the turn's record. */
  version: string;
  limits: PromptLimits;
  /** Puts the customer's name into a checked text, whole or sentence by sentence; call it before anything leaves. */
  restore(text: string): string;
}

export interface PhrasingPrompt {
  render(request: PhraseRequest, mold: Mold): RenderedPhrasing;
}

/**
 * The two prompts that say a mold in the profile's manner.
 * @throws PromptError when a file is wrong or the profile's texts do not fit it, so that a start fails and not a conversation
 */
export function createPhrasingPrompt(prompts: PromptManager, profile: PhrasingProfile): PhrasingPrompt {
  const system = prompts.prompt(
    SYSTEM_PROMPT,
    {
      businessName: "text",
      persona: "text",
      instructions: "text",
      tone: ["tu", "usted"],
      length: ["short", "normal"],
      emoji: ["none", "few"],
      language: "word",
    },
    ["persona", "tone", "length", "emoji", "language"],
  );
  const reply = prompts.prompt(
    REPLY_PROMPT,
    {
      visit: ["new", "returning"],
      address: ["known", "unknown"],
      outcome: OUTCOMES,
      history: "data",
      message: "data",
      pieces: "data",
      customerText: "data",
    },
    ["message", "pieces"],
  );
  const version = `${system.version} ${reply.version}`;
  const limits = { ...system.limits, ...reply.limits };
  const { persona, instructions, length, emoji } = profile.assistant;
  const systemIn = (language: string) =>
    system.render({
      businessName: profile.name,
      persona,
      instructions: instructions.map((wish) => `- ${wish}`).join("\n") || "- Ninguno.",
      tone: profile.tone,
      length,
      emoji,
      language,
    });
  systemIn(profile.language);

  return {
    render(request, mold) {
      const { customerName } = request;
      const history = request.history.slice(-MAX_HISTORY);
      const masked = maskForModel([request.customerText, ...history.map(({ text }) => text)], { customerName });
      const [customerText = "", ...said] = masked.texts;
      return {
        system: systemIn(request.language),
        user: reply.render({
          visit: request.isReturning ? "returning" : "new",
          address: firstNameOf(customerName) === undefined ? "unknown" : "known",
          outcome: request.outcome,
          history: history.map((line, index) => historyLine(line, said[index] ?? "")),
          message: masked.maskOwn(mold.shown),
          pieces: mold.pieces.map(({ marker, text }) => `${marker} ${masked.maskOwn(text)}`),
          customerText,
        }),
        version,
        limits,
        restore: masked.restore,
      };
    },
  };
}

function historyLine({ from }: HistoryLine, text: string): string {
  const line = [...text.replace(/\s+/gu, " ")].slice(0, MAX_HISTORY_LINE).join("");
  return `${from === "customer" ? "Cliente" : "Negocio"}: ${line}`;
}
