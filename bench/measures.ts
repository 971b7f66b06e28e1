import type { Measure } from "./measure.ts";
import { ack } from "./measures/ack.ts";
import { boot } from "./measures/boot.ts";
import { embedded } from "./measures/embedded.ts";
import { growth } from "./measures/growth.ts";
import { memory } from "./measures/memory.ts";
import { phrasing } from "./measures/phrasing.ts";
import { promote } from "./measures/promote.ts";
import { slots } from "./measures/slots.ts";
import { statements } from "./measures/statements.ts";
import { throughput } from "./measures/throughput.ts";
import { turn } from "./measures/turn.ts";

/** In the order in which they run: the longest last. */
export const measures: readonly Measure[] = [
  boot,
  embedded,
  phrasing,
  statements,
  slots,
  ack,
  turn,
  throughput,
  promote,
  growth,
  memory,
];
