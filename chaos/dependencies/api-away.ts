import { workingDay } from "../../test/support/customers.ts";
import { until } from "../../test/support/process.ts";
import { check } from "../scenario.ts";
import type { ProxyRequest } from "./faulty-proxy.ts";
import type { FrontDesk, PartReport } from "./front-desk.ts";

const isBookingWrite = ({ method, path }: ProxyRequest) => method === "POST" && path === "/api/booking";
const isPayment = ({ path }: ProxyRequest) => path.startsWith("/api/client/purchase") || path === "/api/client/credits";
const isPackages = ({ path }: ProxyRequest) => path === "/api/packages";
/** Retries, time-outs and rests stand between an outage and its end. */
const PATIENT_MS = 60_000;

/** The customer's yes meets an API that is gone: noted down, told so, and finished by itself when it is back. */
export async function bookingAway(desk: FrontDesk): Promise<PartReport> {
  const { world, api } = desk;
  const from = desk.newCustomer();
  const question = await world.ask(
    from,
    `quiero un masaje relajante el ${workingDay()} a las 10 de la mañana`,
    PATIENT_MS,
  );
  // A "sí" counts only once the question's acceptance is on record.
  await world.untilAtRest(PATIENT_MS);
  api.set((request) => (isBookingWrite(request) ? { kind: "drop" } : undefined));
  const told = await world.ask(from, "sí", PATIENT_MS);
  const during = await world.bookings(from);
  const healedAt = performance.now();
  api.heal();
  const messages = await world.twilio.waitForMessages(from, 3, PATIENT_MS);
  const finishedMs = Math.round(performance.now() - healedAt);
  const bookings = await world.bookings(from);
  const last = messages.at(-1)?.body ?? "";
  return {
    figures: { finishedMs, attempts: api.requests.filter(isBookingWrite).length },
    checks: [
      check("the write is asked about first", desk.says(question, "utter_agendar_confirmar"), question),
      check("booking API down: the customer is told that it was noted", desk.says(told, "utter_no_disponible"), told),
      check("booking API down: nothing is booked", during.length === 0, during),
      check("booking API back: the request is finished, once", bookings.length === 1, bookings),
      check("booking API back: the customer is told, with the code", last.includes(bookings[0]?.code ?? "?"), last),
    ],
  };
}

/** Payments gone, in the two ways in which they can be: booking goes on as if nothing were. */
export async function paymentsAway(desk: FrontDesk): Promise<PartReport> {
  const { world, api } = desk;
  const payer = desk.newCustomer();
  await world.ask(payer, "quiero comprar el paquete de yoga", PATIENT_MS);
  await world.untilAtRest(PATIENT_MS);
  api.set((request, n) =>
    isPayment(request) ? (n % 2 ? { kind: "drop" } : { kind: "status", status: 503 }) : undefined,
  );
  const told = await world.ask(payer, "sí", PATIENT_MS);
  const reader = desk.newCustomer();
  const history = await world.ask(reader, "qué he comprado con ustedes?", PATIENT_MS);

  const booker = desk.newCustomer();
  await world.ask(booker, `quiero un masaje relajante el ${workingDay()} a las 4 de la tarde`, PATIENT_MS);
  await until(async () => (await openQuestion(desk, booker)) === "accepted", "the question's acceptance", PATIENT_MS);
  const booked = await world.ask(booker, "sí", PATIENT_MS);
  const bookings = await world.bookings(booker);

  api.heal();
  const [, , link] = await world.twilio.waitForMessages(payer, 3, PATIENT_MS);
  const [, answer] = await world.twilio.waitForMessages(reader, 2, PATIENT_MS);
  const purchases = await world.database.query(
    "select 1 from purchases p join customer_identities i on i.customer_id = p.customer_id where i.address = $1",
    [`whatsapp:${payer}`],
  );
  return {
    figures: { paymentRequests: api.requests.filter(isPayment).length },
    checks: [
      check("payments down: the wish to pay is noted", desk.says(told, "utter_no_disponible"), told),
      check("payments down: a question about purchases is noted", desk.says(history, "utter_no_consultar"), history),
      check("payments down: booking works", bookings.length === 1 && desk.says(booked, "utter_agendar_hecha"), {
        booked,
        bookings,
      }),
      check("payments back: the link comes by itself", (link?.body ?? "").includes("/pay/"), link?.body),
      check("payments back: one purchase", purchases.length === 1, purchases.length),
      check(
        "payments back: the question is answered",
        desk.says(answer?.body ?? "", "utter_historial_vacio"),
        answer?.body,
      ),
    ],
  };
}

/** What nobody can read now is answered by itself later. */
export async function readsAway(desk: FrontDesk): Promise<PartReport> {
  const { world, api } = desk;
  const checks = [];
  const figures: Record<string, unknown> = {};
  for (const kind of ["drop", "hang", "garbage", "drip"] as const) {
    const from = desk.newCustomer();
    api.set((request) => (isPackages(request) ? { kind } : undefined));
    const began = performance.now();
    const told = await world.ask(from, "qué paquetes tienen", PATIENT_MS);
    figures[`${kind}Ms`] = Math.round(performance.now() - began);
    api.heal();
    const [, answer] = await world.twilio.waitForMessages(from, 2, PATIENT_MS);
    checks.push(
      check(`packages API ${kind}: the question is noted`, desk.says(told, "utter_no_consultar"), told),
      check(
        `packages API back after ${kind}: answered by itself`,
        desk.says(answer?.body ?? "", "utter_paquetes"),
        answer?.body,
      ),
    );
    await desk.untilBreaker("packages", "closed");
  }
  return { figures, checks };
}

async function openQuestion(desk: FrontDesk, from: string): Promise<"accepted" | "open" | undefined> {
  const [row] = await desk.world.database.query<{ is_accepted: boolean }>(
    `select bool_and(m.provider_event_id is not null) as is_accepted from messages m
     join conversations c on c.id = m.conversation_id where c.address = $1 and m.direction = 'out'`,
    [`whatsapp:${from}`],
  );
  return row && (row.is_accepted ? "accepted" : "open");
}
