import { tokenize } from "./tokens.ts";
import { dateRules } from "./when-dates.ts";
import type { WhenLanguage } from "./when-language.ts";
import * as means from "./when-meanings.ts";
import { createPhraseRule, type Phrase } from "./when-patterns.ts";
import { Scan } from "./when-scan.ts";
import { timeRules } from "./when-times.ts";
import type { WhenVocabulary } from "./when-vocabulary.ts";

/** What the phrases below need; the rules of dates and hours have the rest in `when-words.ts`. */
const vocabulary: WhenVocabulary = {
  weekdays: [
    "lunes",
    "martes",
    "miércoles miercolez miercole",
    "jueves juebes juevez jueve",
    "viernes biernes vierne bierne viernez",
    "sábado savado sabdo",
    "domingo domigno",
  ],
  months: [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre setiembre",
    "octubre",
    "noviembre novienbre nobiembre",
    "diciembre dicienbre disiembre diziembre",
  ],
  numbers: {
    0.5: "media",
    1: "uno",
    1.5: "hora_y_media",
    2: "dos",
    3: "tres",
    4: "cuatro",
    5: "cinco",
    6: "seis",
    7: "siete",
    8: "ocho",
    9: "nueve",
    10: "diez",
    11: "once",
    12: "doce",
    15: "quince",
    20: "veinte",
    30: "treinta",
    40: "cuarenta",
    45: "cuarenta_y_cinco",
  },
  ordinals: { 1: "primero primer" },
  articles: "un una",
  parts: { manana: "mañana mañanita", tarde: "tarde tardecita", noche: "noche nochecita" },
  halves: { am: "am", pm: "pm" },
  counted: "",
  around: { fecha: "en", hora: "", parte_del_dia: "" },
};

const NEXT_MONTH = "proximo|siguiente|otro mes";
const COMING_MONTH = "mes que|q viene|biene|entra|entrante";

