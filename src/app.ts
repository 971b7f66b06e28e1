import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createApiClient } from "./api-client/index.ts";
import { type Groundwork, layGroundwork } from "./app-groundwork.ts";
import { wireInternalApi } from "./app-internal-api.ts";
import { wireLlm } from "./app-llm.ts";
import { startWeb } from "./app-web.ts";
import { type RunningWorker, startWorker } from "./app-worker.ts";
import { createCache } from "./cache/index.ts";
import { createTwilioChannel } from "./channels/index.ts";
import type { Config } from "./config/index.ts";
import { createServiceTokens } from "./contract/index.ts";
import {
  type Bell,
  createInbox,
  createRecent,
  createRemoteBell,
  type RecoveryWatch,
  readTrace,
  SESSION_PREFIX,
  startRecoveryWatch,
} from "./conversation/index.ts";
import { openDatabase } from "./database/index.ts";
import { createDelivery } from "./delivery/index.ts";
import { createNlu } from "./nlu/index.ts";
import { type Clock, createSealer, type Logger, newId, systemClock } from "./shared/index.ts";
import { createMetrics, registerAlertGauge, startProcessReport } from "./telemetry/index.ts";
import { createSimulator, OUTBOUND_PARAM } from "./web/index.ts";

export type Service = "web" | "worker";

export interface AppDeps {
  config: Config;
  databaseUrl: string;
  services: readonly Service[];
  /** Where `rasa/` and `profiles/` are. */
  rootDirectory: string;
  /** Where running processes leave notes for the next start. */
  dataDirectory: string;
  logger: Logger;
  /** Lines for the person at the console. */
  say(line: string): void;
  clock?: Clock;
  /** What was got ready while the database started. */
  groundwork?: Promise<Groundwork>;
  /** How long an unknown send rests before the provider is asked; for tests. */
  reconcileAfterMs?: number;
  /** After how long an answer that is still being made is announced in words; for tests. */
  wordsAfterMs?: number;
}

export interface App {
  /** The port of the web service; undefined without it. */
  port: number | undefined;
  /** Ends in order: not ready any more, then nothing new, turns and sends in hand, the port, connections. */
  stop(): Promise<void>;
  /** A stop under way no longer waits for balancers to look elsewhere. */
  hurry(): void;
}

