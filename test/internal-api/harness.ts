import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import Koa from "koa";
import { loadProfile, type Profile } from "../../src/config/index.ts";
import { type Booking, createServiceTokens, type Problem, type Service, type Slot } from "../../src/contract/index.ts";
import { createInternalApi, type InternalApi, type InternalApiDeps } from "../../src/internal-api/index.ts";
import { type Clock, createSealer, type Logger, newId, silentLogger } from "../../src/shared/index.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

/** Monday, 4 March 2030, 08:00 in Mexico City (UTC-6, no clock changes). */
export const MONDAY_8AM = new Date("2030-03-04T08:00:00-06:00");

export const tokens = createServiceTokens(["test-secret-of-at-least-32-characters", "an-older-secret"]);

export interface Answer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

/** A problem's members that a booking does not have. */
export interface Facts {
  alternatives: Slot[];
  current: Partial<Booking>;
  errors: { field: string; message: string }[];
}

export interface RequestOptions {
  customerId?: string;
  role?: "service" | "admin";
  key?: string;
  body?: unknown;
  headers?: Record<string, string>;
  rawBody?: string;
  token?: string | null;
}

/** The internal API as a stranger meets it: HTTP on an ephemeral port, a real database behind. */
export interface Harness {
  database: TestDatabase;
  profile: Profile;
  api: InternalApi;
  url: string;
  /** Moves the clock of the API. */
  setNow(now: Date): void;
  addCustomer(): Promise<string>;
  request<Body = Problem>(method: string, path: string, options?: RequestOptions): Promise<Answer<Body>>;
  service(code: string): Promise<Service>;
  book(customerId: string, body: object, key?: string): Promise<Answer<Booking & Facts>>;
  close(): Promise<void>;
}

export async function startHarness(
  logger: Logger = silentLogger,
  options: Pick<InternalApiDeps, "payUrl" | "onPaid"> = {},
): Promise<Harness> {
  const database = await createTestDatabase();
  const profile = loadProfile(resolve("profiles/studio"));
  let now = MONDAY_8AM;
  const clock: Clock = { now: () => now, monotonicMs: () => performance.now() };
  const api = createInternalApi({ database, profile, tokens, sealer: createSealer("test"), clock, logger, ...options });
  await api.seed();
  const app = new Koa().use(api.middleware);
  const server: Server = createServer(app.callback()).listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const harness: Harness = {
    database,
    profile,
    api,
    url,
    setNow(value) {
      now = value;
    },
    async addCustomer() {
      const id = newId();
      await database.query("insert into customers (id, profile) values ($1, 'studio')", [id]);
      return id;
    },
    async request(method, path, options = {}) {
      const { customerId, role = "service", key, body, rawBody, headers = {}, token } = options;
      const bearer = token === undefined ? await tokens.sign({ role, customerId }) : token;
      const response = await fetch(`${url}/api${path}`, {
        method,
        headers: {
          ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }),
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...(key === undefined ? {} : { "Idempotency-Key": key }),
          ...headers,
        },
        body: rawBody ?? (body === undefined ? undefined : JSON.stringify(body)),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: JSON.parse(text) };
    },
    async service(code) {
      const { body } = await harness.request<{ services: Service[] }>("GET", "/services");
      const found = body.services.find((service) => service.code === code);
      if (!found) throw new Error(`no service ${code}`);
      return found;
    },
    book: (customerId, body, key = newId()) => harness.request("POST", "/booking", { customerId, key, body }),
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await database.drop();
    },
  };
  return harness;
}
