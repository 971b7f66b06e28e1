import { DateTime } from "luxon";
import { parseConfig } from "../../src/config/index.ts";
import { type Booking, createServiceTokens, type Service } from "../../src/contract/index.ts";
import { newId } from "../../src/shared/index.ts";
import type { TestApp } from "../support/app.ts";
import { WEDNESDAY_MORNING } from "../support/clock.ts";
import type { Customer } from "./customer.ts";
import type { DialogueEvent } from "./dialogue-file.ts";

const TIME_ZONE = "America/Mexico_City";

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
  };
}

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

  return {
    /** An empty agenda on Wednesday morning: no dialogue depends on another. */
    async clear(): Promise<void> {
      clock.reset();
      await app.database.query("with gone as (delete from allocations) delete from bookings");
    },

    async happen(event: DialogueEvent, customer: Customer): Promise<void> {
      if ("pasan_minutos" in event) return clock.advance(event.pasan_minutos);
      if ("otra_persona_reserva" in event) {
        const { servicio, profesional, fecha, hora } = event.otra_persona_reserva;
        const otherId = newId();
        await app.database.query("insert into customers (id, profile) values ($1, 'studio')", [otherId]);
        const { services } = await call<{ services: Service[] }>("GET", "/services", otherId);
        const service = services.find(({ name }) => name === servicio);
        const professional = service?.professionals.find(({ name }) => name === profesional);
        if (!service || !professional) throw new Error(`${profesional} no da ${servicio}`);
        await call<Booking>("POST", "/booking", otherId, {
          serviceId: service.id,
          professionalId: professional.id,
          startsAt: DateTime.fromISO(`${fecha}T${hora}`, { zone: TIME_ZONE }).toISO(),
        });
        return;
      }
      const code = (await customer.bookings()).at(-1)?.code;
      const [owner] = await app.database.query<{ customer_id: string }>(
        "select customer_id from bookings where code = $1",
        [code],
      );
      if (!code || !owner) throw new Error("el cliente no tiene ninguna cita que la recepción cancele");
      await call<Booking>("DELETE", `/client/bookings/${code}`, owner.customer_id);
    },
  };
}
