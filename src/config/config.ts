import { existsSync } from "node:fs";
import { resolve } from "node:path";
import dotenv from "dotenv";
import { z } from "zod";

/** Secrets that a developer's machine may share with everybody; production refuses them. */
const DEVELOPMENT = {
  SERVICE_TOKEN_SECRET: "development-service-token-secret-not-for-production",
  TWILIO_ACCOUNT_SID: "AC00000000000000000000000000000000",
  TWILIO_AUTH_TOKEN: "development-twilio-auth-token",
  TWILIO_WHATSAPP_FROM: "whatsapp:+5215500000000",
  DATA_ENCRYPTION_KEY: "development-data-encryption-key",
} as const;

const optionalText = z.string().trim().min(1).optional();
const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ""));

const schema = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
  HOST: optionalText,
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  PUBLIC_BASE_URL: url.optional(),
  DATABASE_URL: optionalText,
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
  LLM_MODEL_SIMPLE: z.string().default("gpt-4o-mini"),
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
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  BURST_QUIET_MS: z.coerce.number().int().min(0).max(5000).default(250),
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
  llm: { baseUrl: string; apiKey: string; modelSimple: string } | undefined;
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
  logLevel: "debug" | "info" | "warn" | "error" | "fatal" | "silent";
  burstQuietMs: number;
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
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`));
  }
  const e = parsed.data;
  if (e.NODE_ENV === "production") refuseMissingSecrets(e);

  return {
    environment: e.NODE_ENV,
    port: e.PORT,
    host: e.HOST ?? (e.NODE_ENV === "production" ? undefined : "127.0.0.1"),
    publicBaseUrl: e.PUBLIC_BASE_URL,
    databaseUrl: e.DATABASE_URL,
    profile: e.PROFILE,
    rasa: { mode: e.RASA, urls: e.RASA_URL, token: e.RASA_TOKEN },
    llm: e.OPENAI_BASE_URL
      ? { baseUrl: e.OPENAI_BASE_URL, apiKey: e.OPENAI_API_KEY ?? "none", modelSimple: e.LLM_MODEL_SIMPLE }
      : undefined,
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
      isSimulated: !e.TWILIO_API_BASE_URL && !e.TWILIO_AUTH_TOKEN,
    },
    ack: e.ACK,
    dataKey: e.DATA_ENCRYPTION_KEY ?? DEVELOPMENT.DATA_ENCRYPTION_KEY,
    logLevel: e.LOG_LEVEL,
    burstQuietMs: e.BURST_QUIET_MS,
  };
}

function secrets(current: string, previous: string | undefined): [string, ...string[]] {
  return previous ? [current, previous] : [current];
}

function refuseMissingSecrets(env: Record<string, unknown>): void {
  const needed = ["DATABASE_URL", "PUBLIC_BASE_URL", ...Object.keys(DEVELOPMENT)];
  const problems = needed.flatMap((name) => {
    if (env[name] === undefined) return [`${name}: needed in production`];
    if (env[name] === DEVELOPMENT[name as keyof typeof DEVELOPMENT]) return [`${name}: is the development value`];
    return [];
  });
  if (problems.length > 0) throw new ConfigError(problems);
}
