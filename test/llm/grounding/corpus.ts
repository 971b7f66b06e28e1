import { ANSWERS } from "./corpus-answers.ts";
import { CHANGES } from "./corpus-changes.ts";
import { OPENINGS } from "./corpus-openings.ts";
import { WRITES } from "./corpus-writes.ts";
import type { Told } from "./told.ts";

/** Replies with rewordings that say the same and rewordings that do not. */
export const CORPUS: readonly Told[] = [...WRITES, ...CHANGES, ...ANSWERS, ...OPENINGS];
