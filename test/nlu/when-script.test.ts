import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

const MOMENT = ["--now", "2026-11-18T10:00:00-06:00", "--tz", "America/Mexico_City"];

describe("dates:parse", () => {
  it("writes one line of JSON for each line it reads", () => {
    const flags = [...MOMENT, "--lang", "es", "--opens", "09:00", "--closes", "20:00"];
    const { stdout, status } = run(flags, "mañana a las 5\n\nentre 3 y 5\n");
    expect(stdout).toBe(
      `{"date":"2026-11-19","time":"17:00","partOfDay":null}
{"date":null,"time":null,"partOfDay":null}
{"date":null,"time":null,"partOfDay":"tarde"}
`,
    );
    expect(status).toBe(0);
  });

  it.each([
    ["a moment that is none", ["--now", "ayer", "--tz", "America/Mexico_City", "--lang", "es"]],
    ["a zone that is none", ["--now", "2026-11-18T10:00:00-06:00", "--tz", "Marte/Norte", "--lang", "es"]],
    ["a language it does not read", [...MOMENT, "--lang", "xx"]],
    ["an hour that is none", [...MOMENT, "--opens", "25:00"]],
    ["a flag it does not know", [...MOMENT, "--verbose"]],
  ])("refuses %s with its usage", (_name, flags) => {
    const { stdout, stderr, status } = run(flags, "mañana\n");
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("Uso: npm run -s dates:parse");
  });
});

function run(flags: string[], input: string) {
  return spawnSync(process.execPath, ["--import", "tsx", "scripts/dates-parse.ts", ...flags], {
    input,
    encoding: "utf8",
  });
}
