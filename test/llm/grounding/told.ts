import type { Facts } from "../../../src/llm/index.ts";

/** A reply as the templates say it, with what the API answered. */
export interface Told {
  name: string;
  template: string;
  facts: Facts;
  /** Rewordings that say the same. */
  faithful: string[];
  /** Rewordings that do not, each with the way it is wrong. */
  corrupted: Array<readonly [way: string, text: string]>;
}

export const WHO = { customerName: "María Fernanda", businessName: "Estudio Luna" };
