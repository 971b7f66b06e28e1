import { dirname } from "node:path";
import { createActionRegistry } from "./actions/index.ts";
import type { ApiClient } from "./api-client/index.ts";
import type { LlmServices } from "./app-llm.ts";
import type { AppParts } from "./app-parts.ts";
import { unpricedModels } from "./config/index.ts";
import {
  answerRemoteBell,
  type Bell,
  createPromptContext,
  queueReminders,
  type Recent,
  startConversations,
  type Turn,
  type Worker,
} from "./conversation/index.ts";
import { createCaseSummaries, createTickets } from "./handoff/index.ts";
import { startWebhookSender } from "./integrations/index.ts";
import { createWebhookQueue } from "./internal-api/index.ts";
import { type JobsState, type PeriodicJob, startJobs } from "./jobs/index.ts";
import { createFaq } from "./knowledge/index.ts";
import { findOllama, ollamaHint } from "./llm/index.ts";
import {
  type CatalogueNames,
  createLanguageDetector,
  createRasaRuntime,
  loadPolicy,
  loadResponses,
  type NluControl,
} from "./nlu/index.ts";
import { describeFault } from "./shared/index.ts";
import { type Metrics, startAlertNotices } from "./telemetry/index.ts";
import { createExampleFiles, createModelChoices, readGolden, startInbox } from "./training/index.ts";

export interface WorkerParts extends AppParts {
  /** Names this worker's leases and every session of its process. */
  owner: string;
  rasaDirectory: string;
  dataDirectory: string;
  catalogue: CatalogueNames;
  nlu: NluControl;
  api: ApiClient;
  llm: LlmServices;
  recent: Recent;
  /** Rings in the workers of other processes. */
  remoteBell: Bell;
  /** Lines for the person at the console. */
  say(line: string): void;
  databaseUrl: string;
  wordsAfterMs: number | undefined;
  /** What time alone brings about in the internal API. */
  tick(now: Date): Promise<void>;
}

export interface RunningWorker extends Worker {
  /** Of the scheduled work. */
  jobsState(): JobsState;
  /** Turns and sends in hand end first; then the bell, and last what they stood on. */
  stop(): Promise<void>;
}

