export { type Config, ConfigError, type Environment, loadEnvFiles, parseConfig } from "./config.ts";
export { loadProfile, type Profile, ProfileError, type WeeklyPeriod } from "./profile.ts";
