import { foldText } from "../shared/index.ts";

const KIN =
  "hij[oa]s?|espos[oa]|marido|mujer|novi[oa]|pareja|herman[oa]|mam[aá]|pap[aá]|madre|padre|abuel[oa]|t[ií][oa]|prim[oa]|sobrin[oa]|niet[oa]|cuñad[oa]|suegr[oa]|amig[oa]|vecin[oa]|wife|husband|daughter|son|mother|mom|father|dad|sister|brother|friend|femme|mari|fille|fils|mère|père|sœur|frère|amie?";
/** What a name follows, whether it is written with capitals or not. */
const SAYING =
  `(?:mi|su|tu) (?:${KIN}) se llama|` +
  "me llamo|mi nombre(?: completo)? es|(?:le|te|les|os) (?:habla|escribe|saluda)|a nombre de|de parte de|my name(?: is|'s|’s)|under the name(?: of)?|je m['’]appelle|mon nom est|au nom de|mera na+m|मेरा नाम";
/** What a name may follow, and much else: "soy nueva", "I'm late". The last ones need its capital. */
const MAYBE = "soy|yo soy";
const CAPITAL_ONLY = "i am|i['’]m|this is|je suis";
const WORD = "\\p{L}[\\p{L}\\p{M}'’.-]*";
const INTRODUCTION = new RegExp(
  `(?<![\\p{L}\\p{Nd}])(?<lead>${SAYING}|${MAYBE}|${CAPITAL_ONLY})(?<gap>\\s*[:,]?\\s+)(?<words>${WORD}(?:\\s+${WORD}){0,5})`,
  "giu",
);
/** Where somebody else's name stands: with its capital, since anything else may be said of them as well. */
const OTHERS = new RegExp(
  `(?<![\\p{L}\\p{Nd}])(?<lead>(?:mi|su|tu|my|his|her|mon|ma) (?:${KIN})|don|doña|sra?\\.?|srta\\.?|señor(?:a|ita)?|mrs?\\.?|ms\\.?|mme\\.?)(?<gap>\\s+)(?<words>${WORD}(?:\\s+${WORD}){0,5})`,
  "giu",
);
const NEEDS_CAPITAL = new RegExp(`^(?:${CAPITAL_ONLY})$`, "iu");
const PARTICLES: ReadonlySet<string> = new Set("de del la las los da do dos van von san santa".split(" "));
const MAX_NAMES = 4;
/** Where a name ends at the latest, and with what none begins. */
const NO_NAMES: ReadonlySet<string> = new Set(
  foldText(`y e o u a al ante con contra desde en entre hasta hacia para pero por porque segun sin sobre que q k quien cual cuando como donde si no ya
  yo tu el ella mi mis su sus un una uno unos unas este esta ese esa muy mas menos tan bien mal solo tambien hoy ayer manana pasado
  quiero queria quisiera necesito busco tengo tenia tuve puedo podria deseo vengo voy estoy era fue es son hay agenda agendar cita reserva
  reservar gracias favor porfa hola buenas buenos dias tardes noches lunes martes miercoles jueves viernes sabado domingo
  nueva nuevo cliente clienta paciente alergica alergico principiante mujer hombre mama papa mayor menor vecina vecino estudiante amiga amigo
  hermana hermano esposa esposo hija hijo socia socio miembro alumna alumno diabetica diabetico embarazada zurda zurdo puntual vegetariana
  vegano vegana primeriza primerizo otra otro abuela abuelo madre padre novia novio pareja persona gente empresa nadie alguien igual correcto correcta
  doctora doctor medica medico enfermera enfermero maestra maestro profesora profesor ingeniera ingeniero contadora contador abogada abogado
  instructora instructor entrenadora entrenador terapeuta dentista psicologa psicologo arquitecta arquitecto disenadora disenador recepcionista
  jubilada jubilado pensionada pensionado empleada empleado deportista atleta ciclista corredora corredor nadadora nadador bailarina bailarin
  intolerante asmatica asmatico hipertensa hipertenso celiaca celiaco epileptica epileptico sorda sordo ciega ciego discapacitada discapacitado
  sensible nerviosa nervioso timida timido friolenta flexible rigida rigido inexperta inexperto experta experto avanzada avanzado intermedia
  intermedio nivel talla soltera soltero casada casado viuda divorciada divorciado foranea foraneo extranjera extranjero mexicana mexicano turista
  residente usuaria usuario titular suscriptora suscriptor afiliada afiliado cumpleanera cumpleanero fan fanatica fanatico frecuente regular
  duena dueno encargada encargado responsable gerente representante proveedora proveedor adulta adulto joven fumadora fumador
  and i i'm the an my your would want need book please at on for to in with not new late here sorry interested just
  et je j'ai voudrais veux pour avec une est pas tres en retard hai h hun hoon hu aur mujhe ko ka ki ke se है हूँ और मुझे को`).split(
    " ",
  ),
);

/**
 * Puts a tag where somebody says their name in Spanish, English, French or Hindi: "me llamo ana y quiero yoga" becomes
 * "me llamo [nombre] y quiero yoga". Rather a word too many than a name that stays.
 */
export function maskIntroducedNames(text: string, tag: string): string {
  return withTag(text, INTRODUCTION, tag, (lead) => (NEEDS_CAPITAL.test(lead) ? /^\p{Lu}/u : undefined));
}

/** The same where somebody else is named: "mi hija Sofía López", "la señora Carmen". */
export function maskOthersNames(text: string, tag: string): string {
  // A text all in capitals says nothing by them.
  return withTag(text, OTHERS, tag, () => /^\p{Lu}\p{Ll}/u);
}

function withTag(text: string, pattern: RegExp, tag: string, shapeAfter: (lead: string) => RegExp | undefined): string {
  return text.replace(pattern, (found, ...rest) => {
    const { lead = "", gap = "", words = "" } = rest.at(-1) as Record<string, string>;
    const length = nameLength(words, shapeAfter(lead));
    return length === 0 ? found : lead + gap + tag + words.slice(length);
  });
}

/** How many characters of the words after an introduction are a name. */
function nameLength(words: string, shape: RegExp | undefined): number {
  let length = 0;
  let count = 0;
  for (const { 0: word, index } of words.matchAll(/\S+/gu)) {
    const folded = foldText(word).replace(/[.'’-]+$/u, "");
    if (PARTICLES.has(folded) && count > 0) continue;
    if (NO_NAMES.has(folded) || PARTICLES.has(folded) || count === MAX_NAMES) break;
    if (shape && !shape.test(word)) break;
    count += 1;
    length = index + word.replace(/[.]+$/u, "").length;
    if (word.endsWith(".")) break;
  }
  return length;
}
