import { DateTime } from "luxon";
import { parseConfig } from "../../src/config/index.ts";
import { type Booking, createServiceTokens, type Service } from "../../src/contract/index.ts";
import { newId } from "../../src/shared/index.ts";
import type { TestApp } from "../support/app.ts";
import { WEDNESDAY_MORNING } from "../support/clock.ts";
import type { Customer } from "./customer.ts";
import type { DialogueEvent } from "./dialogue-file.ts";

const TIME_ZONE = "America/Mexico_City";

export type Agenda = ReturnType<typeof createAgenda>;

/** A clock that each dialogue finds at the same moment, and that a dialogue may put forward. */
export function createMovableClock() {
  let offsetMs = 0;
  const setTo = (moment: number) => {
    offsetMs = moment - Date.now();
  };
  setTo(Date.parse(WEDNESDAY_MORNING));
  return {
    now: () => new Date(Date.now() + offsetMs),
    monotonicMs: () => performance.now(),
    reset: () => setTo(Date.parse(WEDNESDAY_MORNING)),
    advance(minutes: number) {
      offsetMs += minutes * 60_000;
    },
    /** Something that is done at another moment; then it is now again. */
    async at<T>(moment: number, work: () => Promise<T>): Promise<T> {
      const here = offsetMs;
      setTo(moment);
      try {
        return await work();
      } finally {
        offsetMs = here;
      }
    },
  };
}

type MadeBooking = { servicio: string; profesional: string; fecha: string; hora: string };

/** Whoever comes to an appointment had made it two days before. */
const BOOKED_BEFORE_MS = 2 * 24 * 60 * 60 * 1000;

/** What happens besides the conversation: other customers and the staff, through the internal API as any caller. */
export function createAgenda(app: TestApp, clock: ReturnType<typeof createMovableClock>) {
  const tokens = createServiceTokens(parseConfig({ NODE_ENV: "test" }).serviceTokenSecrets);

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

  async function book(customerId: string, wanted: MadeBooking): Promise<void> {
    const { services } = await call<{ services: Service[] }>("GET", "/services", customerId);
    const service = services.find(({ name }) => name === wanted.servicio);
    const professional = service?.professionals.find(({ name }) => name === wanted.profesional);
    if (!service || !professional) throw new Error(`${wanted.profesional} no da ${wanted.servicio}`);
    await call<Booking>("POST", "/booking", customerId, {
      serviceId: service.id,
      professionalId: professional.id,
      startsAt: startOf(wanted).toISO(),
    });
  }

  async function setPrice(table: "services" | "packages", name: string, priceMinor: number): Promise<number> {
    const [row] = await app.database.query<{ before: string }>(
      /* sql */ `with old as (select id, price_minor from ${table} where name = $1)
        update ${table} t set price_minor = $2 from old where t.id = old.id returning old.price_minor as before`,
      [name, priceMinor],
    );
    if (!row) throw new Error(`no hay ningún precio de ${name}`);
    return Number(row.before);
  }

  /** Time goes by for a question that waits in the database too. */
  async function pass(minutes: number): Promise<void> {
    clock.advance(minutes);
    await app.database.query(
      "update write_requests set expires_at = expires_at - make_interval(mins => $1) where state = 'open'",
      [minutes],
    );
  }

  async function payNewest(customer: Customer): Promise<void> {
    const purchase = (await customer.records.purchases()).at(-1);
    if (!purchase) throw new Error("el cliente no tiene ninguna compra que pagar");
    const response = await fetch(`${app.url}/pay/${purchase.payToken}`, { method: "POST", redirect: "manual" });
    if (response.status !== 303) throw new Error(`la página de pago respondió ${response.status}`);
  }

  const undoPrices: (() => Promise<unknown>)[] = [];

  return {
    /** An empty agenda on Wednesday morning, at the catalogue's prices: no dialogue depends on another. */
    async clear(): Promise<void> {
      clock.reset();
      for (const undo of undoPrices.splice(0).reverse()) await undo();
      // With what hangs on them: the ledgers refuse a delete.
      await app.database.query("truncate purchases cascade");
      await app.database.query("with gone as (delete from allocations) delete from bookings");
    },

    async happen(event: DialogueEvent, customer: Customer): Promise<void> {
      if ("pasan_minutos" in event) return pass(event.pasan_minutos);
      if ("paga" in event) return payNewest(customer);
      if ("su_cita" in event) return book(await customer.id(), event.su_cita);
      if ("vino_antes" in event) {
        const customerId = await customer.id();
        const madeAt = startOf(event.vino_antes).toMillis() - BOOKED_BEFORE_MS;
        return clock.at(madeAt, () => book(customerId, event.vino_antes));
      }
      if ("otra_persona_reserva" in event) {
        const otherId = newId();
        await app.database.query("insert into customers (id, profile) values ($1, 'studio')", [otherId]);
        return book(otherId, event.otra_persona_reserva);
      }
      if ("cambia_precio" in event) {
        const { precio, ...named } = event.cambia_precio;
        const [table, name] =
          "servicio" in named ? (["services", named.servicio] as const) : (["packages", named.paquete] as const);
        const before = await setPrice(table, name, precio * 100);
        undoPrices.push(() => setPrice(table, name, before));
        return;
      }
      const code = (await customer.records.bookings()).at(-1)?.code;
      if (!code) throw new Error("el cliente no tiene ninguna cita que la recepción cancele");
      await call<Booking>("DELETE", `/client/bookings/${code}`, await customer.id());
    },
  };
}

function startOf({ fecha, hora }: MadeBooking): DateTime {
  return DateTime.fromISO(`${fecha}T${hora}`, { zone: TIME_ZONE });
}
