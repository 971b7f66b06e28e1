import { randomCode } from "../random-code.ts";

export function newBookingCode(): string {
  return randomCode(6);
}

/** A code as people write it down, "k7r-wdq", as it is stored. */
export function normalizeCode(code: string): string {
  return code.toUpperCase().replaceAll(/[^A-Z0-9]/g, "");
}