const phrases: Phrase[] = [
  // days
  { say: ["de? hoy|hoi en ocho|8 !dias|dia"], entity: "fecha", means: means.dayAfter(7) },
  { say: ["de? hoy|hoi en quince|15 !dias|dia"], entity: "fecha", means: means.dayAfter(14) },
  { say: ["de? mañana en ocho|8 !dias|dia"], entity: "fecha", means: means.dayAfter(8) },
  { say: ["de? mañana en quince|15 !dias|dia"], entity: "fecha", means: means.dayAfter(15) },
  { say: ["de? este? <weekday> en ocho|8 !dias|dia"], entity: "fecha", means: means.weekday({ later: 1 }) },
  { say: ["de? este? <weekday> en quince|15 !dias|dia"], entity: "fecha", means: means.weekday({ later: 2 }) },
  {
    say: [`${NEXT_MONTH} ,? el? dia? <day>`, `${COMING_MONTH} ,? el? dia? <day>`, `<day> de|del ${NEXT_MONTH}`],
    entity: "fecha",
    means: means.dayInMonth(1),
  },
  { say: [NEXT_MONTH, COMING_MONTH, "mes proximo"], entity: "fecha", means: means.noDay },
  {
    say: ["fin de|del este? mes", "ultimo dia de|del este? mes", "dia ultimo", "ultimo de|del mes"],
    entity: "fecha",
    means: means.lastOfMonth(0),
  },
  {
    say: [
      "finales|fines|mediados|principios|inicios de|del este? mes",
      "finales|fines|mediados|principios|inicios de|del <month>",
      "fin|finales de año",
      "semana|mes pasada|pasado",
      "de <weekday> a <weekday>",
      "antes|despues de|del <weekday>",
    ],
    entity: "fecha",
    means: means.noDay,
  },
  { say: "ayer|aller", entity: "fecha", means: means.dayAfter(-1) },
  { say: ["ayer en|por la <part>"], entity: "fecha", means: means.dayAfter(-1) },
  { say: "anoche", entity: "fecha", means: means.dayAfter(-1, "noche") },
  { say: ["antier|anteayer|antiayer", "antes de ayer"], entity: "fecha", means: means.dayAfter(-2) },
  { say: ["<weekday> pasado !mañana|a|por|en", "pasado <weekday>"], entity: "fecha", means: means.lastWeekday },
  { say: ["pasado $", "pasado a|por|en|si|tambien|como"], entity: "fecha", means: means.dayAfter(2) },
  { say: [`<day> de|del? ${COMING_MONTH}`], entity: "fecha", means: means.dayInMonth(1) },
  { say: ["en navidad", "dia|noche de navidad"], entity: "fecha", means: means.feast(25, 12) },
  // hours
  { say: "a|en primera|ultima hora de|por la <part>", entity: "parte_del_dia", means: means.part() },
  {
    say: ["antes de|del mediodia", "antes de|del medio dia"],
    entity: "parte_del_dia",
    means: means.part("manana"),
  },
  {
    say: ["despues|pasado de|del? mediodia", "despues de|del medio dia"],
    entity: "parte_del_dia",
    means: means.part("tarde"),
  },
  {
    say: [
      "a|en primera hora",
      "a|en 1 a|ra|era hora",
      "a? primera hora",
      "apenas|cuando abran|abren|abra",
      "en cuanto abran|abren",
    ],
    entity: "hora",
    means: means.opening,
  },
  { say: ["a|en la? ultima hora", "antes de cerrar"], entity: "hora", means: means.noTime },
  {
    say: ["en media hora|horita", "dentro de media hora|horita", "en 1 / 2 hora"],
    entity: "hora",
    means: () => ({ kind: "offset", minutes: 30 }),
  },
  {
    say: [`en <count> horas|hora|hrs|hr|h`, "dentro de <count> horas|hora|hrs"],
    entity: "hora",
    means: means.minutesAhead(60),
  },
  {
    say: [`en <count> hora|horas y media`, "dentro de <count> hora|horas y media"],
    entity: "hora",
    means: means.minutesAhead(60, 30),
  },
  {
    say: ["en hora y media", "dentro de hora y media"],
    entity: "hora",
    means: () => ({ kind: "offset", minutes: 90 }),
  },
  { say: ["en un? cuarto de hora"], entity: "hora", means: () => ({ kind: "offset", minutes: 15 }) },
  {
    say: [`en <count> minutos|minutitos|min|mins|minuto`, "dentro de <count> minutos|minutitos|min"],
    entity: "hora",
    means: means.minutesAhead(1),
  },
  // declined and corrected
  {
    say: [
      "no !tienes|tiene|tienen|tendras|tendra|tendran|tendrian|tendrias|hay|habra|abren|atienden|se|me|te|sera|puedes|puede|podrias|podran|podrian|importa|problema|crees|quieres|quieren|das|dan|habria|le|les|estan|esta|trabajan|queda|tengo",
      "no me queda|sirve|conviene|acomoda|late|va|puedo|funciona|gusta|da|es",
      "no se puede $",
      "ni|tampoco|imposible|nunca|nel|nop|excepto|salvo",
      "menos el|los|este",
      "menos <weekday>",
      "en vez|lugar de|del",
    ],
    means: means.not,
  },
  {
    say: [
      "no importa",
      "no hay|tengo problema",
      "si no es molestia|problema|inconveniente|abuso|mucha",
      "por que no",
      "cuanto antes mejor",
    ],
    means: means.skip,
  },
  {
    say: [
      "mejor",
      "sino",
      "perdon|perdona|digo|corrijo",
      "mas bien",
      "o sea",
      "quise decir",
      "me equivoque",
      "cambio de opinion",
    ],
    means: means.rather,
  },
  { say: ["pero", ",|;|.|?|!|¿|¡|…"], means: means.clause },
  // what only looks like it
  {
    say: [
      "soy|llamo|llama|apellido <weekday>",
      "soy|llamo|llama|apellido <month>",
      "nombre es <weekday>",
      "nombre es <month>",
      "con don? domingo|abril|julio|mayo",
      "señor|señora|don|doña|doctor|doctora|dra|dr|sr|sra|señorita .? <weekday>",
      "calle|avenida|av|ave|colonia|col|blvd|boulevard|esquina|plaza|metro|calzada|barrio|escuela|parque .? del? <day> de <month>",
      "calle|avenida|av|ave|colonia|col|blvd|boulevard|metro|plaza .? <month>",
      "clase|masaje|sesion|cita|facial de media|una|dos|1|2 hora|horas",
      "24 x|por 7",
      "año pasado|antepasado",
    ],
    means: means.skip,
  },
];

/** Spanish has rules of its own for dates and hours; phrases come first. */
export const spanish: WhenLanguage = {
  rules: [createPhraseRule(vocabulary, phrases), ...dateRules, ...timeRules],
  scan: (text, today) => new Scan(tokenize(text), today),
};
