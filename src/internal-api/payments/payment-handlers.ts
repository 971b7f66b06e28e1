import type { paymentsOperations } from "../../contract/index.ts";
import type { HandlersOf } from "../outcome.ts";
import { createPurchaseHandler } from "./create-purchase.ts";
import type { PaymentDeps } from "./payment-deps.ts";
import {
  getPurchaseHandler,
  listAllPurchasesHandler,
  listCreditsHandler,
  listPurchasesHandler,
} from "./read-purchases.ts";
import { refundPurchaseHandler } from "./refund-purchase.ts";
import { transferPurchaseHandler } from "./transfer-purchase.ts";

/** What stands behind purchases and money. */
export function paymentHandlers(deps: PaymentDeps): HandlersOf<typeof paymentsOperations> {
  return {
    createPurchase: createPurchaseHandler(deps),
    listPurchases: listPurchasesHandler(deps),
    getPurchase: getPurchaseHandler(deps),
    listCredits: listCreditsHandler(deps),
    transferPurchase: transferPurchaseHandler(deps),
    listAllPurchases: listAllPurchasesHandler(deps),
    refundPurchase: refundPurchaseHandler(deps),
  };
}
