import { afterAll, expect, test } from "vitest";
import { killScenario } from "../../chaos/kill.ts";
import { endAllProcesses } from "../support/process.ts";
import { playShort } from "./play-short.ts";

afterAll(endAllProcesses);

test("kill: the short form of npm run chaos keeps every promise", async () => {
  expect(await playShort(killScenario)).toEqual([]);
}, 600_000);
