import { afterAll, expect, test } from "vitest";
import { postgres } from "../../chaos/postgres.ts";
import { endAllProcesses } from "../support/process.ts";
import { playShort } from "./play-short.ts";

afterAll(endAllProcesses);

test("postgres: the short form of npm run chaos keeps every promise", async () => {
  expect(await playShort(postgres)).toEqual([]);
}, 600_000);
