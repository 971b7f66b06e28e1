import { defineConfig } from "vitest/config";

const shared = {
  globalSetup: ["test/support/global-setup.ts"],
  // Only what hangs meets these: how fast things are is asked by `npm run bench`, and a machine may be busy.
  testTimeout: 120_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 45_000 } },
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
        test: {
          ...shared,
          name: "app",
          include: ["test/**/*.test.ts"],
          exclude: ["test/dialogues/**", "test/rasa/**"],
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: "dialogues",
          include: ["test/dialogues/*.test.ts"],
          // The real Rasa is prepared while the tests of the group before run; it is kept in the user's cache folder.
          globalSetup: [...shared.globalSetup, "test/support/rasa-setup.ts"],
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        // A model is trained and put into service under the eyes of a client: nothing else may keep the machine busy.
        test: { ...shared, name: "rasa", include: ["test/rasa/*.test.ts"], maxWorkers: 1, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
