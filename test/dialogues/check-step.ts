import { expect } from "vitest";
import type { Customer, Exchange } from "./customer.ts";
import type { DialogueStep } from "./dialogue-file.ts";

/** Holds one exchange against what its step promises. `{codigo}` stands for the code of the newest booking. */
export async function checkStep(step: DialogueStep, exchange: Exchange, customer: Customer): Promise<void> {
  const bookings = await customer.bookings();
  const code = bookings.at(-1)?.code ?? "(todavía no hay cita)";
  const said = exchange.answers.join("\n\n");

  expect(exchange.turns, "un mensaje, o una ráfaga, recibe una sola respuesta").toHaveLength(1);
  expect(said, "el cliente recibe una respuesta").not.toBe("");
  for (const text of step.bot ?? []) expect(said, "bot").toContain(text.replaceAll("{codigo}", code));
  for (const text of step.no_dice ?? []) expect(said, "no_dice").not.toContain(text.replaceAll("{codigo}", code));
  if (step.opciones) expect(optionsOf(said), "opciones").toEqual(step.opciones);
  if (step.plantilla) expect(exchange.turns[0]?.template, "plantilla").toBe(step.plantilla);
  if (step.intencion) expect(exchange.turns[0]?.intent, "intencion").toBe(step.intencion);
  if (step.base) {
    const wanted = step.base.citas;
    expect(bookings, "base.citas").toHaveLength(wanted.length);
    expect(bookings, "base.citas").toMatchObject(wanted);
  }
}

/** The labels of the numbered options at the end of an answer, in their order. */
export function optionsOf(text: string): string[] {
  return [...text.matchAll(/^(\d+)\) (.+)$/gmu)].map(([, , label]) => label as string);
}
