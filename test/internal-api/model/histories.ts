import fc from "fast-check";
import { type Command, type CommandName, run } from "./commands.ts";
import { assertAlways, assertAtRest } from "./invariants.ts";
import type { Lab, Way } from "./lab.ts";

export const SEED = Number(process.env.MODEL_SEED ?? 20_300_304);

const CUSTOMERS = 5;
const MOST_COMMANDS = 60;
/** Requests at once, each on a connection of its own; beside every second round somebody looks whether all is well. */
const AT_ONCE = 10;

/** How often each is tried, so that all of them succeed often. */
const WEIGHTS: Record<CommandName, number> = {
  book: 8,
  bookWithCredit: 9,
  confirm: 4,
  cancel: 6,
  move: 5,
  attend: 3,
  buy: 6,
  payFor: 3,
  press: 3,
  payAtBank: 8,
  notify: 5,
  refund: 5,
  settleRefunds: 3,
  transfer: 2,
  announce: 5,
  resize: 2,
  callOff: 1,
  bookClass: 9,
  join: 7,
  leave: 2,
  accept: 5,
  repeat: 4,
  jump: 3,
  tick: 2,
};

const name = fc.oneof(
  ...Object.entries(WEIGHTS).map(([value, weight]) => ({ weight, arbitrary: fc.constant(value as CommandName) })),
);
const way = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Way>("once") },
  { weight: 3, arbitrary: fc.constant<Way>("twice") },
  { weight: 1, arbitrary: fc.constant<Way>("cut") },
);
const number = fc.nat(63);
const command: fc.Arbitrary<Command> = fc.record(
  { name, who: number, what: number, how: number, way },
  { noNullPrototype: true },
);
/** How every history begins, so that what comes after finds something to contend for. */
const BEGINNING: Command[][] = [
  [
    { name: "announce", who: 0, what: 0, how: 0, way: "once" },
    { name: "buy", who: 0, what: 0, how: 1, way: "once" },
    { name: "buy", who: 1, what: 0, how: 1, way: "once" },
  ],
  [
    { name: "press", who: 0, what: 0, how: 0, way: "once" },
    { name: "payAtBank", who: 0, what: 1, how: 1, way: "once" },
    { name: "bookClass", who: 2, what: 0, how: 1, way: "once" },
  ],
];
const histories = fc.array(command, { minLength: 5, maxLength: MOST_COMMANDS, size: "max" });

/**
 * Histories of one laboratory, the same ones for the same seed; how the requests of a round meet is up to the machine.
 * When one breaks a promise, seed and path are printed: `MODEL_SEED=… MODEL_PATH=…` brings it back and shortens it.
 */
export function runHistories(lab: Lab, { seed, histories: numRuns }: { seed: number; histories: number }) {
  const path = process.env.MODEL_PATH;
  return fc.check(
    fc.asyncProperty(histories, async (history) => {
      await lab.reset(CUSTOMERS);
      for (const round of BEGINNING) await Promise.all(round.map((each) => run(lab, each)));
      for (let from = 0; from < history.length; from += AT_ONCE) {
        const round = history.slice(from, from + AT_ONCE);
        // Whatever breaks, the next history begins when all of this one is over.
        const ends = await Promise.allSettled([
          ...round.map((each) => run(lab, each)),
          from % (2 * AT_ONCE) > 0 && assertAlways(lab),
        ]);
        for (const end of ends) if (end.status === "rejected") throw end.reason;
      }
      await lab.settle();
      await assertAtRest(lab);
    }),
    { seed, numRuns, ...(path ? { path } : {}), endOnFailure: path === undefined },
  );
}
