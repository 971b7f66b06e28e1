import { existsSync, readFileSync } from "node:fs";
import { inject } from "vitest";
import { until } from "./process.ts";

/** How the preparation of the tests' Rasa ended. */
export interface PreparedRasa {
  /** Empty when there is none. */
  url: string;
  impossible?: string;
}

/** Installing and training on a bare machine, while other tests keep it busy. */
export const RASA_TIMEOUT_MS = 27 * 60_000;

/** The URL of the run's Rasa, as soon as it is there; undefined when it cannot be had and nobody asked for it. */
export async function rasaUrl(): Promise<string | undefined> {
  const file = inject("preparedRasa");
  await until(() => existsSync(file) && readFileSync(file, "utf8") !== "", "Rasa is prepared", RASA_TIMEOUT_MS);
  const { url, impossible } = JSON.parse(readFileSync(file, "utf8")) as PreparedRasa;
  if (url) return url;
  const message = `The dialogues do not run on a real Rasa: ${impossible}`;
  if (process.env.REQUIRE_RASA) throw new Error(message);
  console.warn(`\n  ${message}\n  They run on the embedded classifier instead.\n`);
  return undefined;
}
