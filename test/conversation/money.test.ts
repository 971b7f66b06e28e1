import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { parseConfig } from "../../src/config/index.ts";
import {
  type Booking,
  createServiceTokens,
  type Package,
  type Purchase,
  type Service,
} from "../../src/contract/index.ts";
import { newId } from "../../src/shared/index.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { type ApiGate, startApiGate } from "./api-gate.ts";
import { customerOf } from "./helpers.ts";

/** Monday; the studio's bookings are cancelled for nothing until twelve hours before, and then for half of the price. */
const MONDAY = "2027-02-08T10:00";
const tokens = createServiceTokens(parseConfig({ NODE_ENV: "test" }).serviceTokenSecrets);
let now = new Date(`${MONDAY}:00-06:00`);
const goTo = (local: string) => {
  now = new Date(`${local}:00-06:00`);
};

let gate: ApiGate;
let app: TestApp;
let nextNumber = 1;
beforeAll(async () => {
  gate = await startApiGate();
  const clock = { now: () => now, monotonicMs: () => performance.now() };
  app = await startTestApp({ clock, env: { INTERNAL_API_URL: gate.url } });
  gate.target = app.url;
});
afterEach(() => {
  gate.isDown = undefined;
});
afterAll(async () => {
  await app.stop();
  await gate.close();
});

