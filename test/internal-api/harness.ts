import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import Koa from "koa";
import { loadProfile, type Profile } from "../../src/config/index.ts";
import {
  type ApiScope,
  type Booking,
  createServiceTokens,
  type Problem,
  type Service,
  type Slot,
  type TokenRole,
} from "../../src/contract/index.ts";
import type { Database } from "../../src/database/index.ts";
import {
  createApiKey,
  createInternalApi,
  type InternalApi,
  type InternalApiDeps,
} from "../../src/internal-api/index.ts";
import { type Clock, createSealer, type Logger, newId, silentLogger } from "../../src/shared/index.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { trainersPart } from "../support/trainers.ts";

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
  role?: TokenRole;
  key?: string;
  body?: unknown;
  headers?: Record<string, string>;
  rawBody?: string;
  token?: string | null;
  /** Of a call with an API key or an administrator's token. */
  onBehalfOf?: string;
  /** Ends the connection. */
  signal?: AbortSignal;
}

/** The internal API as a stranger meets it: HTTP on an ephemeral port, a real database behind. */
export interface Harness {
  database: TestDatabase;
  profile: Profile;
  api: InternalApi;
  url: string;
  /** Moves the clock of the API, and with it the monotonic one. */
  setNow(now: Date): void;
  addCustomer(): Promise<string>;
  /** The secret of a new API key. */
  addKey(scopes: readonly ApiScope[], expiresAt?: Date): Promise<string>;
  request<Body = Problem>(method: string, path: string, options?: RequestOptions): Promise<Answer<Body>>;
  service(code: string): Promise<Service>;
  book(customerId: string, body: object, key?: string): Promise<Answer<Booking & Facts>>;
  close(): Promise<void>;
}

/** A rush on a busy machine finds no connection for everybody in time; who hears that (503) asks again. */
export async function untilHeard<A extends { status: number }>(ask: () => Promise<A>): Promise<A> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503) return answer;
  }
}

export async function startHarness(
  logger: Logger = silentLogger,
  {
    through = (database) => database,
    ...options
  }: Pick<InternalApiDeps, "payUrl" | "onPaid" | "callerLimits" | "isProduction" | "paymentProvider"> & {
    /** Stands between the API and its database. */
    through?: (database: Database) => Database;
  } = {},
): Promise<Harness> {
  const database = await createTestDatabase();
  const profile = loadProfile(resolve("profiles/studio"));
  let now = MONDAY_8AM;
  const clock: Clock = { now: () => now, monotonicMs: () => performance.now() + now.getTime() - MONDAY_8AM.getTime() };
  const api = createInternalApi({
    database: through(database),
    profile,
    tokens,
    sealer: createSealer("test"),
    clock,
    logger,
    nlu: trainersPart(profile),
    ...options,
  });
  await api.seed();
  const app = new Koa().use(api.middleware);
  const server: Server = createServer(app.callback()).listen(0, "127.0.0.1");
  // Nobody's connection is closed as it asks again: a test that is slow rests longer than Node's five seconds.
  server.keepAliveTimeout = 0;
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
    addKey(scopes, expiresAt) {
      return createApiKey(database, {
        profileId: profile.id,
        name: "a test",
        scopes,
        expiresAt,
        createdBy: "test",
        now,
      });
    },
    async request(method, path, options = {}) {
      const { customerId, role = "service", key, body, rawBody, headers = {}, token, onBehalfOf, signal } = options;
      const bearer = token === undefined ? await tokens.sign({ role, customerId }) : token;
      const response = await fetch(`${url}/api${path}`, {
        method,
        headers: {
          ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }),
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...(key === undefined ? {} : { "Idempotency-Key": key }),
          ...(onBehalfOf === undefined ? {} : { "On-Behalf-Of": onBehalfOf }),
          ...headers,
        },
        body: rawBody ?? (body === undefined ? undefined : JSON.stringify(body)),
        ...(signal ? { signal } : {}),
      });
      const text = await response.text();
      const isJson = /json/.test(response.headers.get("Content-Type") ?? "");
      return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
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
