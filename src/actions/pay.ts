import { DateTime } from "luxon";
import type { Booking, Package, Purchase } from "../contract/index.ts";
import type { Money } from "../shared/index.ts";
import type { Action, ActionContext, ActionResult, ConfirmedWrite, Facts, Saying, WritePlan } from "./action.ts";
import { comingBookings, describeBooking } from "./own-bookings.ts";
import { isPaid } from "./paid.ts";
import { slotChoice } from "./slots.ts";
import { unwrap } from "./unwrap.ts";

const NAME = "pay";
const PURCHASES_READ = 100;
const IS_PACKAGE = /paquete|package|forfait|bono|membres|पैकेज/iu;

/** What can be paid: a package, or one appointment. */
interface Payable {
  concept: string;
  price: Money;
  body: { packageId: string } | { bookingCode: string };
}

/** pagar_servicio: what is to be paid, a question with the price, then POST /client/purchase and its link. */
export const pay: Action = {
  name: NAME,
  intent: "pagar_servicio",
  isForm: true,
  correctable: ["codigo_reserva", "servicio", "paquete"],
  confirmation: {
    question: "utter_pagar_confirmar",
    again: "utter_pagar_seguimos",
    rejected: "utter_pagar_no_confirmado",
    yes: "utter_boton_si_pagar",
    no: "utter_boton_no",
  },
  takesBooking: true,

  async run(context) {
    const [coming, { packages }, { purchases }] = await Promise.all([
      comingBookings(context),
      context.api("listPackages", {}).then(unwrap),
      context.api("listPurchases", { query: { limit: PURCHASES_READ } }).then(unwrap),
    ]);
    const paid = new Set([
      ...purchases.flatMap((purchase) => (isPaid(purchase) && purchase.booking ? purchase.booking.code : [])),
      ...coming.flatMap(({ payment, code }) => (payment?.kind === "credit" ? code : [])),
    ]);
    const bookings = coming.filter(({ code }) => !paid.has(code));
    const meant = coming.find(
      ({ code }) => paid.has(code) && (code === context.slots.codigo_reserva || coming.length === 1),
    );
    if (meant && !context.slots.paquete && !IS_PACKAGE.test(context.text)) {
      const facts = { concepto: describeBooking(meant, context.format) };
      return { kind: "refused", template: "utter_pagar_ya_pagado", facts };
    }
    const covered = coveredBy(purchases, context.slots.paquete ? undefined : chosenBooking(context, bookings));
    if (covered) return { kind: "info", template: "utter_pagar_con_paquete", facts: coverFacts(context, covered) };
    const payable = choose(context, bookings, packages);
    if (payable) return confirm(context, payable);
    const choices = [
      ...bookings.map((one) => slotChoice(NAME, describeBooking(one, context.format), { codigo_reserva: one.code })),
      ...packages.map((one) => slotChoice(NAME, one.name, { paquete: one.name })),
    ];
    return { kind: "ask", template: "utter_pagar_que", facts: {}, choices, slots: {} };
  },

  async perform(context, write): Promise<ActionResult> {
    const answer = await context.api("createPurchase", {
      body: write.body as Payable["body"],
      idempotencyKey: write.token,
    });
    if (answer.kind === "ok" && answer.data.payUrl) {
      const facts = { ...write.facts, link: answer.data.payUrl };
      return { kind: "done", template: "utter_pagar_link", facts, endsElsewhere: true };
    }
    if (answer.kind === "ok" || answer.code === "already_paid") {
      return { kind: "refused", template: "utter_pagar_ya_pagado", facts: write.facts };
    }
    if (answer.code === "changed") return askWithNewPrice(context, write);
    const isAtTheDesk = answer.code === "online_payment_off" || answer.code === "not_payable";
    const template = isAtTheDesk ? "utter_pagar_en_el_local" : "utter_pagar_no_se_pudo";
    return { kind: "refused", template, facts: write.facts };
  },
};

