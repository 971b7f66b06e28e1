import { BASE_TIMES, localDay, pick, recent } from "./choices.ts";
import type { Answer, Lab, Wanted, Way } from "./lab.ts";

/** One command. Numbers mean one thing or another by what there is when it runs. */
export interface Command {
  name: CommandName;
  who: number;
  what: number;
  how: number;
  way: Way;
}

const MINUTE_MS = 60_000;
const JUMPS_MS = [1, 6, 11, 31, 31, 60, 180, 720, 1560].map((minutes) => minutes * MINUTE_MS);

type Run = (lab: Lab, command: Command) => Promise<boolean | undefined>;

/** Each says whether it had an effect; undefined when there was nothing to do it with. */
const commands = {
  book: async (lab, command) => {
    const { who, what, how } = command;
    const { massage, yoga } = lab.catalogue;
    const service = what % 5 === 0 ? yoga : massage;
    const body = {
      serviceId: service.id,
      startsAt: someTime(lab, what),
      ...(how % 2 === 0 ? { professionalId: pick(service.professionals, how).id } : {}),
      ...(how % 3 === 0 ? { hold: true, holdMinutes: 5 + (how % 20) } : {}),
    };
    return keepBooking(lab, await own(lab, command, pick(lab.customers, who), "createBooking", "/booking", body));
  },
  bookWithCredit: async (lab, command) => {
    const { who, what, how } = command;
    const { massage, yoga } = lab.catalogue;
    const body = {
      serviceId: (what % 4 === 0 ? yoga : massage).id,
      startsAt: someTime(lab, what),
      payWith: "credit",
      ...(how % 3 === 0 ? { hold: true } : {}),
    };
    const customerId = recent([...lab.purchases.values()], who)?.customerId ?? pick(lab.customers, who);
    return keepBooking(lab, await own(lab, command, customerId, "createBooking", "/booking", body));
  },
  confirm: (lab, command) => onBooking(lab, command, "confirmBooking", "POST", "/confirm"),
  cancel: (lab, command) => onBooking(lab, command, "cancelBooking", "DELETE", ""),
  move: (lab, command) =>
    onBooking(lab, command, "rescheduleBooking", "PATCH", "", { startsAt: someTime(lab, command.how) }),
  /** Now and then the clock jumps to when it begins. */
  attend: async (lab, { what, how, way }) => {
    const booking = recent([...lab.bookings.values()], what);
    if (!booking) return undefined;
    const waitMs = Date.parse(booking.startsAt) - lab.now.getTime();
    if (how % 3 === 0 && waitMs > 0) lab.letTimePass(waitMs);
    const [operation, end] = how % 2 ? ["completeBooking", "complete"] : ["markNoShow", "no-show"];
    const path = `/admin/bookings/${booking.code}/${end}`;
    return isDone(await lab.ask({ operation: operation!, method: "POST", path }, way));
  },

  buy: async (lab, command) => {
    const packageId = command.how % 3 === 0 ? lab.catalogue.large : lab.catalogue.small;
    const customerId = pick(lab.customers, command.who);
    return keepPurchase(lab, await own(lab, command, customerId, "createPurchase", "/client/purchase", { packageId }));
  },
  payFor: async (lab, command) => {
    const booking = recent([...lab.bookings.values()], command.what);
    if (!booking) return undefined;
    const { code: bookingCode, customerId } = booking;
    return keepPurchase(
      lab,
      await own(lab, command, customerId, "createPurchase", "/client/purchase", { bookingCode }),
    );
  },
  /** Our own page's button. */
  press: async (lab, { what, how, way }) => {
    const purchase = recent([...lab.purchases.values()], what);
    if (!purchase) return undefined;
    const payment = { token: purchase.token, provider: "sandbox", providerRef: `${purchase.code}-${how % 2}` } as const;
    const press = () => lab.harness.api.checkout.markPaid(payment);
    const results = await Promise.all(way === "once" ? [press()] : [press(), press()]);
    return results.includes("paid");
  },
  /** The bank's page: opened, and paid there. What it tells of it comes at once, or when it comes. */
  payAtBank: async (lab, { what, how, way }) => {
    const purchase = recent([...lab.purchases.values()], what);
    if (!purchase) return undefined;
    await lab.harness.api.checkout.open(purchase.token, how % 4 === 0);
    const pages = [...lab.bank.pages.values()].filter(({ order }) => order.code === purchase.code);
    const page = pages.at(-1);
    if (!page || page.paid) return false;
    lab.bank.pay(page);
    const last = lab.bank.events.at(-1);
    if (way === "once" && last) await lab.notify(last);
    return true;
  },
  notify: async (lab, { what, way }) => {
    const event = recent(lab.bank.events, what);
    if (!event) return undefined;
    const results = await Promise.all(Array.from({ length: way === "once" ? 1 : 2 }, () => lab.notify(event)));
    return results.includes("applied");
  },
  refund: async (lab, { what, how, way }) => {
    const purchase = recent([...lab.purchases.values()], what);
    if (!purchase) return undefined;
    const body = {
      reason: "model",
      ...(how % 3 === 0 ? { amountMinor: 1000 * (1 + (how % 7)) } : {}),
      ...(how % 4 === 0 ? { keepsCredits: true } : {}),
    };
    const path = `/admin/purchases/${purchase.code}/refund`;
    return isDone(await lab.ask({ operation: "refundPurchase", method: "POST", path, body }, way));
  },
  settleRefunds: async (lab, { how }) => {
    lab.bank.decideRefunds(how % 2 === 0);
    return (await lab.harness.api.settleRefunds()) > 0;
  },
  transfer: async (lab, command) => {
    const purchase = recent([...lab.purchases.values()], command.what);
    if (!purchase) return undefined;
    const path = `/client/purchases/${purchase.code}/transfer`;
    const body = { toCustomerId: pick(lab.customers, command.who) };
    return isDone(await own(lab, command, purchase.customerId, "transferPurchase", path, body));
  },

  announce: async (lab, { what, how, way }) => {
    const { yoga } = lab.catalogue;
    const body = {
      serviceId: yoga.id,
      professionalId: yoga.professionals[0]!.id,
      startsAt: someTime(lab, what),
      seats: 1 + (how % 2),
    };
    const answer = await lab.ask({ operation: "createClass", method: "POST", path: "/admin/classes", body }, way);
    if (isDone(answer)) lab.classes.add(answer?.body.id);
    return isDone(answer);
  },
  resize: (lab, { what, how, way }) => {
    const body = { seats: 1 + (how % 3) };
    return onClass(lab, what, (path) => lab.ask({ operation: "updateClass", method: "PATCH", path, body }, way));
  },
  callOff: (lab, { what, way }) =>
    onClass(lab, what, (path) => lab.ask({ operation: "cancelClass", method: "DELETE", path }, way)),
  bookClass: async (lab, command) => {
    const { who, what, how } = command;
    const id = recent([...lab.classes], what);
    if (!id) return undefined;
    const body = how % 3 === 0 ? { payWith: "credit" } : {};
    return keepBooking(lab, await own(lab, command, pick(lab.customers, who), "bookClass", classPath(id), body));
  },
  join: async (lab, command) => {
    const id = recent([...lab.classes], command.what);
    if (!id) return undefined;
    const customerId = pick(lab.customers, command.who);
    const answer = await own(lab, command, customerId, "joinWaitlist", `/classes/${id}/waitlist`);
    if (isDone(answer)) lab.entries.set(answer?.body.id, { id: answer?.body.id, classId: id, customerId });
    return isDone(answer);
  },
  leave: async (lab, { what, way }) => {
    const entry = recent([...lab.entries.values()], what);
    if (!entry) return undefined;
    const { classId, customerId } = entry;
    const path = `/classes/${classId}/waitlist`;
    return isDone(await lab.ask({ operation: "leaveWaitlist", method: "DELETE", path, customerId }, way));
  },
  /** A seat that is offered to somebody; now and then one that is not. */
  accept: async (lab, command) => {
    const offers = await lab.harness.database.query<{ id: string; customerId: string }>(
      `select id, customer_id as "customerId" from waitlist where status = 'offered' order by id`,
    );
    const entry = recent(offers, command.what) ?? (command.how % 16 === 0 && recent([...lab.entries.values()], 0));
    if (!entry) return undefined;
    const body = command.how % 3 === 0 ? { payWith: "credit" } : {};
    const path = `/client/waitlist/${entry.id}/accept`;
    return keepBooking(lab, await own(lab, command, entry.customerId, "acceptOffer", path, body));
  },

  repeat: async (lab, { what }) => {
    const asked = recent(lab.asked, what);
    return asked && isDone(await lab.repeat(asked));
  },
  jump: async (lab, { what }) => {
    lab.letTimePass(pick(JUMPS_MS, what));
    return true;
  },
  tick: async (lab) => {
    await lab.harness.api.tick(lab.now);
    return true;
  },
} satisfies Record<string, Run>;

