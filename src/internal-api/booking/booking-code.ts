import { randomCode } from "../random-code.ts";

export function newBookingCode(): string {
  return randomCode(6);
}
