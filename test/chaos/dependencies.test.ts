import { afterAll, expect, test } from "vitest";
import { dependencies } from "../../chaos/dependencies.ts";
import { endAllProcesses } from "../support/process.ts";
import { playShort } from "./play-short.ts";

afterAll(endAllProcesses);

test("dependencies: the short form of npm run chaos keeps every promise", async () => {
  expect(await playShort(dependencies)).toEqual([]);
}, 600_000);
