import { DateTime, IANAZone } from "luxon";
import { expect, test } from "vitest";
import { preparedZone } from "../../src/shared/index.ts";

const MINUTE_MS = 60_000;

test.each(["America/Mexico_City", "Europe/Madrid", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns"])(
  "a prepared %s has the clocks of the one that luxon asks each time",
  (name) => {
    const plain = new IANAZone(name);
    const zone = preparedZone(name);
    const from = Date.UTC(2026, 0, 1);
    // Each quarter of an hour of a year: asked at its first minute, and compared at its last.
    const wrong: string[] = [];
    for (let ms = from; ms < from + 366 * 24 * 60 * MINUTE_MS; ms += 15 * MINUTE_MS) {
      zone.offset(ms);
      const last = ms + 14 * MINUTE_MS;
      if (zone.offset(last) !== plain.offset(last)) wrong.push(new Date(last).toISOString());
    }
    expect(wrong).toEqual([]);
    expect(preparedZone(name)).toBe(zone);
    expect(DateTime.fromMillis(from, { zone: name }).zone).toBe(zone);
  },
);
