import { expect, test } from "vitest";
import { parseConfig } from "../../src/config/index.ts";

test("Stripe needs its key and the secret of its notifications; both or none, and two secrets during a rotation", () => {
  expect(parseConfig({}).stripe).toBeUndefined();
  const key = { STRIPE_SECRET_KEY: "sk_test_1" };
  expect(() => parseConfig(key)).toThrow("STRIPE_WEBHOOK_SECRET: needed with STRIPE_SECRET_KEY");
  expect(() => parseConfig({ STRIPE_WEBHOOK_SECRET: "whsec_1" })).toThrow("STRIPE_SECRET_KEY: needed");
  const rotating = { ...key, STRIPE_WEBHOOK_SECRET: "whsec_2", STRIPE_WEBHOOK_SECRET_PREVIOUS: "whsec_1" };
  expect(parseConfig({ ...rotating, STRIPE_API_BASE_URL: "http://127.0.0.1:4000/" }).stripe).toEqual({
    secretKey: "sk_test_1",
    webhookSecrets: ["whsec_2", "whsec_1"],
    apiBaseUrl: "http://127.0.0.1:4000",
  });
});
