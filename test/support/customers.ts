import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { loadProfile } from "../../src/config/index.ts";
import { newSid } from "../../src/web/simulator/index.ts";
import { type FakeTwilio, FROM, inboundWebhook, sendWebhook } from "./fake-twilio.ts";

/** Twilio waits longer; the tests do not. */
const REDELIVER_EVERY_MS = 100;
const REDELIVER_FOR_MS = 120_000;

/** People with a phone, behind a careful provider. `url` is the webhook's address. */
export function createCustomers(twilio: FakeTwilio, url: string) {
  /** One attempt of the provider: the HTTP status, or undefined when nobody answered in Twilio's 15 s. */
  async function deliver(from: string, text: string, messageSid = newSid("SM")): Promise<number | undefined> {
    const params = inboundWebhook({ accountSid: twilio.accountSid, from, to: FROM, content: text, messageSid });
    return sendWebhook({ url, authToken: twilio.authToken, params }).then(
      ({ status }) => status,
      () => undefined,
    );
  }

  /** What got no 2xx is delivered again, with the same id. Returns the number of attempts. */
  async function deliverUntilTaken(from: string, text: string): Promise<number> {
    const messageSid = newSid("SM");
    const deadline = performance.now() + REDELIVER_FOR_MS;
    for (let attempt = 1; ; attempt++) {
      const status = await deliver(from, text, messageSid);
      if (status !== undefined && status >= 200 && status < 300) return attempt;
      if (performance.now() > deadline) throw new Error(`the webhook was never taken: ${status ?? "no answer"}`);
      await pause(REDELIVER_EVERY_MS);
    }
  }

  return {
    deliver,
    deliverUntilTaken,
    /** A customer writes and waits for the next answer. */
    async ask(from: string, text: string, timeoutMs = 120_000): Promise<string> {
      const before = twilio.messagesTo(from).length;
      await deliverUntilTaken(from, text);
      const messages = await twilio.waitForMessages(from, before + 1, timeoutMs);
      return messages.at(-1)?.body ?? "";
    },
  };
}

/** Whether an answer ends by asking for a yes, in whatever words. */
export function asksForYes(body: string | undefined): boolean {
  return body?.includes("Sí, confirmar") ?? false;
}

let holidays: Set<string> | undefined;

/** Whether nobody can book on that date: the tests may run on any day, and five days ahead of it may be Christmas. */
function isUnfit(day: Date): boolean {
  holidays ??= new Set(loadProfile(resolve("profiles/studio")).holidays.map(({ date }) => date));
  // Who types "24/7" is understood to say "always".
  const isAlways = day.getUTCDate() === 24 && day.getUTCMonth() === 6;
  return day.getUTCDay() === 0 || isAlways || holidays.has(day.toISOString().slice(0, 10));
}

/** A working day some days ahead, as a customer types it: "30/11". */
export function workingDay(now = new Date(), daysAhead = 5): string {
  const day = new Date(now.getTime() + daysAhead * 24 * 3_600_000);
  while (isUnfit(day)) day.setUTCDate(day.getUTCDate() + 1);
  return `${day.getUTCDate()}/${day.getUTCMonth() + 1}`;
}

const HOURS = ["10 de la mañana", "11 de la mañana", "12 del día", "4 de la tarde", "5 de la tarde", "6 de la tarde"];

/** The n-th of the times from Monday to Friday that are wished for: no two are the same. "el 30/11 a las 5 de la tarde" */
export function workingSlot(n: number, now = new Date()): string {
  let weekdays = -1;
  for (let daysAhead = 3; ; daysAhead++) {
    const day = new Date(now.getTime() + daysAhead * 24 * 3_600_000);
    if (day.getUTCDay() !== 6 && !isUnfit(day)) weekdays += 1;
    if (weekdays !== Math.floor(n / HOURS.length)) continue;
    return `el ${day.getUTCDate()}/${day.getUTCMonth() + 1} a las ${HOURS[n % HOURS.length]}`;
  }
}
