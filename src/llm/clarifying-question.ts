import { foldText } from "../shared/index.ts";

const MAX_CHARACTERS = 160;
/** At most one sentence, such as an apology, and then the question. */
const SHAPE = /^(?:[^.!¡?¿]+[.!]\s+|¡[^.!¡?¿]+!\s+)?(?:[^.!¡?¿]+,\s+)?¿[^.!¡?¿]+\?$/u;
/** Spanish letters as they are written: raised and full-width ones fold into others, and a line separator is no space. */
const PLAIN = /^[A-Za-zÁÉÍÓÚÜÑáéíóúüñ .,!¡?¿]+$/u;

/** What may stand before the question, as phrases: of its single words, "no quiero ayudarte" could be made, too. */
const LEAD = new RegExp(
  `^(?:(?:${[
    "hola",
    "buen(?:os|as)? (?:dias?|tardes|noches)",
    "(?:muchas )?gracias(?: por (?:tu mensaje|escribir|escribirnos))?",
    "con (?:mucho )?gusto(?: te (?:ayudo|atiendo))?",
    "claro(?: que si)?",
    "(?:perdon|disculpa|disculpame|una disculpa|lo siento)",
    "(?:perdon|disculpa|creo que)? ?no (?:te |lo |me )?(?:entendi|quedo claro)(?: bien)?(?: tu mensaje| lo que (?:necesitas|buscas|quieres))?",
    "no estoy segur[oa](?: de (?:haberte entendido|haber entendido)(?: bien)?)?",
    "quiero (?:entenderte|ayudarte|atenderte)(?: bien| mejor)?",
    "para (?:entenderte|ayudarte|atenderte)(?: bien| mejor)?",
  ].join("|")})(?: |$))*$`,
  "u",
);
/** What asking again is made of. None of these words can tell a promise, in whatever order; those of the options come on top. */
const ASKING = words(`
  a ademas al algo alguna alguno aqui asi atenderte ayuda ayudamos ayudar ayudarte ayudo bien busca buscas busques cita
  como con contarme cual cuales cuentame de deberia decir decirme del desea deseas desees dices dime duda e el elegir elige
  eliges en encuentras entender entenderte entendi es esa ese eso esta estas este esto estos exactamente favor gustaria
  hacer hago indicame la las le lo los me mejor mensaje mi necesita necesitas no nos o opcion opciones para pero podemos
  podrias por porfa precisar prefieres puedes puedo que quieres quisieras refieres respecto saber se servir servirte si
  siguientes sobre te ti tu tus u un una unas unos y
`);

/**
 * Says why a question may not be asked; an empty list means that it may. It is one short question in words that say
 * nothing of their own, and it names none of the options or all of them.
 */
export function checkQuestion(question: string, options: readonly string[]): string[] {
  const said = wordsOf(question);
  const lead = wordsOf(question.slice(0, Math.max(0, question.indexOf("¿")))).join(" ");
  const asked = wordsOf(question.slice(question.indexOf("¿")));
  const named = options.map((option) => ownWords(option, options).some((word) => said.includes(word)));
  const known = new Set(options.flatMap(wordsOf));
  return [
    ...(question.length > MAX_CHARACTERS ? ["length"] : []),
    ...(PLAIN.test(question) ? [] : ["characters"]),
    ...(SHAPE.test(question) ? [] : ["question"]),
    ...(asked.every((word) => ASKING.has(word) || known.has(word)) ? [] : ["words"]),
    ...(LEAD.test(lead) ? [] : ["lead"]),
    ...(named.includes(true) && named.includes(false) ? ["options"] : []),
  ];
}

/** By which an option is told from the others. */
function ownWords(option: string, options: readonly string[]): string[] {
  const others = new Set(options.filter((other) => other !== option).flatMap(wordsOf));
  return wordsOf(option).filter((word) => !others.has(word) && !ASKING.has(word));
}

function wordsOf(text: string): string[] {
  return foldText(text).match(/\p{L}+/gu) ?? [];
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/u));
}
