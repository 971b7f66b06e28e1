import { afterAll, expect, test } from "vitest";
import { freezeScenario } from "../../chaos/freeze.ts";
import { endAllProcesses } from "../support/process.ts";
import { playShort } from "./play-short.ts";

afterAll(endAllProcesses);

test("freeze: the short form of npm run chaos keeps every promise", async () => {
  expect(await playShort(freezeScenario)).toEqual([]);
}, 600_000);
