import fc from "fast-check";
import {
  api,
  burst,
  type Command,
  converse,
  doubt,
  earlyYes,
  expireLease,
  handBack,
  jumpHostClock,
  letTimePass,
  list,
  overtaken,
  redeliver,
  status,
  sweep,
  takeOver,
  tap,
  wake,
  work,
  workTogether,
  write,
  writeAndStop,
} from "./commands.ts";
import { POINTS, type Point } from "./life.ts";
import { FATES } from "./provider.ts";

/** Three overlapping times of one person: whoever is asked about them collides with the others. */
const WISHES = [
  "masaje relajante con Laura el 19 de febrero a las 10",
  "masaje relajante con Laura el 19 de febrero a las 10:30",
  "masaje relajante con Laura el 19 de febrero a las 11",
];
const OTHER_WORDS = ["no", "gracias", "hola", "mejor a las 12", "¿cuánto cuesta?", "cancela mi cita", "olvídalo", "1"];

/** Histories of up to 80 commands, in a mix in which people mostly write and something mostly goes wrong. */
export function commands(customers: number, replayPath?: string): fc.Arbitrary<Iterable<Command>> {
  const who = fc.nat({ max: customers - 1 });
  const wish = fc.constantFrom(...WISHES);
  const words = fc.oneof(
    { weight: 4, arbitrary: wish },
    { weight: 5, arbitrary: fc.constantFrom("sí", "sí porfa") },
    { weight: 3, arbitrary: fc.constantFrom(...OTHER_WORDS) },
  );
  const freeze = fc.record({
    point: fc.constantFrom(...POINTS.filter((point): point is Point => point !== "turn.committing")),
    action: fc.constant("freeze" as const),
  });
  const kill = fc.record({ point: fc.constantFrom(...POINTS), action: fc.constant("kill" as const) });
  const plan = fc.oneof(kill, freeze);
  const weighted = (weight: number, arbitrary: fc.Arbitrary<Command>) =>
    Array.from({ length: weight }, () => arbitrary);

  return fc.commands(
    [
      ...weighted(
        5,
        fc.tuple(who, words, fc.nat({ max: 4 })).map(([c, said, luck]) => write(c, said, luck > 0)),
      ),
      ...weighted(
        3,
        fc.tuple(who, wish).map(([c, said]) => converse(c, said)),
      ),
      fc.tuple(who, fc.nat({ max: 3 }), fc.boolean()).map(([c, back, isAtOnce]) => redeliver(c, back, isAtOnce)),
      fc.tuple(who, fc.array(words, { minLength: 2, maxLength: 4 }), fc.boolean()).map((b) => burst(...b)),
      fc.tuple(who, wish).map(([c, said]) => earlyYes(c, said)),
      ...weighted(
        2,
        fc.tuple(who, fc.nat({ max: 2 }), fc.boolean()).map((t) => tap(...t)),
      ),
      ...weighted(
        2,
        who.map((c) => work(c)),
      ),
      ...weighted(
        4,
        fc.tuple(who, plan).map(([c, planned]) => work(c, planned)),
      ),
      ...weighted(
        3,
        fc.tuple(who, fc.constantFrom("sí", ...WISHES), plan).map((t) => writeAndStop(...t)),
      ),
      fc.constant(workTogether()),
      ...weighted(3, fc.nat({ max: 3 }).map(wake)),
      ...weighted(2, who.map(expireLease)),
      ...weighted(2, fc.constantFrom(1, 10, 30, 61, 300, 1860).map(letTimePass)),
      fc.constantFrom(-10_000, -40, 0, 40, 10_000).map(jumpHostClock),
      ...weighted(2, who.map(takeOver)),
      fc.tuple(who, fc.constantFrom("sí", ...WISHES), freeze).map((t) => overtaken(...t)),
      ...weighted(2, who.map(handBack)),
      ...weighted(2, fc.array(fc.constantFrom(...FATES), { minLength: 1, maxLength: 3 }).map(doubt)),
      fc.tuple(fc.constantFrom(0, 20, 59), fc.boolean()).map(([lag, isAway]) => list(lag, isAway)),
      fc.constantFrom("up", "up", "down", "writes_down", "loses_answers").map((state) => api(state as never)),
      ...weighted(
        2,
        fc
          .tuple(fc.nat({ max: 5 }), fc.constantFrom("sent", "delivered", "read"))
          .map((s) => status(...(s as [number, "sent"]))),
      ),
      ...weighted(2, fc.constant(sweep())),
    ],
    { maxCommands: 80, size: "max", ...(replayPath ? { replayPath } : {}) },
  );
}