/** Takes conversations as they ring and answers them. */
export async function startWorker(parts: WorkerParts): Promise<RunningWorker> {
  const { config, profile, database, clock, logger, nlu, sealer, rasaDirectory, catalogue, say, owner } = parts;
  const policy = loadPolicy(rasaDirectory, profile.id);
  const rasa = createRasaRuntime({
    nlu,
    choices: createModelChoices({
      database,
      profile: profile.id,
      owner,
      golden: () => readGolden(rasaDirectory, profile.id),
      policy,
      serving() {
        const { engine, model } = nlu.status();
        return engine === "rasa" ? { name: model, urls: config.rasa.urls } : undefined;
      },
      logger,
    }),
    profile: profile.id,
    rasaDirectory,
    catalogue,
    mode: config.rasa.mode,
    urls: config.rasa.urls,
    token: config.rasa.token,
    dataDirectory: parts.dataDirectory,
    logger,
    say,
  });
  rasa.start();

  // Before the first lease and until after the last: this session is how others see that the worker lives.
  let worker: Worker | undefined;
  const stopBell = await answerRemoteBell(database, { ring: (...ring) => worker?.ring(...ring) }, owner).catch(
    async (error: unknown) => {
      await rasa.stop();
      throw error;
    },
  );
  const registry = createActionRegistry({ faq: createFaq(profile.faq, profile.language) });
  for (const problem of compareIntents(nlu.intents(), registry.intents)) say(problem);
  const { phraser, clarifier, adviser, summariser } = parts.llm;
  const summaries = createCaseSummaries({ ...parts, summariser });
  const started = startConversations({
    ...parts,
    phraser,
    clarifier,
    adviser,
    llmReplyMs: config.llm?.replyMs ?? 0,
    promptContext: createPromptContext(parts),
    registry,
    policy,
    templates: new Map(
      [profile.language, ...profile.alsoSpeaks].map((language) => [
        language,
        loadResponses(rasaDirectory, profile.id, language, profile.tone),
      ]),
    ),
    detectLanguage: createLanguageDetector({ names: Object.values(catalogue).flat() }),
    tickets: createTickets({ database, sealer, clock }),
    ack: config.ack,
    burstQuietMs: config.burstQuietMs,
    passOn: (id) => parts.remoteBell.ring(id, true),
    onTurn(turn) {
      setImmediate(() => void parts.recent.remember(turn));
      for (const { number } of turn.tickets) {
        // What fails here is found by the sweep.
        summaries.summarise(number).catch((error: unknown) => logger.warn(describeFault(error), "no case summary yet"));
      }
      countTurn(parts.metrics, turn);
    },
  });
  worker = started;
  const notices = startNotices(parts);
  if (!config.llm && config.environment === "development") {
    void findOllama().then((models) => models && say(ollamaHint(models)));
  }
  const unpriced = config.llm && profile.assistant.budget.monthlyMicros !== undefined ? unpricedModels(config.llm) : [];
  if (unpriced.length > 0) {
    say(
      `Warning: no price is set for ${unpriced.join(", ")}, so the monthly budget cannot count it: LLM_ROUTING_FILE.`,
    );
  }
  const webhooks = startWebhookSender({
    queue: createWebhookQueue({ database, profileId: profile.id, sealer, logger }),
    isProduction: config.environment === "production",
    logger,
  });
  const place = { rootDirectory: dirname(rasaDirectory), profile: profile.id };
  const files = createExampleFiles(place);
  const inbox = startInbox({ ...parts, profileId: profile.id, policy, files });
  const jobs = startJobs({
    databaseUrl: parts.databaseUrl,
    database,
    clock,
    logger,
    periodic: [
      ...periodicJobs(parts, started),
      { name: "case-summaries", everyMinutes: 1, priority: 20, run: summaries.sweep },
    ],
  });
  return {
    ...started,
    jobsState: jobs.state,
    async stop() {
      await summaries.stop();
      await jobs.stop();
      await inbox.stop();
      await webhooks.stop();
      await notices?.stop();
      // What is still taken in is for the workers of other processes.
      worker = undefined;
      await started.stop();
      await stopBell();
      await rasa.stop();
    },
  };
}

/** What comes round by the clock. Each finds by itself what is due, so it may run twice, late, or in any process. */
function periodicJobs({ database, inbox, profile, tick }: WorkerParts, bell: Bell): PeriodicJob[] {
  return [
    { name: "internal-api.tick", everyMinutes: 1, priority: 5, run: tick },
    {
      name: "reminders",
      everyMinutes: 1,
      priority: 10,
      run: (now) => queueReminders({ database, inbox, bell, profile }, now),
    },
  ];
}

function countTurn(metrics: Metrics, turn: Turn): void {
  metrics.turns.inc({
    intent: turn.parse?.intent.name ?? "none",
    outcome: turn.outcome ?? "none",
    engine: turn.parse?.engine ?? "none",
  });
  for (const [step, ms] of Object.entries(turn.timings)) metrics.turnSeconds.observe({ step }, ms / 1000);
  if (turn.outcome === "dead_letter") metrics.deadLetters.inc();
}

/** Tells the administrator of what went wrong, where there is an address for it. */
function startNotices({ config, database, logger, localUrl, say }: WorkerParts) {
  if (config.alertWebhookUrl) {
    const link = () => `${config.publicBaseUrl ?? localUrl()}/api/admin/alerts?open=true`;
    return startAlertNotices({ database, logger, url: config.alertWebhookUrl, link });
  }
  if (config.environment === "production") {
    say("Warning: ALERT_WEBHOOK_URL is not set, so nobody is told of a message that cannot be delivered.");
  }
  return undefined;
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
