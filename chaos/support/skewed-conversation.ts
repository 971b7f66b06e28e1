import { workingDay } from "../../test/support/customers.ts";
import type { World } from "../../test/support/world.ts";
import { type Check, check } from "../scenario.ts";
import { createFleet, OWN_CLOCK, PARTS, type Part } from "./fleet.ts";

const SKEW_MS = 40_000;

interface Skew {
  name: string;
  skewMs: Partial<Record<Part, number>>;
}
const SKEWS: readonly Skew[] = [
  { name: "right clocks", skewMs: {} },
  { name: "worker 40 s behind", skewMs: { worker: -SKEW_MS } },
  { name: "worker 40 s ahead", skewMs: { worker: SKEW_MS } },
  { name: "web 40 s behind", skewMs: { web: -SKEW_MS } },
  { name: "web 40 s ahead", skewMs: { web: SKEW_MS } },
];

/** A whole conversation with booking, moving and cancelling, once for each clock: all must read the same. */
export async function playSkewedClocks(world: World, isShort: boolean) {
  const checks: Check[] = [];
  const figures: Record<string, object> = {};
  let right: string[] | undefined;
  for (const [index, { name, skewMs }] of SKEWS.slice(0, isShort ? 2 : SKEWS.length).entries()) {
    const fleet = createFleet(world);
    await Promise.all(
      PARTS.map((part) =>
        fleet.start(part, { nodeArgs: OWN_CLOCK, env: { CLOCK_SKEW_MS: String(skewMs[part] ?? 0) } }),
      ),
    );
    const answers = await converse(world, `+52155700${String(index).padStart(5, "0")}`, 20 + index);
    right ??= answers;
    const exits = await fleet.stop();
    const differing = answers.filter((answer, i) => answer !== right?.[i]);
    figures[name] = { answers: answers.length, differing: differing.length };
    checks.push(
      check(`${name}: the conversation reads the same`, differing.length === 0 && exits.join() === "0,0", {
        differing,
        exits,
      }),
    );
  }
  return { figures, checks };
}

async function converse(world: World, from: string, daysAhead: number): Promise<string[]> {
  const day = workingDay(new Date(), daysAhead);
  const other = workingDay(new Date(), daysAhead + 12);
  const lines = [
    "hola",
    `quiero un masaje relajante el ${day} a las 11 de la mañana`,
    "sí",
    "¿cómo va mi cita?",
    `cambia mi cita al ${other} a las 11 de la mañana`,
    "sí",
    "cancela mi cita",
    "sí",
  ];
  const answers: string[] = [];
  for (const line of lines) {
    answers.push(normal(await world.ask(from, line, 60_000)));
    // A "sí" counts only once the question's acceptance is on record.
    await world.untilAtRest(60_000);
  }
  return answers;
}

const WEEKDAYS = /\b(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b/gu;
const MONTHS = /\b(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\b/gu;

/** Without codes, days, figures and the year that is told with a date of the next one: what is left is the same for everybody. */
function normal(answer: string): string {
  return answer
    .replace(/\b[A-Z0-9]{6}\b/g, "CODE")
    .replace(WEEKDAYS, "DAY")
    .replace(MONTHS, "MONTH")
    .replace(/MONTH de \d{4}/g, "MONTH")
    .replace(/\d+/g, "N");
}
