/** What customers write in the bench, and the intent that each line has: one clause each, so that it is one parse. */
const LINES: readonly [pattern: RegExp, intent: string][] = [
  [/^hola/, "saludo"],
  [/paquetes/, "consultar_paquetes"],
  [/abren/, "consultar_horarios"],
  [/estacionamiento/, "pregunta_informacion"],
  [/ubicados/, "ubicacion"],
  [/^¿qué horarios/, "consultar_horarios"],
  [/^quiero cancelar/, "cancelar_cita"],
  [/^quiero un/, "agendar_cita"],
  [/^sí/, "afirmar"],
  [/citas tengo/, "consulta_estado"],
  [/gracias/, "agradecimiento"],
];

export const INTENTS: readonly string[] = [...new Set(LINES.map(([, intent]) => intent))];

/** The intent of a line of the bench. */
export function intentOf(text: string): string {
  return LINES.find(([pattern]) => pattern.test(text))?.[1] ?? "nlu_fallback";
}

/** One line of each kind, for loops that only parse. */
export const SAMPLE_TEXTS: readonly string[] = [
  "hola, buenas tardes",
  "¿qué paquetes tienen?",
  "¿a qué hora abren?",
  "¿tienen estacionamiento?",
  "¿dónde están ubicados?",
  "¿qué horarios hay el sábado para masaje?",
  "quiero un masaje relajante el 12 de marzo a las 11 de la mañana",
  "sí",
  "¿qué citas tengo?",
  "quiero cancelar mi cita",
  "muchas gracias",
];

const SERVICES = ["masaje relajante", "masaje descontracturante", "facial hidratante", "manicure", "pedicure"];
const HOURS = [
  "9 de la mañana",
  "10 de la mañana",
  "11 de la mañana",
  "4 de la tarde",
  "5 de la tarde",
  "6 de la tarde",
];
const SINGLE = [
  "hola, buenas tardes",
  "¿qué paquetes tienen?",
  "¿a qué hora abren?",
  "¿tienen estacionamiento?",
  "¿dónde están ubicados?",
  "¿qué horarios hay el sábado para masaje?",
  "¿qué citas tengo?",
  "muchas gracias",
];
/** Of the things that a customer comes for, so many are a booking or its end; each of these takes two messages. */
const WRITES = 0.15;
const MONTHS = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre"].concat(
  "octubre",
  "noviembre",
  "diciembre",
);

/** One customer's side of endless small conversations: questions, and appointments that are made and cancelled again. */
export function createScript(random: () => number): () => string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  let hasBooking = false;
  let isConfirming = false;
  return () => {
    if (isConfirming) {
      isConfirming = false;
      return "sí";
    }
    if (random() >= WRITES) return pick(SINGLE);
    isConfirming = true;
    hasBooking = !hasBooking;
    if (!hasBooking) return "quiero cancelar mi cita";
    const day = weekdayWithin(50, random);
    return `quiero un ${pick(SERVICES)} el ${day.getDate()} de ${MONTHS[day.getMonth()]} a las ${pick(HOURS)}`;
  };
}

/** A day within the time that can be booked, and no Sunday. */
function weekdayWithin(days: number, random: () => number): Date {
  const day = new Date(Date.now() + (2 + Math.floor(random() * days)) * 86_400_000);
  if (day.getDay() === 0) day.setDate(day.getDate() + 1);
  return day;
}
