import type Koa from "koa";
import type { AppParts } from "./app-parts.ts";
import { createDeadLetters, createHolder, type Recent, readConversation, readTrace } from "./conversation/index.ts";
import type { InternalApi } from "./internal-api/index.ts";
import { createAlerts, recordAudit } from "./telemetry/index.ts";
import {
  admin,
  calendarFeed,
  docsPages,
  health,
  metricsPage,
  paymentWebhook,
  payPage,
  rateLimit,
  type Simulator,
  startWebServer,
  twilioWebhooks,
  type WebServer,
  type WorkerState,
} from "./web/index.ts";

export interface WebParts extends AppParts {
  services: readonly string[];
  internalApi: InternalApi;
  simulator: Simulator | undefined;
  recent: Recent;
  /** Something takes payments: a provider, or its stand-in. */
  takesPayments: boolean;
  /** Undefined in a process without a worker. */
  workerState: (() => WorkerState) | undefined;
  isStopping(): boolean;
  /** A customer's message could not be taken in. */
  onMissed(): void;
}

/** Opens the port and answers on it, each route by its room. */
export function startWeb(parts: WebParts): Promise<WebServer> {
  const { config, metrics, logger } = parts;
  return startWebServer({
    port: config.port,
    host: config.host,
    logger,
    isProduction: config.environment === "production",
    trustedProxies: config.trustedProxies,
    limits: {
      isStopping: parts.isStopping,
      onRefused: (reason) => metrics.refused.inc({ reason }),
    },
    middleware: middlewareOf(parts),
  });
}

function middlewareOf(parts: WebParts): Koa.Middleware[] {
  const { config, profile, database, cache, sealer, tokens, metrics, inbox, delivery, bell, clock, logger } = parts;
  const { services, simulator } = parts;
  return [
    health({
      database,
      services,
      worker: parts.workerState,
      isWhatsAppSimulated: config.twilio.isSimulated,
      redis: () => cache.state(),
      isStopping: parts.isStopping,
    }),
    metricsPage(metrics),
    rateLimit({
      redis: cache.redis,
      fingerprint: sealer.fingerprint,
      onRefused: (rule) => metrics.refused.inc({ reason: `rate_${rule}` }),
    }),
    twilioWebhooks({
      config,
      inbox,
      bell,
      delivery,
      onWebhook: (result) => metrics.webhooks.inc({ result }),
      onBusy: () => metrics.refused.inc({ reason: "busy" }),
      onMissed: parts.onMissed,
    }),
    admin({
      tokens,
      traceOf: (id) => readTrace(database, id),
      deadLetters: createDeadLetters({ database, bell }),
      alerts: createAlerts(database),
      readConversation: (id) => readConversation(database, id),
      holder: createHolder({ database, logger, bell }),
      recent: parts.recent,
      audit: (entry) => recordAudit(database, entry),
    }),
    ...(simulator ? [simulator.middleware] : []),
    ...(parts.takesPayments
      ? [payPage({ checkout: parts.internalApi.checkout, business: profile, now: () => clock.now() })]
      : []),
    ...(config.stripe ? [paymentWebhook({ checkout: parts.internalApi.checkout })] : []),
    docsPages(),
    calendarFeed({ read: parts.internalApi.readFeed }),
    parts.internalApi.middleware,
  ];
}
