import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { NluDataError, type NluParse } from "./types.ts";

/** When the assistant acts and when it asks: thresholds that trainers set. */
export interface Policy {
  /** Below it the assistant asks. */
  confidence: number;
  /** The least distance between the first and the second intent. */
  margin: number;
  /** Failed clarifications before a person is offered. */
  clarifyLimit: number;
  /** After this long without a word an open form is offered again instead of being simply carried on. */
  silenceMinutes: number;
}

/** May it be acted on, or is it asked about? */
export function isSure({ intent, ranking }: NluParse, policy: Policy): boolean {
  return intent.confidence >= policy.confidence && intent.confidence - (ranking[1]?.confidence ?? 0) >= policy.margin;
}

const file = z
  .strictObject({
    confidence: z.number().min(0).max(1),
    margin: z.number().min(0).max(1),
    clarify_limit: z.number().int().min(0),
    silence_minutes: z.number().int().min(1),
  })
  .partial();

/** `core/policy.yml`, overridden key by key by `<profile>/policy.yml`. @throws NluDataError on an unknown key or a bad value. */
export function loadPolicy(rasaDirectory: string, profile: string): Policy {
  const merged = { confidence: 0.7, margin: 0.15, clarify_limit: 2, silence_minutes: 30 };
  for (const folder of ["core", profile]) {
    const path = join(rasaDirectory, folder, "policy.yml");
    if (!existsSync(path)) continue;
    const parsed = file.safeParse(parse(readFileSync(path, "utf8")) ?? {});
    if (!parsed.success) {
      const problem = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("; ");
      throw new NluDataError(join(folder, "policy.yml"), 1, problem);
    }
    Object.assign(merged, parsed.data);
  }
  return {
    confidence: merged.confidence,
    margin: merged.margin,
    clarifyLimit: merged.clarify_limit,
    silenceMinutes: merged.silence_minutes,
  };
}
