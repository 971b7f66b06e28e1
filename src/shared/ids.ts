import { v7 } from "uuid";

/** A new UUID v7: sorted by time, so that indexes grow at their right edge. */
export function newId(): string {
  return v7();
}
