import { foldText } from "../shared/index.ts";
import { verbForm } from "./grounding/verb-forms-es.ts";
import { NEGATORS, PROMISES } from "./grounding/vocabulary-es.ts";

const MAX_WORDS = 4;
const NAME_WORD = /^\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*$/u;
const FIRST_NAME = { min: 2, max: 20 };
/** What people and systems write into a name's field that is nobody's name, or would be read as a statement. */
const NO_NAMES: ReadonlySet<string> = new Set(
  `cliente usuario usuaria contacto prueba test demo admin administrador administradora sistema system bot soporte asistente
  null undefined none nan anonimo anonima desconocido desconocida nombre name user customer guest hola gracias si ok
  oferta promo promocion premio ganaste ganador ganadora urgente aprobado aprobada pagado pagada libre mil cien todo
  srta sra sr dr dra lic ing don dona mama papa amor hotmail gmail whatsapp facebook instagram
  lunes martes miercoles jueves viernes sabado manana hoy ayer`.split(/\s+/u),
);

/**
 * The name by which a customer may be addressed, as stored but for capitals ("MARÍA FERNANDA" → "María"); undefined when
 * what is stored is no name that may stand in a reply: figures, symbols, more than four words, "Gratis", "Cancelada".
 */
export function firstNameOf(stored: string | undefined): string | undefined {
  const words = (stored ?? "").normalize("NFC").trim().split(/\s+/u);
  const [first] = words;
  if (!first || words.length > MAX_WORDS || !words.every((word) => NAME_WORD.test(word))) return undefined;
  if (first.length < FIRST_NAME.min || first.length > FIRST_NAME.max) return undefined;
  return words.some((word) => saysSomething(foldText(word))) ? undefined : capitalised(first);
}

function saysSomething(word: string): boolean {
  return NO_NAMES.has(word) || NEGATORS.has(word) || PROMISES.test(word) || verbForm(word) !== undefined;
}

/** A name in one case gets its capitals; "McKenna" has them. */
function capitalised(name: string): string {
  const lower = name.toLocaleLowerCase("es");
  if (name !== lower && name !== name.toLocaleUpperCase("es")) return name;
  return lower.replace(/(^|['’-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}
