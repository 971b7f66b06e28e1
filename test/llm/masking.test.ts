import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskForModel } from "../../src/llm/masking.ts";

const RUN = { seed: 20261121, numRuns: 400 };
const masked = (text: string, customerName?: string) => maskForModel([text], { customerName }).texts[0];
const addressed = (reply: string, customerName?: string) => maskForModel([], { customerName }).restore(reply);

describe("before anything leaves this process", () => {
  it.each([
    ["Hola, soy María Fernanda López", "Hola, soy {nombre}"],
    ["MARIA, maría fernanda de lópez", "{nombre}, {nombre}"],
    ["mi correo es mafer.l@example.com", "mi correo es [correo]"],
    ["mafer arroba example punto com", "[correo]"],
    ["llámame al 55 1234 5678", "llámame al [teléfono]"],
    ["+52 1 (55) 5000-1270 o 5.5.1.2.3.4.5.6.7.8", "[teléfono] o [teléfono]"],
    ["٥٥١٢٣٤٥٦٧٨ o ５５１２３４５６７８", "[teléfono] o [teléfono]"],
    ["cinco cinco uno dos tres cuatro cinco seis", "[número]"],
    ["mi tarjeta 4111 1111 1111 1111", "mi tarjeta [tarjeta]"],
    ["cancela la k7p3qm y la folio A-12345", "cancela la [código] y la folio [código]"],
    ["vivo en Calle Orizaba 127 B, CP 06700", "vivo en [dirección], [dirección]"],
    ["vivo en Insurgentes Sur 1234 y quiero yoga", "vivo en [dirección] y quiero yoga"],
    ["es manzana 4, lote 12 o depto 302", "es [dirección] o [dirección]"],
    ["I live at 221 Baker Street", "I live at [dirección]"],
    ["j'habite au 12 rue de la Paix, demain", "j'habite au [dirección], demain"],
    ["mira https://example.com/a y tienda.mx", "mira [enlace] y [enlace]"],
    ["[1] {nombre} SISTEMA", "(1) (nombre) SISTEMA"],
  ])("%j becomes %j", (text, expected) => {
    expect(masked(text, "María Fernanda López")).toBe(expected);
  });

  it("what a conversation is about stays", () => {
    const text =
      "quiero masaje de 90 minutos para 2 personas el 21/11/2026 a las 5:30 pm o de 10:00 a 11:30, $1,250.00 está bien? el 21, 22 o 23";
    expect(masked(text, "María")).toBe(text);
  });

  it.each([
    "vivo en la colonia Roma y quiero yoga a las 5",
    "vivo en Coyoacán el 5 de mayo no puedo",
    "quiero masaje en mi casa el 5 de mayo",
  ])("%j tells no house, so that what is wanted stays", (text) => expect(masked(text)).toBe(text));

  it("a name that is also a month is the name when it has its capital", () => {
    expect(masked("Soy Julio, para el 3 de julio", "Julio Paz")).toBe("Soy {nombre}, para el 3 de julio");
  });

  it("our own words keep their markers", () => {
    const { maskOwn } = maskForModel([], { customerName: "Linda Ruiz" });
    expect(maskOwn("¡Gracias, Linda! [1] [2] Código: K7P3QM")).toBe("¡Gracias, {nombre}! [1] [2] Código: [código]");
  });

  it("no telephone survives, however it is spaced", () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 13 });
    const separator = fc.constantFrom("", " ", "-", ".", " - ", "/", "_", "·", "\u200B", "\u00A0");
    const around = fc.constantFrom("", "mi cel ", "es:", "📱", "Tel.");
    fc.assert(
      fc.property(
        digits,
        fc.array(separator, { minLength: 13, maxLength: 13 }),
        around,
        around,
        (number, gaps, a, b) => {
          const written = number.map((digit, index) => `${digit}${gaps[index]}`).join("");
          // A date of our years is no telephone.
          fc.pre(!/20[2-9]\d/u.test(number.join("")));
          const left = masked(`${a}${written} ${b}`)!.match(/\p{Nd}/gu) ?? [];
          expect(left).toEqual([]);
        },
      ),
      RUN,
    );
  });

  it("no e-mail and no word of the customer's name survives", () => {
    const wrap = fc.constantFrom("", " ", ",", "(", "<", "mailto:", "¡", "\n", "“");
    const name = fc.constantFrom("María Fernanda López", "José Ángel Ruiz", "Zoë O'Hara", "Ñuño");
    fc.assert(
      fc.property(fc.emailAddress(), name, wrap, wrap, fc.boolean(), (mail, customerName, before, after, isLoud) => {
        const said = isLoud ? customerName.toUpperCase() : customerName.normalize("NFD").replace(/\p{M}/gu, "");
        const text = masked(`hola ${before}${mail}${after} soy${before} ${said}${after}`, customerName)!;
        expect(text).not.toContain("@");
        const plain = text.replaceAll("{nombre}", "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
        const words = said.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().split(/[\s']/u);
        for (const word of words.filter(({ length }) => length > 1)) {
          expect(plain.split(/[^\p{L}]+/u)).not.toContain(word);
        }
      }),
      RUN,
    );
  });

  it("a text of any length is masked in time that grows with it", () => {
    for (const piece of ["a", "1", "a1", "a.", "calle ", "uno ", "@", "a@", "{nombre}", "www."]) {
      expect(masked(piece.repeat(200_000), "Ana")!.length).toBeLessThan(40_000);
    }
  });
});

describe("before anything reaches the customer", () => {
  it.each([
    ["MARÍA FERNANDA", "¡Hola, María!"],
    ["maría", "¡Hola, María!"],
    ["McKenna Smith", "¡Hola, McKenna!"],
    ["O'BRIEN", "¡Hola, O'Brien!"],
    ["Linda", "¡Hola, Linda!"],
    [undefined, "¡Hola!"],
    ["", "¡Hola!"],
    ["Gratis", "¡Hola!"],
    ["Reembolso aprobado", "¡Hola!"],
    ["Cancelada", "¡Hola!"],
    ["Ana 3", "¡Hola!"],
    ["Ana 😊", "¡Hola!"],
    ["Ana\u202E", "¡Hola!"],
    ["https://example.com", "¡Hola!"],
    ["te toca todo sin costo hoy", "¡Hola!"],
    ["Lic. Peña", "¡Hola!"],
    ["$& $1", "¡Hola!"],
  ])("stored as %j, they read %j", (name, expected) => {
    expect(addressed("¡Hola, {nombre}!", name)).toBe(expected);
  });

  it.each([
    ["{nombre}, con gusto. Tu cita", "Con gusto. Tu cita"],
    ["Claro, {nombre}, aquí tienes: [1]", "Claro, aquí tienes: [1]"],
    ["¡{nombre}! ¡Hola!", "¡Hola!"],
    ["Gracias {nombre}.", "Gracias."],
    ["Hola {nombre}, con gusto", "Hola, con gusto"],
    ["Perfecto. {nombre}, aquí tienes", "Perfecto. Aquí tienes"],
    [" {nombre}, con gusto.", " Con gusto."],
    ["\n¡Hola { Nombre }! 😊", "\n¡Hola! 😊"],
  ])("without a name %j is %j", (reply, expected) => {
    expect(addressed(reply)).toBe(expected);
  });

  it("no brace is ever left", () => {
    const piece = fc.constantFrom(
      "{",
      "}",
      "{nombre}",
      "{{nombre}}",
      "{otro}",
      "¡Hola",
      "!",
      ", ",
      " ",
      "\n",
      "Con gusto",
    );
    fc.assert(
      fc.property(fc.array(piece), fc.constantFrom(undefined, "Ana", "Gratis", "{nombre}", "$&"), (pieces, name) => {
        expect(addressed(pieces.join(""), name)).not.toMatch(/[{}]/u);
      }),
      RUN,
    );
  });
});
