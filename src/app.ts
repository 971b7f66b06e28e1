import { resolve } from "node:path";
import { createActionRegistry } from "./actions/index.ts";
import { createApiClient } from "./api-client/index.ts";
import { createTwilioChannel } from "./channels/index.ts";
import { type Config, loadProfile } from "./config/index.ts";
import { createServiceTokens } from "./contract/index.ts";
import {
  answerRemoteBell,
  type Bell,
  createInbox,
  createRemoteBell,
  noticePaidPurchases,
  readTrace,
  startConversations,
  type Worker,
} from "./conversation/index.ts";
import { openDatabase } from "./database/index.ts";
import { createDelivery } from "./delivery/index.ts";
import { createTickets } from "./handoff/index.ts";
import { createInternalApi } from "./internal-api/index.ts";
import { createFaq } from "./knowledge/index.ts";
import { createPhraser } from "./llm/index.ts";
import { createLanguageDetector, createNlu, createRasaRuntime, loadPolicy, loadResponses } from "./nlu/index.ts";
import { type Clock, createSealer, type Logger, newId, systemClock } from "./shared/index.ts";
import { createMetrics, startProcessReport } from "./telemetry/index.ts";
import {
  admin,
  createSimulator,
  health,
  metricsPage,
  OUTBOUND_PARAM,
  payPage,
  startWebServer,
  twilioWebhooks,
} from "./web/index.ts";

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
  /** How long an unknown send rests before the provider is asked; for tests. */
  reconcileAfterMs?: number;
}

export interface App {
  /** The port of the web service; undefined without it. */
  port: number | undefined;
  /** Ends in order: nothing new, turns in hand, Rasa, connections. */
  stop(): Promise<void>;
}