/** The only place of wiring: every room gets what it needs from here, and nothing from anywhere else. */
export async function startApp(deps: AppDeps): Promise<App> {
  const { config, logger, clock = systemClock, services } = deps;
  const hasWeb = services.includes("web");
  const hasWorker = services.includes("worker");
  const rasaDirectory = resolve(deps.rootDirectory, "rasa");
  const { profile, catalogue, embedded, fault } = await (deps.groundwork ?? layGroundwork(deps));
  if (fault) deps.say(`Warning: ${fault}`);

  const metrics = createMetrics();
  const sealer = createSealer(config.dataKey, config.previousDataKey);
  const tokens = createServiceTokens(config.serviceTokenSecrets);
  const onBreaker = (name: string, state: string) =>
    metrics.breakerOpen.set({ breaker: name }, state === "open" ? 1 : 0);
  const owner = newId();
  const database = await openDatabase({
    url: deps.databaseUrl,
    logger,
    // Every session says which worker lives, so that losing one of them is not taken for its end.
    ...(hasWorker ? { sessionName: SESSION_PREFIX + owner } : {}),
  });
  const stops: (() => unknown)[] = [() => database.close()];
  registerAlertGauge(metrics.registry, database);
  const cache = createCache({ url: config.redisUrl, logger });
  stops.push(() => cache.close());
  const recent = createRecent({ database, cache, sealer });
  const draining = new AbortController();
  let isStopping = false;
  let port: number | undefined;
  const localUrl = () => `http://127.0.0.1:${port ?? config.port}`;

  try {
    const simulator =
      hasWeb && config.twilio.isSimulated && config.environment !== "production"
        ? createSimulator({
            accountSid: config.twilio.accountSid,
            authToken: config.twilio.authTokens[0],
            from: config.twilio.from,
            baseUrl: localUrl,
            traceOf: (sid) => readTrace(database, sid),
            templates: profile.twilio?.templates ?? {},
            logger,
            clock,
          })
        : undefined;

    const twilioApiUrl = () =>
      config.twilio.apiBaseUrl ?? (config.twilio.isSimulated ? `${localUrl()}/simulator/twilio` : undefined);
    // The real Twilio refuses a message whose callback it cannot reach, so without a public address none is given.
    const callbackBase = () => config.publicBaseUrl ?? (twilioApiUrl() ? localUrl() : undefined);
    const twilio = createTwilioChannel({
      accountSid: config.twilio.accountSid,
      authToken: config.twilio.authTokens[0],
      apiBaseUrl: twilioApiUrl,
      statusCallback: (outboundId) => {
        const base = callbackBase();
        return base && `${base}/api/whatsapp/status?${OUTBOUND_PARAM}=${outboundId}`;
      },
      buttonTemplates: profile.twilio?.quickReplies ?? {},
      logger,
    });
    const channels = new Map([[twilio.name, twilio]]);

    const inbox = createInbox({
      database,
      sealer,
      defaultProfile: profile.id,
      perMinute: config.senderPerMinute,
    });
    // Delivery is below conversations and rings above itself through this.
    let worker: RunningWorker | undefined;
    let recovery: RecoveryWatch | undefined;
    const remoteBell = createRemoteBell(database, logger);
    const bell: Bell = { ring: (...ring) => (worker ?? remoteBell).ring(...ring) };
    const delivery = createDelivery({
      database,
      channels,
      sealer,
      clock,
      logger,
      onSend: (outcome) => metrics.sends.inc({ outcome }),
      ring: (id) => (worker ? worker.deliver(id) : remoteBell.ring(id, true)),
      reconcileAfterMs: deps.reconcileAfterMs,
    });

    const parts = {
      ...{ config, profile, database, cache, sealer, tokens, metrics, channels, inbox, delivery, bell, clock, logger },
      localUrl,
    };
    const api = createApiClient({ baseUrl: config.internalApiUrl ?? localUrl, tokens, logger, onBreaker });
    stops.push(() => api.close());
    const llm = hasWorker ? wireLlm(parts) : undefined;
    if (llm) stops.push(() => llm.stop());
    const nlu = hasWorker
      ? createNlu({
          profile: profile.id,
          rasaDirectory,
          catalogue,
          embedded,
          token: config.rasa.token,
          logger,
          onBreaker,
          onShed: () => metrics.nluShed.inc(),
        })
      : undefined;
    if (nlu) stops.push(() => nlu.close());
    const workerState =
      nlu &&
      llm &&
      (() => ({
        nlu: nlu.status(),
        dependencies: { llm: llm.llm.state(), api: api.breakers(), jobs: worker?.jobsState() ?? "starting" },
      }));

    // The sandbox is a stand-in for a payment provider: nobody pays with it where customers are real.
    const takesPayments = config.stripe !== undefined || config.environment !== "production";
    const internalApi = wireInternalApi({ ...parts, rootDirectory: deps.rootDirectory }, takesPayments);
    await internalApi.seed();
    if (config.stripe) {
      const refunds = internalApi.watchRefunds();
      stops.push(() => refunds.stop());
    }

    if (hasWeb) {
      const server = await startWeb({
        ...parts,
        services,
        internalApi,
        simulator,
        recent,
        takesPayments,
        workerState,
        isStopping: () => isStopping,
        onMissed: () => recovery?.noteMissed(),
      });
      port = server.port();
      stops.push(() => server.close());
      if (simulator) stops.push(() => simulator.close());
    }

    if (nlu && llm) {
      const { dataDirectory, say } = deps;
      const started = await startWorker({
        ...parts,
        owner,
        wordsAfterMs: deps.wordsAfterMs,
        rasaDirectory,
        dataDirectory,
        catalogue,
        nlu,
        api,
        llm,
        recent,
        remoteBell,
        say,
        databaseUrl: deps.databaseUrl,
        tick: internalApi.tick,
      });
      worker = started;
      stops.push(() => {
        worker = undefined;
        return started.stop();
      });
    }
    if (config.recovers) {
      const started = startRecoveryWatch({
        database,
        channels,
        inbox,
        bell,
        clock,
        logger,
        onRecovered({ takenIn, late }) {
          metrics.recovered.inc({ age: "fresh" }, takenIn - late);
          metrics.recovered.inc({ age: "late" }, late);
        },
      });
      recovery = started;
      stops.push(() => started.stop());
    }
    const report = startProcessReport({ database, logger }, () => ({ services: [...services], ...workerState?.() }));
    stops.push(() => report.stop());
  } catch (error) {
    await end();
    throw error;
  }

  async function end(): Promise<void> {
    isStopping = true;
    // Last started, first stopped: a room never outlives what it stands on.
    for (const stop of stops.reverse()) {
      await Promise.resolve(stop()).catch((error: Error) =>
        logger.warn({ name: error.name }, "a part did not stop cleanly"),
      );
    }
  }

  return {
    port,
    async stop() {
      isStopping = true;
      // Whoever sends us requests sees "not ready" and asks others, before the port is gone. Nothing waits for it.
      if (hasWeb) await pause(config.drainMs, undefined, { signal: draining.signal }).catch(() => undefined);
      // The port closes after the turns in hand: they call the internal API through it.
      await end();
    },
    hurry: () => draining.abort(),
  };
}
