import { Conversation1732060800000 } from "./1732060800000-conversation.ts";
import { Booking1732060900000 } from "./1732060900000-booking.ts";
import { Purchases1732061000000 } from "./1732061000000-purchases.ts";
import { Tickets1732061100000 } from "./1732061100000-tickets.ts";
import { Alerts1732061200000 } from "./1732061200000-alerts.ts";
import { HumanSeq1732061300000 } from "./1732061300000-human-seq.ts";
import { Recovery1732061400000 } from "./1732061400000-recovery.ts";
import { Watchers1732061500000 } from "./1732061500000-watchers.ts";
import { UnreadIndexes1732061510000 } from "./1732061510000-unread-indexes.ts";
import { ApiKeys1732061600000 } from "./1732061600000-api-keys.ts";
import { Resources1732061610000 } from "./1732061610000-resources.ts";
import { BookingLife1732061620000 } from "./1732061620000-booking-life.ts";
import { Classes1732061630000 } from "./1732061630000-classes.ts";
import { Money1732061640000 } from "./1732061640000-money.ts";
import { Reminders1732061650000 } from "./1732061650000-reminders.ts";
import { Webhooks1732061660000 } from "./1732061660000-webhooks.ts";
import { LlmUsage1732061670000 } from "./1732061670000-llm-usage.ts";
import { CaseSummaries1732061680000 } from "./1732061680000-case-summaries.ts";
import { NluModels1732061690000 } from "./1732061690000-nlu-models.ts";
import { NluAnnotations1732061700000 } from "./1732061700000-nlu-annotations.ts";

/** Append-only, oldest first: an explicit list, because a bundle has no folder to read. */
export const migrations = [
  Conversation1732060800000,
  Booking1732060900000,
  Purchases1732061000000,
  Tickets1732061100000,
  Alerts1732061200000,
  HumanSeq1732061300000,
  Recovery1732061400000,
  Watchers1732061500000,
  UnreadIndexes1732061510000,
  ApiKeys1732061600000,
  Resources1732061610000,
  BookingLife1732061620000,
  Classes1732061630000,
  Money1732061640000,
  Reminders1732061650000,
  Webhooks1732061660000,
  LlmUsage1732061670000,
  CaseSummaries1732061680000,
  NluModels1732061690000,
  NluAnnotations1732061700000,
];
