import type { Profile } from "../../config/index.ts";
import type { BookingStatus, Cancellation } from "../../contract/index.ts";
import type { Calendar } from "./calendar.ts";

const HOUR_MS = 3_600_000;

export type CancellationPolicy = Profile["booking"]["cancellation"];

/** The policy as the columns of `bookings` keep it, so that a booking ends by what was agreed when it was made. */
export interface AgreedPolicy {
  free_until_hours: number | null;
  fee_percent: number | null;
  fee_minor: string | null;
  late_credit: "lost" | "returned" | null;
}

/** What of a booking's row tells what cancelling it costs, or did cost. */
export interface CancellableRow extends AgreedPolicy {
  status: BookingStatus;
  starts_at: Date;
  hold_expires_at: Date | null;
  price_minor: string;
  paid_with: "money" | "credit" | null;
  /** Paid by a purchase of its own, less what went back; null when there is none. */
  paid_minor: string | null;
  is_moved_late: boolean;
  cancellation_fee_minor: string | null;
  refund_due_minor: string | null;
  is_credit_returned: boolean | null;
}

export function agreedPolicy({ freeUntilHours, fee, credit }: CancellationPolicy): AgreedPolicy {
  return {
    free_until_hours: freeUntilHours ?? null,
    fee_percent: fee && "percent" in fee ? fee.percent : null,
    fee_minor: fee && "minor" in fee ? String(fee.minor) : null,
    late_credit: credit,
  };
}

/** What a cancellation comes to; amounts in minor units of the booking's currency. */
export interface CancellationQuote {
  kind: Cancellation["kind"];
  feeMinor: number;
  isCreditReturned: boolean;
  refundDueMinor: number;
  /** The last moment of free cancelling; null: never again. */
  freeUntil: Date | null;
}

/**
 * What cancelling costs at this moment. A hold is free: nothing was agreed yet. A booking that was moved when cancelling
 * it was no longer free stays so, or moving it would be the way around the fee. What a credit paid costs no money.
 */
export function quoteCancellation(row: CancellableRow, now: Date, isWaived = false): CancellationQuote {
  const freeUntil = freeUntilOf(row);
  const isFree = isWaived || (freeUntil !== null && now <= freeUntil);
  const priceMinor = Number(row.price_minor);
  const isCredit = row.paid_with === "credit";
  const feeMinor = isFree || isCredit ? 0 : Math.min(priceMinor, lateFee(row, priceMinor));
  const isCreditReturned = isCredit && (isFree || row.late_credit !== "lost");
  return {
    kind: feeMinor > 0 ? "fee" : isCredit && !isCreditReturned ? "lost_credit" : "free",
    feeMinor,
    isCreditReturned,
    refundDueMinor: Math.max(0, Number(row.paid_minor ?? 0) - feeMinor),
    freeUntil,
  };
}

/** Whether cancelling is no longer free, which is what "late" means. */
export function isLate(row: CancellableRow, now: Date): boolean {
  const freeUntil = freeUntilOf(row);
  return freeUntil === null || now > freeUntil;
}

function freeUntilOf(row: CancellableRow): Date | null {
  if (row.status === "held") return row.hold_expires_at;
  if (row.free_until_hours === null) return row.starts_at;
  return row.is_moved_late ? null : new Date(row.starts_at.getTime() - row.free_until_hours * HOUR_MS);
}

function lateFee({ fee_percent, fee_minor }: CancellableRow, priceMinor: number): number {
  if (fee_percent !== null) return Math.round((priceMinor * fee_percent) / 100);
  return Number(fee_minor ?? 0);
}

/** What the cancellation of a cancelled booking came to; undefined of one that was cancelled before there were fees. */
export function pastCancellation(row: CancellableRow): CancellationQuote | undefined {
  if (row.cancellation_fee_minor === null) return undefined;
  const feeMinor = Number(row.cancellation_fee_minor);
  const isCreditReturned = row.is_credit_returned === true;
  return {
    kind: feeMinor > 0 ? "fee" : row.paid_with === "credit" && !isCreditReturned ? "lost_credit" : "free",
    feeMinor,
    isCreditReturned,
    refundDueMinor: Number(row.refund_due_minor ?? 0),
    freeUntil: freeUntilOf(row),
  };
}

export function toCancellation(quote: CancellationQuote, currency: string, calendar: Calendar): Cancellation {
  const money = (amountMinor: number) => ({ amountMinor, currency });
  return {
    kind: quote.kind,
    fee: money(quote.feeMinor),
    creditReturned: quote.isCreditReturned,
    refundDue: money(quote.refundDueMinor),
    freeUntil: quote.freeUntil && calendar.format(quote.freeUntil.getTime()),
  };
}
