import { afterAll, expect, test } from "vitest";
import { rollingScenario } from "../../chaos/rolling.ts";
import { endAllProcesses } from "../support/process.ts";
import { playShort } from "./play-short.ts";

afterAll(endAllProcesses);

test("rolling: the short form of npm run chaos keeps every promise", async () => {
  expect(await playShort(rollingScenario)).toEqual([]);
}, 600_000);
