export { type Config, ConfigError, type Environment, loadEnvFiles, parseConfig } from "./config.ts";
export type { FaqEntry } from "./faq.ts";
export { LLM_TIERS, type LlmModel, type LlmSetup, type LlmTier, unpricedModel, unpricedModels } from "./llm-setup.ts";
export { loadProfile, type Profile, ProfileError } from "./profile.ts";
export type { WeeklyPeriod } from "./profile-fields.ts";
export { secretValues } from "./secrets.ts";