export type CommandName = keyof typeof commands;

export async function run(lab: Lab, command: Command): Promise<void> {
  const act: Run = commands[command.name];
  const isDone = await act(lab, command);
  if (isDone !== undefined) lab.count(command.name, isDone);
}

function own(
  lab: Lab,
  { way }: Command,
  customerId: string,
  operation: string,
  path: string,
  body?: object,
): Promise<Answer | undefined> {
  const wanted: Wanted = { operation, method: "POST", path, customerId };
  return lab.ask(body ? { ...wanted, body } : wanted, way);
}

async function onBooking(
  lab: Lab,
  { what, how, way }: Command,
  operation: string,
  method: string,
  end: string,
  body?: object,
): Promise<boolean | undefined> {
  const booking = recent([...lab.bookings.values()], what);
  if (!booking) return undefined;
  const path = `/client/bookings/${booking.code}${end}`;
  // Staff do it now and then.
  const asker = how % 5 === 0 ? {} : { customerId: booking.customerId };
  return keepBooking(lab, await lab.ask({ operation, method, path, ...asker, ...(body ? { body } : {}) }, way));
}

async function onClass(lab: Lab, what: number, act: (path: string) => Promise<Answer | undefined>) {
  const id = recent([...lab.classes], what);
  return id === undefined ? undefined : isDone(await act(`/admin/classes/${id}`));
}

function classPath(id: string): string {
  return `/classes/${id}/bookings`;
}

function someTime(lab: Lab, n: number): string {
  return `${localDay(lab.now, 1 + (n % 2))}T${pick(BASE_TIMES, n >> 1)}:00-06:00`;
}

function keepBooking(lab: Lab, answer: Answer | undefined): boolean {
  if (!isDone(answer)) return false;
  const { code, customerId, startsAt } = answer!.body;
  lab.bookings.set(code, { code, customerId, startsAt });
  return true;
}

function keepPurchase(lab: Lab, answer: Answer | undefined): boolean {
  if (!isDone(answer)) return false;
  const { code, customerId, payUrl } = answer!.body;
  if (payUrl) lab.purchases.set(code, { code, customerId, token: payUrl.split("/").at(-1) });
  return true;
}

function isDone(answer: Answer | undefined): boolean {
  return answer !== undefined && answer.status < 300;
}
