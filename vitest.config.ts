import { defineConfig } from "vitest/config";

const shared = {
  globalSetup: ["test/support/global-setup.ts"],
  testTimeout: 30_000,
  hookTimeout: 60_000,
  // Two cores and one PostgreSQL: more files at once only wait for each other.
  maxWorkers: 2,
  pool: "forks" as const,
  env: { NODE_ENV: "test", LOG_LEVEL: "silent" },
};

export default defineConfig({
  // The client package as its source; how it is built and packed is a test of its own.
  resolve: { alias: { "@atiende/client": new URL("sdk/src/index.ts", import.meta.url).pathname } },
  test: {
    projects: [
      {
        extends: true,
        test: { ...shared, name: "app", include: ["test/**/*.test.ts"], exclude: ["test/dialogues/**"] },
      },
      {
        test: {
          ...shared,
          name: "dialogues",
          include: ["test/dialogues/*.test.ts"],
          // The real Rasa: environment, model and server, made once and kept in the user's cache folder.
          globalSetup: [...shared.globalSetup, "test/support/rasa-setup.ts"],
        },
      },
    ],
  },
});
