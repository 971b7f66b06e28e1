import type { TwilioFault } from "../../test/support/fake-twilio.ts";
import { type Check, check } from "../scenario.ts";
import type { FrontDesk, PartReport } from "./front-desk.ts";

const PATIENT_MS = 90_000;
const FAULTS: { name: string; fault: TwilioFault; times: number }[] = [
  { name: "503", fault: { kind: "server-error", status: 503 }, times: 3 },
  { name: "429", fault: { kind: "rate-limit", retryAfterSeconds: 1 }, times: 2 },
  { name: "accepts and drops", fault: { kind: "drop", isAccepted: true }, times: 1 },
  { name: "accepts and hangs", fault: { kind: "hang", isAccepted: true }, times: 1 },
  { name: "accepts and says 500", fault: { kind: "server-error", status: 500, isAccepted: true }, times: 1 },
];

/** The provider refuses for now, or takes a message and does not say so: the answer arrives, once, and in its order. */
export async function providerAway(desk: FrontDesk): Promise<PartReport> {
  const checks: Check[] = [];
  const figures: Record<string, unknown> = {};
  const { twilio } = desk.world;
  for (const { name, fault, times } of FAULTS) {
    const from = desk.newCustomer();
    twilio.failNext(fault, { times, to: from });
    const began = performance.now();
    const first = await desk.world.ask(from, "qué paquetes tienen", PATIENT_MS);
    figures[`${name} ms`] = Math.round(performance.now() - began);
    // The next answer stands behind the doubt about the first.
    await desk.world.deliverUntilTaken(from, "adiós");
    const messages = await twilio.waitForMessages(from, 2, PATIENT_MS);
    await desk.world.untilAtRest(PATIENT_MS);
    const all = twilio.messagesTo(from).map(({ body }) => body);
    checks.push(
      check(`provider ${name}: the answer arrives`, desk.says(first, "utter_paquetes"), first),
      check(`provider ${name}: the next one follows it`, desk.says(messages[1]?.body ?? "", "utter_despedida"), all),
      check(`provider ${name}: nothing twice`, all.length === 2, all),
    );
  }
  twilio.clearFaults();
  return { figures, checks };
}
