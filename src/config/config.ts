import { existsSync } from "node:fs";
import { resolve } from "node:path";
import dotenv from "dotenv";
import { z } from "zod";
import { type LlmEnvironment, llmSetup, needsModel, readLlmRouting, replyMsSchema } from "./llm-routing.ts";
import type { LlmSetup } from "./llm-setup.ts";
import { DEVELOPMENT, problemsOfProduction } from "./secrets.ts";

const optionalText = z.string().trim().min(1).optional();
const postgresUrl = z.string().refine((value) => /^postgres(?:ql)?:\/\//.test(value) && URL.canParse(value), {
  error: "not an address like postgres://user:password@host:5432/name (special characters %-encoded)",
});
const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ""));

const STRIPE = ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"];

const schema = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
  HOST: optionalText,
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  PUBLIC_BASE_URL: url.optional(),
  DATABASE_URL: postgresUrl.optional(),
  PROFILE: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, "a folder name of profiles/")
    .default("studio"),
  RASA: z.enum(["auto", "off"]).default("auto"),
  RASA_URL: z
    .string()
    .optional()
    .transform((value) =>
      (value ?? "")
        .split(",")
        .map((part) => part.trim().replace(/\/+$/, ""))
        .filter(Boolean),
    )
    .pipe(z.array(z.url())),
  RASA_TOKEN: optionalText,
  OPENAI_BASE_URL: url.optional(),
  OPENAI_API_KEY: optionalText,
  LLM_MODEL_SIMPLE: optionalText,
  LLM_MODEL_COMPLEX: optionalText,
  LLM_MODEL_REALTIME: optionalText,
  LLM_MODEL_QUALITY: optionalText,
  LLM_ROUTING_FILE: optionalText,
  LLM_REPLY_MS: replyMsSchema.optional(),
  INTERNAL_API_URL: url.optional(),
  SERVICE_TOKEN_SECRET: optionalText,
  SERVICE_TOKEN_SECRET_PREVIOUS: optionalText,
  TWILIO_ACCOUNT_SID: optionalText,
  TWILIO_AUTH_TOKEN: optionalText,
  TWILIO_AUTH_TOKEN_PREVIOUS: optionalText,
  TWILIO_WHATSAPP_FROM: optionalText,
  TWILIO_API_BASE_URL: url.optional(),
  ACK: z.enum(["auto", "always", "typing", "off"]).default("auto"),
  DATA_ENCRYPTION_KEY: optionalText,
  DATA_ENCRYPTION_KEY_PREVIOUS: optionalText,
  STRIPE_SECRET_KEY: optionalText,
  STRIPE_WEBHOOK_SECRET: optionalText,
  STRIPE_WEBHOOK_SECRET_PREVIOUS: optionalText,
  STRIPE_API_BASE_URL: url.optional(),
  ALERT_WEBHOOK_URL: url.optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  BURST_QUIET_MS: z.coerce.number().int().min(0).max(5000).default(250),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  SENDER_PER_MINUTE: z.coerce.number().int().min(1).max(10_000).default(20),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  RECOVER: z.enum(["on", "off"]).optional(),
  DRAIN_MS: z.coerce.number().int().min(0).max(60_000).optional(),
});

export type Environment = "development" | "test" | "production";

/** Everything that the environment decides, parsed once. Times in ms; URLs without a trailing slash. */
export interface Config {
  environment: Environment;
  port: number;
  /** Development has secrets that everybody knows, so it listens to this machine alone unless `HOST` says otherwise. */
  host: string | undefined;
  publicBaseUrl: string | undefined;
  databaseUrl: string | undefined;
  profile: string;
  rasa: { mode: "auto" | "off"; urls: string[]; token: string | undefined };
  /** Undefined: the templates speak for themselves. */
  llm: LlmSetup | undefined;
  internalApiUrl: string | undefined;
  /** The first signs; every one of them is accepted. */
  serviceTokenSecrets: [string, ...string[]];
  twilio: {
    accountSid: string;
    /** The first is used for calls; every one of them verifies a signature. */
    authTokens: [string, ...string[]];
    from: string;
    /** Undefined means: the real Twilio, or the simulator's stand-in when `isSimulated`. */
    apiBaseUrl: string | undefined;
    /** No account was configured: the simulator plays the provider. */
    isSimulated: boolean;
  };
  ack: "auto" | "always" | "typing" | "off";
  dataKey: string;
  /** The key before a rotation: customers who are known by it are still found. */
  previousDataKey: string | undefined;
  /** Undefined: the sandbox, or in production nothing, takes payments. */
  stripe:
    | {
        secretKey: string;
        /** Every one of them verifies a notification. */
        webhookSecrets: [string, ...string[]];
        apiBaseUrl: string | undefined;
      }
    | undefined;
  /** Where the administrator is told what staff must see. */
  alertWebhookUrl: string | undefined;
  logLevel: "debug" | "info" | "warn" | "error" | "fatal" | "silent";
  burstQuietMs: number;
  /** Undefined: what Redis would hold is kept in memory, per process. */
  redisUrl: string | undefined;
  /** Messages of one sender that are answered at once, in any minute; what is above is answered when its minute is over. */
  senderPerMinute: number;
  /** How many proxies of ours stand before us; only their entries of X-Forwarded-For are believed. */
  trustedProxies: number;
  /** Whether messages that no webhook brought are looked for at the provider. */
  recovers: boolean;
  /** From "not ready" to the closed port at a stop: the time in which balancers look elsewhere. */
  drainMs: number;
}

