import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, expect, it } from "vitest";
import { createCheckedCopy } from "./checked-copy.ts";

const copy = createCheckedCopy();
const { newProblems, newWarnings, read, write, change, teach, list } = copy;

const PAGE = "rasa/intenciones.md";
const lineOf = (text: string) =>
  read(PAGE)
    .split("\n")
    .findIndex((line) => line.includes(text)) + 1;

beforeEach(copy.restore);
afterAll(copy.remove);

it("what is taught has a row in the page of meanings, and a row has examples; nothing of it is a problem", () => {
  change(PAGE, "| `queja` |", "| `reclamo` |");
  expect(newProblems()).toEqual([]);
  expect(newWarnings()).toEqual([
    expect.stringMatching(
      /^rasa\/core\/nlu\/queja\.yml:\d+: rasa\/intenciones\.md no dice qué significa queja: agrégale/,
    ),
    `${PAGE}:${lineOf("`reclamo`")}: explica reclamo, que no tiene ejemplos: corrige el nombre o borra la fila`,
  ]);
});

it("several names share a row", () => {
  change(PAGE, "`saludo`,", "`saludos`,");
  expect(newWarnings()).toEqual([
    expect.stringMatching(/saludo\.yml:\d+: rasa\/intenciones\.md no dice qué significa saludo/),
    expect.stringContaining("explica saludos, que no tiene ejemplos"),
  ]);
});

it("what another profile teaches, or a file that cannot be read, is no idle row", () => {
  change(PAGE, "| `queja` |", "| `queja`, `consultar_inventario`, `zeta` |");
  list("rasa/ferreteria/nlu/consultar_inventario.yml", "intent", "consultar_inventario", "¿tienen taladros?");
  teach("zz", "zeta", "[hoy(fecha)");
  expect(newWarnings().filter((text) => text.startsWith(PAGE))).toEqual([]);
});

it("without the page nothing is said of it", () => {
  write(PAGE, "# Nada aún\n");
  expect(copy.check().warnings.filter(({ message }) => message.includes(PAGE))).toHaveLength(4);
  rmSync(join(copy.rootDirectory, PAGE));
  expect(copy.check().warnings.filter(({ message }) => message.includes(PAGE))).toEqual([]);
});
