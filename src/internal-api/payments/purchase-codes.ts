import { randomBytes } from "node:crypto";
import { randomCode } from "../random-code.ts";

/** 128 random bits: nobody finds somebody else's link by trying. */
const TOKEN_BYTES = 16;
/** Longer than an appointment's, so that nobody and no pattern takes one for the other. */
const CODE_LENGTH = 8;

/** By which people name a purchase. */
export const newPurchaseCode = () => randomCode(CODE_LENGTH);

/** What a purchase's link holds. */
export const newPayToken = () => randomBytes(TOKEN_BYTES).toString("base64url");
