import { expect } from "vitest";
import type { Customer, Exchange } from "./customer.ts";
import type { DialogueStep } from "./dialogue-file.ts";
import type { Records } from "./records.ts";

/** Holds one exchange against what its step promises. */
export async function checkStep(step: DialogueStep, exchange: Exchange, customer: Customer): Promise<void> {
  const said = exchange.answers.join("\n\n");
  const [turn] = exchange.turns;

  expect(exchange.turns, "un mensaje, o una ráfaga, recibe una sola respuesta").toHaveLength(1);
  expect(said, "el cliente recibe una respuesta").not.toBe("");
  for (const text of step.bot ?? []) expect(said, "bot").toContain(await customer.fill(text));
  for (const text of step.no_dice ?? []) expect(said, "no_dice").not.toContain(await customer.fill(text));
  if (step.opciones) expect(optionsOf(said), "opciones").toEqual(step.opciones);
  if (step.plantilla) expect(turn?.template, "plantilla").toBe(step.plantilla);
  if (step.intencion) expect(turn?.intent, "intencion").toBe(step.intencion);
  if (step.idioma) expect(turn?.language, "idioma").toBe(step.idioma);
  if (step.base) await checkRecords(step.base, customer.records);
}

async function checkRecords(wanted: NonNullable<DialogueStep["base"]>, records: Records): Promise<void> {
  const checkList = (rows: object[], list: object[] | undefined, name: string) => {
    if (!list) return;
    expect(rows, `base.${name}`).toHaveLength(list.length);
    expect(rows, `base.${name}`).toMatchObject(list);
  };
  checkList(await records.bookings(), wanted.citas, "citas");
  checkList(await records.purchases(), wanted.compras, "compras");
  const requests = wanted.solicitudes?.map(({ motivo, dice = [] }) => ({
    motivo,
    dice: expect.toSatisfy((words: string) => dice.every((text) => words.includes(text)), `dice ${dice.join(" | ")}`),
  }));
  checkList(await records.tickets(), requests, "solicitudes");
  if (wanted.perfil) expect(await records.profile(), "base.perfil").toMatchObject(wanted.perfil);
  if (wanted.mensajes) expect(await records.wantsMessages(), "base.mensajes").toBe(wanted.mensajes === "si");
  if (wanted.nota !== undefined) expect(await records.score(), "base.nota").toBe(wanted.nota);
}

/** The labels of the numbered options at the end of an answer, in their order. */
export function optionsOf(text: string): string[] {
  return [...text.matchAll(/^(\d+)\) (.+)$/gmu)].map(([, , label]) => label as string);
}
