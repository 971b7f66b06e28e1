import { isSure, type NluParse, type Policy } from "../nlu/index.ts";
import { isBare } from "./bare.ts";
import { isTakenBack } from "./corrections.ts";

/** What a customer comes for. Greetings, thanks, a yes or a no are part of it, and nothing of their own. */
const TASKS = new Set([
  "agendar_cita",
  "reagendar_cita",
  "cancelar_cita",
  "consulta_estado",
  "consultar_paquetes",
  "consultar_horarios",
  "consultar_historial",
  "pagar_servicio",
  "actualizar_perfil",
  "pregunta_informacion",
  "ubicacion",
  "hablar_con_agente",
  "queja",
  "alta",
]);
/** Said together they are one wish: "no puedo el jueves, pásala al viernes", "¿qué horas tienes? quiero un masaje". */
const ONE_WISH = [
  ["cancelar_cita", "reagendar_cita"],
  ["consulta_estado", "reagendar_cita"],
  ["consulta_estado", "cancelar_cita"],
  ["consulta_estado", "consultar_horarios"],
  ["consultar_horarios", "agendar_cita"],
  ["consultar_horarios", "reagendar_cita"],
  ["agendar_cita", "reagendar_cita"],
  ["agendar_cita", "consulta_estado"],
];

/** Two of these for two services are two wishes. */
const BY_SERVICE = new Set(["agendar_cita", "cancelar_cita", "reagendar_cita", "pagar_servicio"]);
/** After these a name or an hour alone goes on with the booking: "tienen estacionamiento? a las 10". */
const ANSWERED = new Set<string | undefined>(["pregunta_informacion", "ubicacion", "consultar_paquetes"]);
const WHEN = new Set(["fecha", "hora", "parte_del_dia"]);
/** A story is told in clauses that look like wishes; another wish beside it is plain. */
const PLAIN = 0.95;
const STORIES = new Set(["queja", "hablar_con_agente"]);
/** What a story is only told of stays below this. */
const HEARD = 0.25;
const MAX_CLAUSES = 5;
const MAX_LENGTH = 400;

const JOINT =
  /(?<!\d)[.;?!\n]+\s+|\n+|\s*,\s+(?:y\s+|e\s+|and\s+|et\s+|aur\s+|और\s+|(?:ah\s+|y\s+)?(?:de\s+paso|luego|despues|después|ademas|además|tambien|también|then|puis)\s+)?|\s+(?:ah\s+)?(?:y|e|and|et|aur|और|luego|además|ademas|también|tambien|puis)\s+(?!\d|media\b|cuarto\b|pico\b)(?:de\s+paso\s+|también\s+|tambien\s+|luego\s+|also\s+|aussi\s+)?/iu;

/**
 * The clauses of a message that asks for several things ("cancela la del viernes y agéndame el lunes"), in order, a
 * clause that says nothing of its own joined to the one before it. One entry: the whole message is one wish.
 */
export async function readTasks(
  text: string,
  whole: NluParse,
  parse: (text: string) => Promise<NluParse>,
  policy: Policy,
): Promise<NluParse[]> {
  // A yes, a no or a greeting is no list of wishes.
  const isAnswer = whole.intent.confidence >= policy.confidence && !TASKS.has(whole.intent.name);
  const clauses =
    isAnswer || text.length > MAX_LENGTH ? [] : text.split(JOINT).filter((clause) => clause.trim() !== "");
  if (clauses.length < 2 || clauses.length > MAX_CLAUSES) return [whole];
  const parses = await Promise.all(clauses.map(parse));
  const groups: { text: string; intent: string | undefined; service: string | undefined; parse?: NluParse }[] = [];
  for (const [index, clause] of clauses.entries()) {
    const read = parses[index] as NluParse;
    const service = read.entities.find(({ entity }) => entity === "servicio")?.value;
    const last = groups.at(-1);
    // "cancela mi yoga y también el manicure": a name alone is wished as the one before it was.
    const intent = isBare(clause, read) ? bareIntent(last?.intent, service, read) : taskOf(read, policy);
    const isNew =
      last?.intent === undefined ||
      (intent !== undefined && isAnother(last as { intent: string }, intent, last.service, service));
    if (!last) groups.push({ text: clause, intent, service, parse: read });
    else if (isNew && last.intent !== undefined) groups.push({ text: clause, intent, service, parse: read });
    else {
      last.text = `${last.text}, ${clause}`;
      delete last.parse;
      last.intent ??= intent;
      last.service ??= service;
    }
  }
  const tasks = groups.filter((group) => group.intent !== undefined);
  if (tasks.length < 2) return [whole];
  // Who complains, or wants a person, tells first what it is about; a wish is heard in the whole as well.
  const isStory = STORIES.has(whole.intent.name);
  if (isStory && !isHeard(whole, tasks[0]?.intent)) return [whole];
  const read = await Promise.all(tasks.map(async (task) => ({ task, parse: task.parse ?? (await parse(task.text)) })));
  // A clause together with what follows it may mean something else than alone; then nothing is certain but the whole.
  const isCertain = read.every(
    ({ task, parse }) =>
      isBare(task.text, parse) ||
      (taskOf(parse, policy) === task.intent && (!isStory || parse.intent.confidence >= PLAIN)),
  );
  if (!isCertain) return [whole];
  return read.map(({ task, parse }) => ({
    ...parse,
    intent: { ...parse.intent, name: task.intent ?? parse.intent.name },
  }));
}

/** What a clause of nothing but names and times is about: the same as the one before, or the booking. */
function bareIntent(last: string | undefined, service: string | undefined, { entities }: NluParse): string | undefined {
  if (ANSWERED.has(last) && entities.some(({ entity }) => WHEN.has(entity))) return "agendar_cita";
  return service === undefined ? undefined : last;
}

function isHeard({ intent, ranking }: NluParse, name: string | undefined): boolean {
  return name === intent.name || ranking.some((one) => one.name === name && one.confidence >= HEARD);
}

function taskOf(parse: NluParse, policy: Policy): string | undefined {
  return (isSure(parse, policy) || isTakenBack(parse)) && TASKS.has(parse.intent.name) ? parse.intent.name : undefined;
}

function isAnother(
  last: { intent: string },
  intent: string,
  lastService: string | undefined,
  service: string | undefined,
): boolean {
  // "masaje a las 5 y manicure a las 6": one intent, two appointments.
  if (intent === last.intent) {
    return BY_SERVICE.has(intent) && service !== undefined && lastService !== undefined && service !== lastService;
  }
  // "mueve el facial al jueves y cancela el yoga"
  if (service !== undefined && lastService !== undefined && service !== lastService) return true;
  return !ONE_WISH.some((pair) => pair.includes(intent) && pair.includes(last.intent));
}