/** The only place of wiring: every room gets what it needs from here, and nothing from anywhere else. */
export async function startApp(deps: AppDeps): Promise<App> {
  const { config, logger, clock = systemClock, services } = deps;
  const hasWeb = services.includes("web");
  const hasWorker = services.includes("worker");
  const rasaDirectory = resolve(deps.rootDirectory, "rasa");
  const profile = loadProfile(resolve(deps.rootDirectory, "profiles", config.profile));
  const catalogue = {
    services: profile.catalogue.services.map(({ name }) => name),
    professionals: profile.catalogue.professionals.map(({ name }) => name),
    packages: profile.catalogue.packages.map(({ name }) => name),
  };

  const metrics = createMetrics();
  const sealer = createSealer(config.dataKey);
  const tokens = createServiceTokens(config.serviceTokenSecrets);
  const onBreaker = (name: string, state: string) =>
    metrics.breakerOpen.set({ breaker: name }, state === "open" ? 1 : 0);
  const database = await openDatabase({ url: deps.databaseUrl, logger });
  const stops: (() => unknown)[] = [() => database.close()];
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

    const inbox = createInbox({ database, sealer, defaultProfile: profile.id });
    // Delivery is below conversations and rings above itself through this.
    let worker: Worker | undefined;
    const remoteBell = createRemoteBell(database, logger);
    const bell: Bell = { ring: (id, isUrgent) => (worker ?? remoteBell).ring(id, isUrgent) };
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

    const api = createApiClient({ baseUrl: config.internalApiUrl ?? localUrl, tokens, logger, onBreaker });
    stops.push(() => api.close());
    const phraser = createPhraser({
      llm: config.llm,
      logger,
      onRefusal: (reason) => metrics.groundingRefusals.inc({ reason }),
      onBreaker,
    });
    const nlu = hasWorker
      ? createNlu({ profile: profile.id, rasaDirectory, catalogue, token: config.rasa.token, logger, onBreaker })
      : undefined;
    if (nlu) stops.push(() => nlu.close());

    // The sandbox is a stand-in for a payment provider: nobody pays with it where customers are real.
    const isSandbox = config.environment !== "production";
    const internalApi = createInternalApi({
      database,
      profile,
      tokens,
      sealer,
      clock,
      logger,
      payUrl: isSandbox ? (token) => `${config.publicBaseUrl ?? localUrl()}/pay/${token}` : undefined,
      onPaid: () =>
        void noticePaidPurchases({ database, inbox, bell }).catch((error: Error) =>
          logger.warn({ name: error.name }, "payment not told yet; the sweep will"),
        ),
    });
    await internalApi.seed();

    if (hasWeb) {
      const server = await startWebServer({
        port: config.port,
        host: config.host,
        logger,
        middleware: [
          health({
            database,
            services,
            nlu: nlu && (() => nlu.status()),
            breakers: () => api.breakers(),
            llm: () => phraser.state(),
            isWhatsAppSimulated: config.twilio.isSimulated,
            isStopping: () => isStopping,
          }),
          metricsPage(metrics),
          twilioWebhooks({ config, inbox, bell, delivery, onWebhook: (result) => metrics.webhooks.inc({ result }) }),
          admin({ tokens, traceOf: (id) => readTrace(database, id) }),
          ...(simulator ? [simulator.middleware] : []),
          ...(isSandbox
            ? [payPage({ checkout: internalApi.checkout, business: profile, now: () => clock.now() })]
            : []),
          internalApi.middleware,
        ],
      });
      port = server.port();
      stops.push(() => server.close());
      if (simulator) stops.push(() => simulator.close());
    }

    if (nlu) {
      const rasa = createRasaRuntime({
        nlu,
        profile: profile.id,
        rasaDirectory,
        catalogue,
        mode: config.rasa.mode,
        urls: config.rasa.urls,
        token: config.rasa.token,
        dataDirectory: deps.dataDirectory,
        logger,
        say: deps.say,
      });
      rasa.start();
      stops.push(() => rasa.stop());

      // Before the first lease and until after the last: this session is how others see that the worker lives.
      const owner = newId();
      const stopBell = await answerRemoteBell(database, { ring: (id, isUrgent) => worker?.ring(id, isUrgent) }, owner);
      stops.push(stopBell);
      const registry = createActionRegistry({ faq: createFaq(profile.faq, profile.language) });
      for (const problem of compareIntents(nlu.intents(), registry.intents)) deps.say(problem);
      const started = startConversations({
        database,
        inbox,
        delivery,
        channels,
        registry,
        api,
        nlu,
        policy: loadPolicy(rasaDirectory, profile.id),
        phraser,
        templates: new Map(
          [profile.language, ...profile.alsoSpeaks].map((language) => [
            language,
            loadResponses(rasaDirectory, profile.id, language, profile.tone),
          ]),
        ),
        detectLanguage: createLanguageDetector({ names: Object.values(catalogue).flat() }),
        tickets: createTickets({ database, sealer, clock }),
        profile,
        ack: config.ack,
        burstQuietMs: config.burstQuietMs,
        owner,
        sealer,
        clock,
        logger,
        onTurn(turn) {
          metrics.turns.inc({
            intent: turn.parse?.intent.name ?? "none",
            outcome: turn.outcome ?? "none",
            engine: turn.parse?.engine ?? "none",
          });
          for (const [step, ms] of Object.entries(turn.timings)) metrics.turnSeconds.observe({ step }, ms / 1000);
          if (turn.outcome === "dead_letter") metrics.deadLetters.inc();
        },
      });
      worker = started;
      stops.push(() => started.stop());
    }
    const report = startProcessReport({ database, logger }, () => ({ services: [...services], nlu: nlu?.status() }));
    stops.push(() => report.stop());
  } catch (error) {
    await stopAll();
    throw error;
  }

  async function stopAll(): Promise<void> {
    isStopping = true;
    // Last started, first stopped: a room never outlives what it stands on.
    for (const stop of stops.reverse()) {
      await Promise.resolve(stop()).catch((error: Error) =>
        logger.warn({ name: error.name }, "a part did not stop cleanly"),
      );
    }
  }

  return { port, stop: stopAll };
}

/** A renamed intent would leave its action dead without a word: what has no counterpart is said at the start. */
function compareIntents(trained: readonly string[], acted: readonly string[]): string[] {
  const unknown = trained.filter((intent) => !acted.includes(intent));
  const untrained = acted.filter((intent) => !trained.includes(intent));
  return [
    ...unknown.map((intent) => `Warning: rasa/ teaches the intent ${intent}, and no action answers it.`),
    ...untrained.map((intent) => `Warning: no example in rasa/ teaches the intent ${intent}, so nobody will reach it.`),
  ];
}
