import { afterEach, expect, test, vi } from "vitest";
import { createServiceTokens, InvalidTokenError } from "../../src/contract/index.ts";
import { newId } from "../../src/shared/index.ts";

const tokens = createServiceTokens(["a secret of at least thirty-two characters"]);

afterEach(() => {
  vi.useRealTimers();
});

test("one token serves a customer for half of its life, and nobody else", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const customerId = newId();
  const first = await tokens.sign({ role: "service", customerId });
  expect(await tokens.sign({ role: "service", customerId })).toBe(first);
  expect(await tokens.sign({ role: "service", customerId: newId() })).not.toBe(first);
  expect(await tokens.sign({ role: "admin", customerId })).not.toBe(first);
  expect(await tokens.sign({ role: "service" })).not.toBe(first);
  vi.advanceTimersByTime(31_000);
  expect(await tokens.sign({ role: "service", customerId })).not.toBe(first);
});

test("a token that was seen before is refused all the same once it is over", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const token = await tokens.sign({ role: "service", ttlSeconds: 60 });
  expect(await tokens.verify(token)).toEqual(await tokens.verify(token));
  vi.advanceTimersByTime(70_000);
  await expect(tokens.verify(token)).rejects.toBeInstanceOf(InvalidTokenError);
});

test("what resembles a remembered token is no token", async () => {
  const token = await tokens.sign({ role: "service" });
  await tokens.verify(token);
  const other = `${token.slice(0, -2)}${token.endsWith("AA") ? "BB" : "AA"}`;
  await expect(tokens.verify(other)).rejects.toBeInstanceOf(InvalidTokenError);
});