async function call<Body>(method: string, path: string, customerId: string, body?: object): Promise<Body> {
  const response = await fetch(`${app.url}/api${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await tokens.sign({ role: "service", customerId })}`,
      "idempotency-key": newId(),
      ...(body ? { "content-type": "application/json" } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Body;
}

/** Somebody who has said hello. */
async function customer() {
  const from = `+52155${String(81_000_000 + nextNumber++)}`;
  const who = customerOf(app, from);
  await app.ask(from, "hola");
  const { customer_id: id } = await app.until<{ customer_id: string }>(
    "select customer_id from conversations where address = $1",
    [`whatsapp:${from}`],
  );
  /** Buys, pays on the sandbox's page and hears of it. */
  async function pay(body: { packageId: string } | { bookingCode: string }): Promise<void> {
    const { payUrl } = await call<Purchase>("POST", "/client/purchase", id, body);
    await who.idle();
    const before = who.bodies().length;
    await fetch(`${app.url}/pay/${payUrl?.split("/").at(-1)}`, { method: "POST", redirect: "manual" });
    const messages = await app.twilio.waitForMessages(from, before + 1);
    expect(messages.at(-1)?.body).toContain("Recibimos tu pago");
  }
  return {
    pay,
    ask: (text: string) => app.ask(from, text),
    template: () => who.template(),
    async book(local: string, service = "masaje-relajante", payWith?: "credit"): Promise<Booking> {
      const { services } = await call<{ services: Service[] }>("GET", "/services", id);
      const serviceId = services.find(({ code }) => code === service)?.id;
      const startsAt = `${local}:00-06:00`;
      return call<Booking>("POST", "/booking", id, { serviceId, startsAt, ...(payWith ? { payWith } : {}) });
    },
    async buy(code: string): Promise<void> {
      const { packages } = await call<{ packages: Package[] }>("GET", "/packages", id);
      await pay({ packageId: packages.find((one) => one.code === code)?.id ?? "" });
    },
    bookings: () =>
      app.database.query<{
        status: string;
        paid_with: string | null;
        fee: string | null;
        due: string | null;
        is_credit_returned: boolean | null;
      }>(
        `select status, paid_with, cancellation_fee_minor as fee, refund_due_minor as due, is_credit_returned
         from bookings where customer_id = $1 order by created_at`,
        [id],
      ),
    /** Sessions that are left, of all services. */
    async credits(): Promise<number> {
      const [row] = await app.database.query<{ left: number }>(
        "select coalesce(sum(delta), 0)::int as left from credit_entries where customer_id = $1",
        [id],
      );
      return row?.left ?? 0;
    },
  };
}

test("in time cancelling is free, and nothing is said of a cost", async () => {
  goTo(MONDAY);
  const ana = await customer();
  await ana.book("2027-02-10T10:00");
  const question = await ana.ask("cancela mi cita");
  expect(question).toContain("¿Cancelo esta cita?");
  expect(question).not.toMatch(/cargo|paquete|devolver|\$/);
  expect(await ana.ask("sí")).not.toMatch(/cargo|paquete|devolver|\$/);
  expect(await ana.bookings()).toMatchObject([{ status: "cancelled", fee: "0", due: "0" }]);
});

test("late, the fee is told before it is owed, told again after an aside, and charged", async () => {
  goTo(MONDAY);
  const ana = await customer();
  await ana.book("2027-02-09T10:00");
  goTo("2027-02-09T08:00");
  expect(await ana.ask("cancela mi cita")).toMatch(
    /¿Cancelo esta cita\?[\s\S]+Cancelar ahora tiene un cargo de \$425\.[\s\S]+1\) Sí, cancelarla/,
  );
  expect(await ana.ask("¿dónde están?")).toMatch(/Orizaba[\s\S]+Con un sí cancelo[\s\S]+un cargo de \$425\./);
  expect(await ana.bookings()).toMatchObject([{ status: "confirmed" }]);
  expect(await ana.ask("sí")).toMatch(/cancelé tu cita[\s\S]+quedó un cargo de \$425\./);
  expect(await ana.bookings()).toMatchObject([{ status: "cancelled", fee: "42500" }]);
});

test("a fee that came up between the question and the yes is asked about, and a yes to that is charged", async () => {
  goTo(MONDAY);
  const ana = await customer();
  await ana.book("2027-02-09T11:00");
  goTo("2027-02-08T22:59");
  expect(await ana.ask("cancela mi cita")).not.toContain("cargo");
  goTo("2027-02-08T23:01");
  expect(await ana.ask("sí")).toMatch(/no cancelé nada todavía[\s\S]+un cargo de \$425/);
  expect(await ana.template()).toBe("utter_cancelar_cambio_costo");
  expect(await ana.bookings()).toMatchObject([{ status: "confirmed" }]);
  expect(await ana.ask("sí")).toContain("quedó un cargo de $425.");
  expect(await ana.bookings()).toMatchObject([{ status: "cancelled", fee: "42500" }]);
});

test("what was paid is told as due back: all of it in time, and less the fee late", async () => {
  goTo(MONDAY);
  const ana = await customer();
  const { code } = await ana.book("2027-02-10T12:00");
  await ana.pay({ bookingCode: code });
  expect(await ana.ask("cancela mi cita")).toMatch(/quedará pendiente devolverte \$850\./);
  expect(await ana.ask("sí")).toMatch(/queda pendiente devolverte \$850\./);
  expect(await ana.bookings()).toMatchObject([{ status: "cancelled", fee: "0", due: "85000" }]);

  const eva = await customer();
  await eva.pay({ bookingCode: (await eva.book("2027-02-09T12:00")).code });
  goTo("2027-02-09T09:00");
  expect(await eva.ask("cancela mi cita")).toMatch(/un cargo de \$425\.[\s\S]+pendiente devolverte \$425\./);
  expect(await eva.ask("sí")).toMatch(/un cargo de \$425\.[\s\S]+pendiente devolverte \$425\./);
  expect(await eva.bookings()).toMatchObject([{ status: "cancelled", fee: "42500", due: "42500" }]);
});

test("whoever has a package books with a session of it, and cancelling in time gives it back", async () => {
  goTo(MONDAY);
  const ana = await customer();
  await ana.buy("paquete-relax-5");
  const question = await ana.ask("quiero un masaje relajante pasado mañana a las 5 de la tarde");
  expect(question).toContain("Precio: 1 sesión de paquete, ya pagada");
  expect(question).toContain("una sesión de tu paquete *Paquete Relax 5*");
  expect(question).toContain("Sesiones disponibles de Masaje relajante: 5.");
  expect(question).not.toContain("$");
  expect(await ana.ask("sí")).toMatch(/quedó agendada[\s\S]+Sesiones de Masaje relajante que te quedan: 4\./);
  expect(await ana.bookings()).toMatchObject([{ status: "confirmed", paid_with: "credit" }]);
  expect(await ana.credits()).toBe(4);
  expect(await ana.ask("quiero pagar mi cita")).toContain("ya está pagado");

  expect(await ana.ask("cancela mi cita")).toContain("La sesión vuelve a tu paquete.");
  expect(await ana.ask("sí")).toContain("La sesión volvió a tu paquete.");
  expect(await ana.credits()).toBe(5);
});

test("a session that would be lost by the time of the yes is asked about before it is", async () => {
  goTo(MONDAY);
  const ana = await customer();
  await ana.buy("paquete-relax-5");
  await ana.book("2027-02-09T13:00", "masaje-relajante", "credit");
  goTo("2027-02-09T00:59");
  expect(await ana.ask("cancela mi cita")).toContain("La sesión vuelve a tu paquete.");
  goTo("2027-02-09T01:01");
  expect(await ana.ask("sí")).toContain("se pierde la sesión de tu paquete");
  expect(await ana.bookings()).toMatchObject([{ status: "confirmed" }]);
  expect(await ana.ask("sí")).toContain("Se perdió la sesión de tu paquete.");
  expect(await ana.bookings()).toMatchObject([{ status: "cancelled", fee: "0", is_credit_returned: false }]);
  expect(await ana.credits()).toBe(4);
});

test("a session that went elsewhere before the yes: asked again with the price, and booked at it", async () => {
  goTo(MONDAY);
  const ana = await customer();
  await ana.buy("belleza-total");
  expect(await ana.ask("quiero un facial hidratante pasado mañana a las 5 de la tarde")).toContain("*Belleza total*");
  await ana.book("2027-02-10T09:00", "facial-hidratante", "credit");
  const again = await ana.ask("sí");
  expect(again).toMatch(/no agendé nada todavía[\s\S]+Precio: \$780/);
  expect(again).not.toContain("paquete");
  expect(await ana.bookings()).toHaveLength(1);
  expect(await ana.ask("sí")).toContain("Precio: $780");
  expect((await ana.bookings()).map((booking) => booking.paid_with)).toEqual(["credit", null]);
});

test("while nobody can say what a cancellation costs, nothing is cancelled and the request is noted", async () => {
  goTo(MONDAY);
  const ana = await customer();
  await ana.book("2027-02-10T13:00");
  gate.isDown = ({ path }) => path.endsWith("/cancellation");
  await ana.ask("cancela mi cita");
  expect(await ana.template()).toBe("utter_no_consultar");
  expect(await ana.bookings()).toMatchObject([{ status: "confirmed" }]);
});

test("payments away: booking goes on at its price, and says nothing of packages", async () => {
  goTo(MONDAY);
  const ana = await customer();
  await ana.buy("pilates-10");
  gate.isDown = ({ path }) => path.startsWith("/api/client/credits") || path.startsWith("/api/client/purchase");
  const question = await ana.ask("quiero pilates pasado mañana a las 10 de la mañana");
  expect(question).toContain("Precio: $420");
  expect(question).not.toContain("paquete");
  expect(await ana.ask("sí")).toContain("quedó agendada");
  expect(await ana.bookings()).toMatchObject([{ status: "confirmed", paid_with: null }]);
  expect(await ana.credits()).toBe(10);
});
