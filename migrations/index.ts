import { Conversation1732060800000 } from "./1732060800000-conversation.ts";
import { Booking1732060900000 } from "./1732060900000-booking.ts";

/** Append-only, oldest first: an explicit list, because a bundle has no folder to read. */
export const migrations = [Conversation1732060800000, Booking1732060900000];
