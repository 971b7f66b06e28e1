import { afterAll, expect, test } from "vitest";
import { failPointsScenario } from "../../chaos/fail-points.ts";
import { endAllProcesses } from "../support/process.ts";
import { playShort } from "./play-short.ts";

afterAll(endAllProcesses);

test("fail-points: the short form of npm run chaos keeps every promise", async () => {
  expect(await playShort(failPointsScenario)).toEqual([]);
}, 600_000);
