import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readSlots } from "../../src/actions/index.ts";
import { loadProfile } from "../../src/config/index.ts";
import type { NluEntity } from "../../src/nlu/index.ts";

const profile = loadProfile(resolve("profiles/studio"));
const reading = { profile, now: new Date("2027-02-10T16:00:00Z"), language: "es" };

function codes(text: string, ...values: string[]): NluEntity[] {
  return values.map((value) => {
    const start = text.indexOf(value);
    return { entity: "codigo_reserva", value, text: value, start, end: start + value.length };
  });
}

test("a booking's code that looks like an hour is a code and no hour", () => {
  const text = "cancela la 3H34WJ";
  // Without its mark it would be read as 3:34.
  expect(readSlots(text, [], reading).hora).toBeDefined();
  expect(readSlots(text, codes(text, "3H34WJ"), reading)).toEqual({ codigo_reserva: "3H34WJ" });
});

test("the hour beside the code is still read", () => {
  const text = "pasa la 3h34wj al viernes a las 5";
  expect(readSlots(text, codes(text, "3h34wj"), reading)).toEqual({
    codigo_reserva: "3H34WJ",
    fecha: "2027-02-12",
    hora: "17:00",
  });
});

test("a second code is no hour either", () => {
  const text = "cancela la K7PQ2M y la 3H34WJ";
  expect(readSlots(text, codes(text, "K7PQ2M", "3H34WJ"), reading)).toEqual({ codigo_reserva: "K7PQ2M" });
});