export class ConfigError extends Error {
  readonly code = "config_invalid";
  constructor(readonly problems: string[]) {
    super(`The configuration has ${problems.length} problem(s):\n${problems.map((p) => `  - ${p}`).join("\n")}`);
    this.name = "ConfigError";
  }
}

/**
 * Reads `.env.local`, then `.env.production` (in production) and `.env`; a variable that is already set is never
 * replaced, so the real environment wins, then the more private file.
 */
export function loadEnvFiles(directory: string, env: NodeJS.ProcessEnv = process.env): void {
  const files = [".env.local", ...(env.NODE_ENV === "production" ? [".env.production"] : []), ".env"];
  for (const file of files) {
    const path = resolve(directory, file);
    if (existsSync(path)) dotenv.config({ path, processEnv: env as Record<string, string>, quiet: true });
  }
}

/** @throws ConfigError with every problem at once, naming variables and never their values. */
export function parseConfig(env: NodeJS.ProcessEnv): Config {
  // An empty variable is an unset one: compose files and CI pass "" for what is not there.
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(present);
  const problems = (parsed.error?.issues ?? []).map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  // With one alone customers could pay and nobody would hear of it.
  for (const [name, other] of [STRIPE, STRIPE.toReversed()] as [string, string][]) {
    if (present[name] !== undefined && present[other] === undefined) problems.push(`${other}: needed with ${name}`);
  }
  const { routing, problems: ofRouting } = readLlmRouting(present.LLM_ROUTING_FILE);
  problems.push(...ofRouting.map((problem) => `LLM_ROUTING_FILE: ${problem}`));
  const llm = parsed.data && llmSetup(llmEnvironment(parsed.data), routing);
  if (llm && needsModel(llm)) problems.push("LLM_MODEL_SIMPLE: needed with this OPENAI_BASE_URL");
  if (present.NODE_ENV === "production") problems.push(...problemsOfProduction(present));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const e = parsed.data;

  const isSimulated = !e.TWILIO_API_BASE_URL && !e.TWILIO_AUTH_TOKEN;

  return {
    environment: e.NODE_ENV,
    port: e.PORT,
    host: e.HOST ?? (e.NODE_ENV === "production" ? undefined : "127.0.0.1"),
    publicBaseUrl: e.PUBLIC_BASE_URL,
    databaseUrl: e.DATABASE_URL,
    profile: e.PROFILE,
    rasa: { mode: e.RASA, urls: e.RASA_URL, token: e.RASA_TOKEN },
    llm,
    internalApiUrl: e.INTERNAL_API_URL,
    serviceTokenSecrets: secrets(
      e.SERVICE_TOKEN_SECRET ?? DEVELOPMENT.SERVICE_TOKEN_SECRET,
      e.SERVICE_TOKEN_SECRET_PREVIOUS,
    ),
    twilio: {
      accountSid: e.TWILIO_ACCOUNT_SID ?? DEVELOPMENT.TWILIO_ACCOUNT_SID,
      authTokens: secrets(e.TWILIO_AUTH_TOKEN ?? DEVELOPMENT.TWILIO_AUTH_TOKEN, e.TWILIO_AUTH_TOKEN_PREVIOUS),
      from: e.TWILIO_WHATSAPP_FROM ?? DEVELOPMENT.TWILIO_WHATSAPP_FROM,
      apiBaseUrl: e.TWILIO_API_BASE_URL,
      isSimulated,
    },
    ack: e.ACK,
    dataKey: e.DATA_ENCRYPTION_KEY ?? DEVELOPMENT.DATA_ENCRYPTION_KEY,
    previousDataKey: e.DATA_ENCRYPTION_KEY_PREVIOUS,
    stripe:
      e.STRIPE_SECRET_KEY && e.STRIPE_WEBHOOK_SECRET
        ? {
            secretKey: e.STRIPE_SECRET_KEY,
            webhookSecrets: secrets(e.STRIPE_WEBHOOK_SECRET, e.STRIPE_WEBHOOK_SECRET_PREVIOUS),
            apiBaseUrl: e.STRIPE_API_BASE_URL,
          }
        : undefined,
    alertWebhookUrl: e.ALERT_WEBHOOK_URL,
    logLevel: e.LOG_LEVEL,
    burstQuietMs: e.BURST_QUIET_MS,
    redisUrl: e.REDIS_URL,
    senderPerMinute: e.SENDER_PER_MINUTE,
    trustedProxies: e.TRUSTED_PROXIES,
    // A developer's machine with the account of the business would answer its customers.
    recovers: e.RECOVER ? e.RECOVER === "on" : e.NODE_ENV !== "development" || isSimulated || !!e.TWILIO_API_BASE_URL,
    drainMs: e.DRAIN_MS ?? (e.NODE_ENV === "production" ? 3000 : 0),
  };
}

function llmEnvironment(e: z.infer<typeof schema>): LlmEnvironment {
  return {
    baseUrl: e.OPENAI_BASE_URL,
    apiKey: e.OPENAI_API_KEY,
    replyMs: e.LLM_REPLY_MS,
    models: {
      simple: e.LLM_MODEL_SIMPLE,
      complex: e.LLM_MODEL_COMPLEX,
      "real-time": e.LLM_MODEL_REALTIME,
      quality: e.LLM_MODEL_QUALITY,
    },
  };
}

function secrets(current: string, previous: string | undefined): [string, ...string[]] {
  return previous ? [current, previous] : [current];
}
