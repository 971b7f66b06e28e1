export { BREACHES } from "./breaches.ts";
export { CHOICES } from "./choices.ts";

import type { Strategy } from "../../support/hostile-model.ts";
import { LIES } from "./lies.ts";
import { TRICKS } from "./tricks.ts";

/** Texts of ill will in well-formed answers. */
export const TEXTS: readonly Strategy[] = [...LIES, ...TRICKS];
