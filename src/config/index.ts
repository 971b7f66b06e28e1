export { type Config, ConfigError, type Environment, loadEnvFiles, parseConfig } from "./config.ts";
