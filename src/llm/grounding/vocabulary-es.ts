import { foldText } from "../../shared/index.ts";

/**
 * The closed words of a Spanish reply. A rewording may choose freely among these and among nothing else: any other word
 * is an open word (a fact) and has to be the template's. So a word missing here costs a rewording, never a truth;
 * what is added here must therefore mean nothing on its own.
 */
const words = (text: string): ReadonlySet<string> => new Set(foldText(text).split(" "));

/** Articles, pronouns, prepositions, auxiliaries: free to come and go. No "si", "o", "hasta", "desde", "antes", "solo". */
export const FREE = words(`
  el la los las lo un una unos unas de del al a en con por para que y e tu tus su sus te le les me nos se mi es son
  estan esta fue ha has han he hemos quedo queda quedan quedaron aqui ahi esto este estos estas ese esa eso como muy bien
  asi entonces pues tambien ademas pero ya ti usted ustedes nosotros nuestro nuestra nuestros nuestras contigo sido
  hay tenemos tengo tienes tiene contamos puedo puedes puede podemos pueden podrias pude pudimos pudo
  pudieron logre logramos logro favor porfa cual
`);

/** Politeness without a content: free. */
export const COURTESY = words("hola gracias favor gusto saludos mucho claro amable amablemente saluda buenas saludo");

/** Good mood: never beside a negation or an apology. */
export const CHEER = words(
  "perfecto genial excelente estupendo fantastico bueno super encanta encantada encantado alegra",
);

/** Regret: only where the template says no or regrets. */
export const APOLOGY = words(
  "siento sentimos lamento lamentamos lamentablemente desafortunadamente disculpa disculpe disculpas perdon",
);

/** "It is done": only where the template reports a finished effect. */
export const COMPLETE = words("listo lista hecho");

/** "See you": only where a booking stands. */
export const WELCOME = words("esperamos vemos");

/** A negator binds the next word that carries meaning; the pairs are compared. */
export const NEGATORS = words("no ni nunca jamas tampoco sin ningun ninguno ninguna nada nadie");

/** Questions ask for the same thing: these are compared inside ¿…? by their accents. */
export const INTERROGATIVES: Readonly<Record<string, string>> = {
  qué: "which",
  cuál: "which",
  cuáles: "which",
  cuándo: "when",
  dónde: "where",
  cómo: "how",
  quién: "who",
  quiénes: "who",
  cuánto: "how-much",
  cuánta: "how-much",
  cuántos: "how-much",
  cuántas: "how-much",
};

/** Words of one group may stand for each other. `optional` labels may be dropped; the others have to stay. */
interface Group {
  id: string;
  optional: boolean;
  words: ReadonlySet<string>;
}

const group = (id: string, text: string, optional = false): Group => ({ id, optional, words: words(text) });

const GROUPS: readonly Group[] = [
  group("appointment", "cita citas turno turnos reserva reservas reservacion reservaciones", true),
  group("time-of-day", "hora horas horario horarios", true),
  group("day", "dia dias fecha fechas", true),
  group("service", "servicio servicios", true),
  group("professional", "profesional profesionales especialista especialistas terapeuta terapeutas", true),
  group("price", "precio precios costo costos cuesta cuestan vale valen tarifa tarifas", true),
  group("code", "codigo codigos clave folio", true),
  group("peso", "peso pesos", true),
  group("now", "ahora mismo momento"),
  group("duration", "dura duracion", true),
  group("available", "disponible disponibles libre libres cupo cupos lugar lugares espacio espacios disponibilidad"),
  group("option", "opcion opciones alternativa alternativas"),
  group("want", "quieres quiere gustaria prefieres deseas desea necesitas necesita buscas", true),
  group("choose", "elige elegir escoge escoger selecciona seleccionar"),
  group(
    "tell",
    "dime dimelo indicame indica cuentame escribe escribeme escribelo escribemelo responde contesta mandame",
  ),
  group("help", "ayuda ayudar ayudarte ayudo apoyo apoyarte"),
  group("team", "equipo"),
  group("person", "persona personas asesor asesora agente"),
  group("name", "nombre"),
  group("data", "datos detalles informacion", true),
  group("see", "ver mostrar muestro consultar consulta revisar"),
];

const GROUP_OF = new Map(GROUPS.flatMap((entry) => [...entry.words].map((word) => [word, entry] as const)));

export function groupOf(folded: string): { id: string; optional: boolean } | undefined {
  return GROUP_OF.get(folded);
}

/** Labels that a rewording may add beside a figure of that kind ("el código es K7P2"). */
export const LABEL_OF_FIGURE: Readonly<Record<string, string>> = {
  code: "code",
  date: "day",
  weekday: "day",
  time: "time-of-day",
};

/** Beside one of these, "precio" would give the amount another meaning. */
export const MONEY_ROLES = /\b(?:anticip|descuent|saldo|abon|mult|cargo|comision|ahorr|deb|restan|deposit|propina)/u;

/** Said only when the template says it. Most are open words anyway; the list gives the refusal its name. */
export const PROMISES =
  /^(?:llam|gratis|gratuit|reembols|devol|descuent|rebaj|garanti|asegur|promet|promoci|regal|obsequi|bonific|compens|cortesia|ofert|sorte|2x1)/u;

/** Function words that Spanish lacks: two of them and the reply is in another language. */
export const FOREIGN = words(`
  the your you is are was has been with for and at on of our have will we it this that booked appointment please
  thanks sorry você seu sua foi está_pt não com uma às obrigado obrigada votre vous est avec pour une rendez nous merci les
  ihr ist mit und der
`);
