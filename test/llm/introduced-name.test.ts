import { expect, test } from "vitest";
import { maskForTraining } from "../../src/llm/index.ts";

test.each([
  ["hola me llamo juan perez y quiero yoga", "hola me llamo [nombre] y quiero yoga"],
  ["SOY ANA TORRES, QUIERO CITA", "SOY [nombre], QUIERO CITA"],
  ["a nombre de maría de la luz ríos para mañana", "a nombre de [nombre] para mañana"],
  ["es a nombre de Luis.", "es a nombre de [nombre]."],
  ["my name is John O'Neil, I want yoga", "my name is [nombre], I want yoga"],
  ["I'm Peter and I need a massage", "I'm [nombre] and I need a massage"],
  ["je m’appelle Jean Dupont et je veux un massage", "je m’appelle [nombre] et je veux un massage"],
  ["mera naam Rahul hai", "mera naam [nombre] hai"],
  ["मेरा नाम राहुल है", "मेरा नाम [nombre] है"],
  ["cita para mi hija Sofía López y para mí", "cita para mi hija [nombre] y para mí"],
  ["mi mamá se llama rosa y quiere yoga", "mi mamá se llama [nombre] y quiere yoga"],
  ["con la señora Carmen, o con don Pepe", "con la señora [nombre], o con don [nombre]"],
  ["my wife Mary wants yoga", "my wife [nombre] wants yoga"],
])("%j keeps no name", (text, masked) => expect(maskForTraining(text, {})).toBe(masked));

test.each([
  "soy nueva y quiero informes",
  "reserva a nombre de mi mamá",
  "I'm late sorry",
  "je suis en retard",
  "soy nueva",
  "soy alérgica a las nueces",
  "soy intolerante a la lactosa",
  "Soy Doctora y salgo tarde",
  "soy fan del yoga",
  "mi nombre es correcto en la cita?",
  "mi hija quiere yoga",
  "MI HIJA QUIERE YOGA",
  "señora Buenas tardes",
  "quiero yoga el viernes a las 5",
])("%j names nobody and stays", (text) => expect(maskForTraining(text, {})).toBe(text));

test("the customer's own name goes wherever it stands, but for a name of the catalogue in its place", () => {
  const named = { customerName: "Ana Gómez" };
  expect(maskForTraining("aquí ana gómez, cita con ana", named)).toBe("aquí [nombre], cita con [nombre]");
  expect(maskForTraining("cita con ana", { ...named, kept: ["ana"] })).toBe("cita con ana");
  expect(maskForTraining("con la señora Ana", { kept: ["Ana"] })).toBe("con la señora Ana");
  expect(maskForTraining("cita con susana", { customerName: "Susana", kept: ["ana"] })).toBe("cita con [nombre]");
});

test("it is one line, and brackets in it are always ours", () => {
  expect(maskForTraining(" quiero\n[yoga](servicio)  {x} al 55 1234 5678 ", {})).toBe(
    "quiero (yoga)(servicio) (x) al [teléfono]",
  );
});