interface Cover {
  purchase: Purchase;
  credit: Purchase["credits"][number];
}

/** A paid package that still holds a session of the appointment's service: nobody pays twice. */
function coveredBy(purchases: Purchase[], booking: Booking | undefined): Cover | undefined {
  const covers = purchases
    .filter(isPaid)
    .flatMap((purchase) => purchase.credits.map((credit) => ({ purchase, credit })));
  return covers.find(({ credit }) => credit.remaining > 0 && credit.service.id === booking?.service.id);
}

function coverFacts({ format }: ActionContext, { purchase, credit }: Cover): Facts {
  return { paquete: purchase.name, quedan: format.left(credit.remaining, credit.total, credit.service.name) };
}

/** The appointment that is named, or the only one. */
function chosenBooking({ slots, text }: ActionContext, bookings: Booking[]): Booking | undefined {
  const coded = bookings.find(({ code }) => code === slots.codigo_reserva);
  const named = bookings.filter(({ service }) => !slots.servicio || service.name === slots.servicio);
  return coded ?? (named.length === 1 && !IS_PACKAGE.test(text) ? named[0] : undefined);
}

/** What the message leaves no doubt about: the package or the appointment that it names, or the only appointment. */
function choose(context: ActionContext, bookings: Booking[], packages: Package[]): Payable | undefined {
  const { slots, format } = context;
  const ofBooking = (one: Booking): Payable => ({
    concept: describeBooking(one, format),
    price: one.price,
    body: { bookingCode: one.code },
  });
  const ofPackage = (one: Package): Payable => ({ concept: one.name, price: one.price, body: { packageId: one.id } });
  const named = packages.find(({ name }) => name === slots.paquete);
  if (named) return ofPackage(named);
  const booking = chosenBooking(context, bookings);
  if (booking) return ofBooking(booking);
  const booked = bookings.filter(({ service }) => !slots.servicio || service.name === slots.servicio);
  const holding = packages.filter(({ items }) => items.some(({ service }) => service.name === slots.servicio));
  const [only] = holding;
  return only && holding.length === 1 && booked.length === 0 ? ofPackage(only) : undefined;
}

function confirm({ format, slots }: ActionContext, { concept, price, body }: Payable): ActionResult {
  const write: WritePlan = { operation: "createPurchase", body: { ...body, expected: { price } } };
  return {
    kind: "confirm",
    template: "utter_pagar_confirmar",
    facts: { concepto: concept, precio: format.money(price) },
    slots,
    write,
  };
}

async function askWithNewPrice(context: ActionContext, write: ConfirmedWrite): Promise<ActionResult> {
  const again = await pay.run({ ...context, slots: write.slots });
  return { ...again, kind: "changed", template: again.write ? "utter_pagar_cambio" : again.template };
}

/** What a paid purchase is told by, when its notice comes; no message leads here. */
export const reportPayment: Action = {
  name: "report-payment",
  intent: undefined,
  isForm: false,
  async run(context): Promise<ActionResult> {
    const { purchases } = unwrap(await context.api("listPurchases", { query: { code: context.slots.compra } }));
    const [purchase] = purchases;
    if (!purchase) throw new Error("the notice names a purchase that is not the customer's");
    return { kind: "info", ...sayPaid(purchase, context) };
  },
};

function sayPaid(purchase: Purchase, { format, profile }: ActionContext): Saying {
  const local = (iso: string) => DateTime.fromISO(iso, { zone: profile.timeZone });
  const facts = { concepto: purchase.name, precio: format.money(purchase.price), folio: purchase.code };
  if (purchase.booking) {
    const cuando = format.moment(local(purchase.booking.startsAt));
    return { template: "utter_pago_recibido_cita", facts: { ...facts, cuando } };
  }
  if (!purchase.validUntil) return { template: "utter_pago_recibido", facts };
  const vigencia = format.date(local(purchase.validUntil));
  return { template: "utter_pago_recibido_paquete", facts: { ...facts, vigencia } };
}
