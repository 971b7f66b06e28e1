import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readWhen, type When } from "../../src/nlu/index.ts";
import { whenCases } from "./when-table.ts";

const context = {
  now: new Date("2026-11-18T10:00:00-06:00"),
  timeZone: "America/Mexico_City",
  opensAt: "09:00",
  closesAt: "20:00",
};

describe("reading when a customer wants to come", () => {
  it.each(whenCases)("%s → %s %s %s", (text, date, time, partOfDay) => {
    expect(readWhen(text, context)).toEqual({ date, time, partOfDay });
  });

  it("reads at least 95 % of the phrases that someone else wrote", () => {
    const file = parse(readFileSync("rasa/studio/test/fechas.yml", "utf8")) as {
      now: string;
      tz: string;
      cases: (When & { text: string })[];
    };
    const wrong = file.cases.filter((one) => {
      const { text, ...expected } = one;
      const read = readWhen(text, { ...context, now: new Date(file.now), timeZone: file.tz });
      return (["date", "time", "partOfDay"] as const).some((key) => read[key] !== expected[key]);
    });
    expect(file.cases.length).toBeGreaterThanOrEqual(50);
    expect(wrong.length / file.cases.length, wrong.map((one) => one.text).join(" | ")).toBeLessThanOrEqual(0.05);
  });

  it("counts the days of the branch, not of the server: 23:30 in Mexico is tomorrow in London", () => {
    const late = { ...context, now: new Date("2026-11-19T05:30:00Z") };
    expect(readWhen("hoy", late).date).toBe("2026-11-18");
    expect(readWhen("hoy", { ...late, timeZone: "Europe/London" }).date).toBe("2026-11-19");
  });

  it("takes a bare hour for the one at which the branch is open, and none when both or neither are", () => {
    expect(readWhen("a las 8", { ...context, opensAt: "07:00", closesAt: "15:00" }).time).toBe("08:00");
    expect(readWhen("a las 8", { ...context, opensAt: "12:00", closesAt: "22:00" }).time).toBe("20:00");
    expect(readWhen("a las 8", { ...context, opensAt: "06:00", closesAt: "22:00" }).time).toBeNull();
    expect(readWhen("a las 8", { ...context, opensAt: "09:00", closesAt: "19:00" }).time).toBeNull();
  });

  it("crosses the end of a month and of a year", () => {
    const sylvester = { ...context, now: new Date("2026-12-31T10:00:00-06:00") };
    expect(readWhen("mañana", sylvester).date).toBe("2027-01-01");
    expect(readWhen("el 5", sylvester).date).toBe("2027-01-05");
    expect(readWhen("29/02", sylvester).date).toBeNull();
  });

  it("never throws, whatever arrives", () => {
    for (const text of [
      "\u0000",
      "\uD800",
      "a las ",
      "el ",
      "1/".repeat(3000),
      "9".repeat(5000),
      "🕔 5/",
      "de la de la",
    ]) {
      expect(() => readWhen(text, context)).not.toThrow();
    }
  });
});
