import type { Purchase } from "../contract/index.ts";

/** Paid and still the customer's: what went back in part, such as a discount, changes nothing of that. */
export const isPaid = ({ status }: Pick<Purchase, "status">) => status === "paid" || status === "partially_refunded";
