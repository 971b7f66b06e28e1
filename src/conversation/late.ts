import { DateTime } from "luxon";
import { type ActionRegistry, createFormat, packSlots, readSlots, type Slots } from "../actions/index.ts";
import type { Profile } from "../config/index.ts";
import type { Sql } from "../database/index.ts";
import { isSure, type Policy } from "../nlu/index.ts";
import type { Clock } from "../shared/index.ts";
import { isConsentWord } from "./consent.ts";
import { intentButton } from "./intent-labels.ts";
import { label, say } from "./outcome.ts";
import type { RunDeps } from "./run-action.ts";
import type { Decision, Step, Turn } from "./turn.ts";
import type { InboxMessage } from "./unread.ts";

/**
 * What was written longer ago is not acted on, but apologised for: whoever wrote it may have gone elsewhere, and a "sí" of
 * then is no answer of now.
 */
export const LATE_MINUTES = 60;
/** Messages that were written so close together were written on the same day, for whoever reads them. */
const TOGETHER_MS = 5 * 60_000;

export type IsSameDay = (one: InboxMessage, other: InboxMessage) => boolean;

export function isLate({ kind, ageMs }: InboxMessage): boolean {
  return kind !== "notice" && ageMs >= LATE_MINUTES * 60_000;
}

/** By the business's calendar: words like "mañana" in two messages that are read as one must mean one day. */
export function sameDayIn(timeZone: string, now: Date): IsSameDay {
  const dayOf = ({ ageMs }: InboxMessage) =>
    DateTime.fromMillis(now.getTime() - ageMs, { zone: timeZone }).toFormat("yyyy-MM-dd");
  return (one, other) => Math.abs(one.ageMs - other.ageMs) < TOGETHER_MS || dayOf(one) === dayOf(other);
}

/**
 * All that is late is one burst, whatever its kinds, so that it is apologised for once; its texts stand first. When the
 * customer wrote again since, on the same day and in words, that is what is answered, and the late words are part of it.
 */
export function lateBurst(
  unread: InboxMessage[],
  isSameDay: IsSameDay,
  isApart: (message: InboxMessage) => boolean,
): InboxMessage[] {
  const until = (end: number) => (end === -1 ? unread.length : end);
  const end = until(unread.findIndex((message) => !isLate(message) || isApart(message)));
  const late = unread.slice(0, end);
  const [first] = late;
  const isText = ({ kind }: InboxMessage) => kind === "text";
  const next = unread[end];
  const isTakenUp = first && next && isText(next) && !isApart(next) && isSameDay(first, next) && late.every(isText);
  if (isTakenUp) {
    return unread.slice(0, until(unread.findIndex((message) => !isText(message) || isApart(message))));
  }
  return [...late.filter(isText), ...late.filter((message) => !isText(message))];
}

/** What was asked for too long ago is not done; it is offered again when it was understood. */
export function apologiseForLate(deps: { registry: ActionRegistry; policy: Policy; profile: Profile }): Step {
  return (turn) => {
    if (turn.decision || turn.lease.conversation.isOptedOut || !turn.messages.every(isLate)) return;
    const { parse } = turn;
    const intent = parse && isSure(parse, deps.policy) ? parse.intent.name : undefined;
    // Whoever asked for no more messages gets none, however long ago that was.
    if (intent === "baja") return;
    const isOffered = intent !== undefined && intentButton(intent) !== undefined && deps.registry.byIntent(intent);
    const slots = readSlots(turn.text, parse?.entities ?? [], {
      profile: deps.profile,
      now: turn.writtenAt,
      language: turn.language,
    });
    turn.decision = isOffered ? { kind: "late", intent, slots } : { kind: "late" };
  };
}

/** Says when it came and that we failed; then goes on with the open question, or offers what was asked for. */
export function sayLate(deps: RunDeps, turn: Turn, { intent, slots = {} }: Extract<Decision, { kind: "late" }>): void {
  say(turn, "utter_mensaje_tarde", { cuando: whenWritten(deps, turn) });
  const { form } = turn.state;
  if (form && !form.isParked) return;
  const button = intent === undefined ? undefined : intentButton(intent);
  if (!button) {
    say(turn, "utter_mensaje_tarde_otra_vez");
    return;
  }
  const choice = { label: label(deps, turn, button), payload: `intent:${intent}:${packSlots(slots as Slots)}` };
  say(turn, "utter_mensaje_tarde_sigue", {}, [choice]);
}

/** "a las 10:15 a. m.", with the day when it was another one than today. */
function whenWritten({ clock, profile }: { clock: Clock; profile: Profile }, turn: Turn): string {
  const now = DateTime.fromJSDate(clock.now(), { zone: profile.timeZone });
  const written = now.minus({ milliseconds: Math.max(...turn.messages.map(({ ageMs }) => ageMs)) });
  const format = createFormat(turn.language, profile, now);
  const time = format.atTime(written);
  return written.hasSame(now, "day") ? time : `${time} (${format.date(written)})`;
}

/** An ALTA or BAJA that was found late changes nothing when the customer has said otherwise since. */
export function outdatedConsent(sql: Sql): Step {
  return async (turn) => {
    if (turn.decision?.kind !== "opt") return;
    const word = turn.messages.findLast(isConsentWord) ?? turn.messages.at(-1);
    if (!word?.sentAt) return;
    const later = await sql.query(
      /* sql */ `select 1 from consents k left join messages m on m.id = k.message_id
        where k.customer_id = $1 and k.kind = 'messages' and coalesce(m.sent_at, m.created_at, k.created_at) > $2 limit 1`,
      [turn.lease.conversation.customerId, word.sentAt],
    );
    if (later.length > 0) turn.decision = { kind: "silent", why: "outdated_consent" };
  };
}
