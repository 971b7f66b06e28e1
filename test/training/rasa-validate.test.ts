import { expect, test } from "vitest";
import { tellValidation } from "../../scripts/rasa-validate.ts";

const REPEATED =
  "UserWarning: The example 'hola' was found labeled with multiple different intents in the training data. Each annotated message should only appear with one intent. You should fix that conflict The example is labeled with: saludo, queja";

test("what Rasa says is told in Spanish, and what nobody translated is introduced", () => {
  const unknown = "UserWarning: Something of which nobody has heard.";
  expect(tellValidation([unknown, REPEATED, REPEATED, unknown].join("\n"), false)).toEqual([
    '"hola" está en varias intenciones (saludo, queja): deja una',
    "Rasa dice además, en inglés (si nombra una frase o un archivo, revísalo ahí; si no, enséñaselo a quien programa):",
    "Something of which nobody has heard.",
  ]);
});

test("what is of the dialogue is left out, and of data in order there is nothing to say", () => {
  expect(tellValidation("UserWarning: The intent 'hola' is not used in any story or rule.\n", true)).toEqual([]);
});

test("a Rasa that broke off says where it was", () => {
  expect(tellValidation("Traceback:\nMemoryError\n", false)).toEqual([
    "Rasa se detuvo antes de terminar; lo último que dijo: MemoryError",
  ]);
});
