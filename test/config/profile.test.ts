import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadProfile, ProfileError } from "../../src/config/index.ts";

const studio = resolve("profiles/studio");
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "profile-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A copy of the studio with one text replaced in one file. */
function withChange(file: string, from: string, to: string): string[] {
  for (const name of ["profile.yml", "catalogue.yml"]) {
    const source = readFileSync(join(studio, name), "utf8");
    if (name === file && !source.includes(from)) throw new Error(`"${from}" is not in ${file}`);
    writeFileSync(join(directory, name), name === file ? source.replace(from, to) : source);
  }
  try {
    loadProfile(directory);
    return [];
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    return error.problems.map((problem) => problem.replace(`${directory}/`, ""));
  }
}

test("the studio's files load, with the folder's name as the profile's id", () => {
  const profile = loadProfile(studio);
  expect(profile).toMatchObject({ id: "studio", name: "Estudio Calma", currency: "MXN", booking: { gridMinutes: 30 } });
  expect(profile.openingHours).toHaveLength(12);
  expect(profile.openingHours.at(-1)).toEqual({ weekday: 6, from: "15:00", to: "19:00" });
  expect(profile.catalogue.services).toHaveLength(8);
});

test.each([
  ["profile.yml", "America/Mexico_City", "America/Mexico", "profile.yml: timeZone: no such IANA time zone"],
  ["profile.yml", "currency: MXN", "currency: pesos", "profile.yml: currency: three capital letters"],
  ["profile.yml", "15:00-19:00", "13:00-19:00", "profile.yml: openingHours.saturday: periods of a day go up"],
  ["profile.yml", "15:00-19:00", "15:00-12:00", "profile.yml: openingHours.saturday.1: ends before it begins"],
  ["profile.yml", "sunday: []", "domingo: []", 'profile.yml: openingHours: Unrecognized key: "domingo"'],
  ["catalogue.yml", "priceMinor: 85000", "priceMinor: 850.5", "catalogue.yml: services.0.priceMinor: "],
  ["catalogue.yml", "[yoga, pilates-reformer]", "[yoga, zumba]", 'professionals.4.services.1: no service "zumba"'],
  ["catalogue.yml", "{ service: yoga, ", "{ service: zumba, ", 'packages.1.items.0.service: no service "zumba"'],
  ["profile.yml", "2026-12-25", "2026-12-32", "profile.yml: holidays.6.date: a date like 2026-12-25"],
  ["profile.yml", "2027-05-01", "2027-03-15", 'profile.yml: holidays.10.date: "2027-03-15" is used twice'],
  ["catalogue.yml", "needs: [[salon]]", "needs: [[terraza]]", 'services.6.needs.0.0: no room or equipment "terraza"'],
  ["catalogue.yml", "code: reformer-1, ", "code: diego-luna, ", 'equipment.0.code: "diego-luna" is used twice'],
  [
    "catalogue.yml",
    "services: [yoga, pilates-reformer]",
    "services: [yoga, pilates-reformer]\n    durations: { pedicure: 75 }",
    'professionals.4.durations.pedicure: does not do "pedicure"',
  ],
  ["catalogue.yml", "code: pedicure", "code: manicure", 'catalogue.yml: services.5.code: "manicure" is used twice'],
])("a wrong %s (%s → %s) is said by file and path", (file, from, to, expected) => {
  expect(withChange(file, from, to).join("\n")).toContain(expected);
});

test("a file that is no YAML or is not there is said by name", () => {
  expect(withChange("catalogue.yml", "services:", "services: [").join("\n")).toContain("catalogue.yml: ");
  rmSync(join(directory, "profile.yml"));
  expect(() => loadProfile(directory)).toThrow(/profile\.yml: cannot be read \(ENOENT\)/);
});
