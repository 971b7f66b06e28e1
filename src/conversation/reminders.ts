import { DateTime } from "luxon";
import { createFormat, type Facts, type Format, packSlots } from "../actions/index.ts";
import type { Choice } from "../channels/index.ts";
import type { Database } from "../database/index.ts";
import type { Clock } from "../shared/index.ts";
import { label, say } from "./outcome.ts";
import { NO_TEMPLATE, type Reminder, readReminder, uselessBecause } from "./reminder-rows.ts";
import { isQuiet } from "./reminder-times.ts";
import type { RunDeps } from "./run-action.ts";
import type { Decision, ReminderAnswer, Turn } from "./turn.ts";

export const REMINDER = "reminder";

/** Tells it with what is true now, or says nothing: what it is about may have changed since it was found due. */
export async function tellReminder(deps: RunDeps, turn: Turn, id: string): Promise<void> {
  const { profile, clock, database } = deps;
  const now = clock.now();
  const reminder = await readReminder(database, { id, conversationId: turn.lease.conversation.id, now });
  if (!reminder) return beSilent(turn, "unknown");
  const why = isQuiet(now, profile.reminders.quietHours, profile.timeZone)
    ? "quiet_hours"
    : uselessBecause(reminder, now);
  if (why) return beSilent(turn, why);

  const approved = profile.twilio?.templates?.[reminder.kind];
  const needsTemplate = !reminder.is_window_open;
  if (needsTemplate && !approved) return beSilent(turn, NO_TEMPLATE);
  // An approved template is in the business's language, whatever the customer's is.
  if (needsTemplate) turn.language = profile.language;
  const local = DateTime.fromJSDate(now, { zone: profile.timeZone });
  const { template, facts, choices } = wordsFor(deps, turn, reminder, createFormat(turn.language, profile, local));
  say(turn, template, facts, choices, "info");
  if (reminder.code) turn.state.focus = { codigo_reserva: reminder.code, at: now.toISOString() };
  if (!needsTemplate || !approved || !turn.reply) return;
  const buttons = Object.fromEntries(choices.map(({ payload }, index) => [`boton_${index + 1}`, payload]));
  const values: Record<string, string | undefined> = { ...facts, ...buttons };
  turn.reply.template = {
    id: approved.contentSid,
    variables: Object.fromEntries(approved.variables.map((name, index) => [index + 1, values[name] ?? "-"])),
  };
  turn.outboundKind = "template";
}

function beSilent(turn: Turn, why: string): void {
  turn.decision = { kind: "silent", why };
  turn.outcome = "silent";
}

function wordsFor(
  deps: RunDeps,
  turn: Turn,
  reminder: Reminder,
  format: Format,
): { template: string; facts: Facts; choices: Choice[] } {
  const local = (instant: Date) => DateTime.fromJSDate(instant, { zone: deps.profile.timeZone });
  const { kind } = reminder;
  if (kind === "package_7d" || kind === "package_1d") {
    const credits = reminder.credits ?? [];
    const facts = {
      paquete: reminder.package ?? "",
      quedan: format.list(credits.map(({ left, total, name }) => format.left(left, total, name))),
      vigencia: format.date(DateTime.fromISO(reminder.valid_until ?? "", { zone: deps.profile.timeZone })),
    };
    return { template: "utter_recordatorio_paquete", facts, choices: [book(deps, turn, credits[0]?.name)] };
  }
  const startsAt = local(reminder.starts_at ?? reminder.subject_at);
  const facts = {
    codigo: reminder.code ?? "",
    servicio: reminder.service ?? "",
    profesional: reminder.professional ?? "",
    fecha: format.date(startsAt),
    hora: format.time(startsAt),
  };
  if (kind === "no_show") {
    const choices = [book(deps, turn, reminder.service ?? undefined)];
    return { template: "utter_recordatorio_no_viniste", facts, choices };
  }
  const button = (words: string, answer: ReminderAnswer) => ({
    label: label(deps, turn, words),
    payload: `${REMINDER}:${reminder.id}:${answer}`,
  });
  if (kind === "waitlist_offer") {
    const limite = format.moment(local(reminder.subject_at));
    return {
      template: "utter_recordatorio_lugar",
      facts: { ...facts, limite },
      choices: [button("utter_boton_tomar_lugar", "confirm")],
    };
  }
  const choices = [
    button("utter_boton_confirmar_asistencia", "confirm"),
    button("utter_boton_reagendar_cita", "move"),
    button("utter_boton_cancelar_cita", "cancel"),
  ];
  return {
    template: kind === "booking_24h" ? "utter_recordatorio_cita" : "utter_recordatorio_cita_pronto",
    facts,
    choices,
  };
}

function book(deps: RunDeps, turn: Turn, servicio: string | undefined): Choice {
  const payload = `intent:agendar_cita:${packSlots(servicio ? { servicio } : {})}`;
  return { label: label(deps, turn, "utter_boton_agendar_cita"), payload };
}

/** A tap on a reminder's button, however old it is: what is no longer as it said is answered with what is true. */
export async function answerReminder(
  deps: { database: Database; clock: Clock },
  turn: Turn,
  id: string,
  answer: string | undefined,
): Promise<Decision> {
  const now = deps.clock.now();
  const reminder = await readReminder(deps.database, { id, conversationId: turn.lease.conversation.id, now });
  if (reminder?.kind === "waitlist_offer" && reminder.code && !uselessBecause(reminder, now)) {
    turn.reminderAnswer = { id, answer: "confirm" };
    const slots = { codigo_reserva: reminder.code, lugar: reminder.subject_id };
    return { kind: "run", action: "accept-offer", slots, isNew: true };
  }
  if (reminder?.kind === "waitlist_offer" && reminder.status !== "confirmed") {
    if (turn.state.form?.action === "accept-offer") {
      delete turn.state.form;
      turn.isBack = false;
    }
    return { kind: "say", template: "utter_lugar_ya_no" };
  }
  const isStanding =
    reminder?.status === "confirmed" && reminder.starts_at && reminder.starts_at > now && reminder.code !== null;
  if (!isStanding) return { kind: "run", action: "check-booking-status", slots: {} };
  const slots = { codigo_reserva: reminder.code as string };
  if (answer === "move" || answer === "cancel") {
    turn.reminderAnswer = { id, answer };
    return {
      kind: "run",
      action: answer === "move" ? "reschedule-appointment" : "cancel-appointment",
      slots,
      isNew: true,
    };
  }
  // Confirmed is what the reminder said, and nothing else.
  if (answer !== "confirm" || reminder.starts_at?.getTime() !== reminder.subject_at.getTime()) {
    return { kind: "run", action: "check-booking-status", slots: {} };
  }
  turn.reminderAnswer = { id, answer };
  return { kind: "say", template: "utter_recordatorio_confirmada" };
}

/** "sí" and "no" in words, after a reminder whose buttons are the last that was offered. */
export function reminderOption(turn: Turn, answer: ReminderAnswer): string | undefined {
  const [first] = turn.state.options ?? [];
  if (!first?.payload.startsWith(`${REMINDER}:`)) return undefined;
  return turn.state.options?.find(({ payload }) => payload.endsWith(`:${answer}`))?.payload;
}
