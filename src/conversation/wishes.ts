import { type Action, type ActionRegistry, mergeSlots, readSlots, type Slots } from "../actions/index.ts";
import type { Profile } from "../config/index.ts";
import { isSure, type NluParse, type Policy } from "../nlu/index.ts";
import { type Clock, foldText } from "../shared/index.ts";
import { isTakenBack } from "./corrections.ts";
import type { Decision, Turn } from "./turn.ts";

/** What is done without a question first (a ticket, an opt-out) has to be surer than what ends in one. */
const AT_ONCE = 0.8;

export interface WishDeps {
  registry: ActionRegistry;
  profile: Profile;
  clock: Clock;
}

/** "cancélala", "muévela", "esa", "it": the appointment that was spoken of last. */
const REFERS_BACK =
  /\b(?:(?:cancel|muev|mov|cambi|pas|reagend|elimin|borr|quit|anul)\w*(?:la|mela)|es[ae](?: cita)?|la que acab\w+|la ultima|it|that one|celle-la|annul\w+-la|usko|use)\b|उसे|उसको/u;

/** An appointment that is there, and not the one that is being booked. */
export const OWN_BOOKING =
  /\b(?:mi (?:otra )?cita|mis citas|la (?:cita )?que (?:ya )?tengo|my appointment|mon rendez-vous|meri appointment)\b/;

/** "otro masaje", "una cita nueva": beside the one that is there, unless a word says that it moves. */
const ANOTHER =
  /\b(?:otr[oa] (?!dia|hora|fecha|horario|semana|momento)\p{L}+|nueva|adicional|ademas de|another (?:one|appointment|massage|booking)|new appointment|un autre|une autre|nouveau rendez-vous)\b/u;
const MOVES = /\b(?:cambi|muev|mov|pas[aeo]|reagend|recorr|reprogram|adelant|atras|move|change|resched|deplac|chang)/;

/** The intent, when it is sure enough for what it would do. */
export function intentOf(
  { registry, policy }: { registry: ActionRegistry; policy: Policy },
  parse: NluParse,
): string | undefined {
  if (!isSure(parse, policy) && !isTakenBack(parse)) return undefined;
  const actsAtOnce = registry.byIntent(parse.intent.name)?.actsAtOnce;
  return actsAtOnce && parse.intent.confidence < AT_ONCE ? undefined : parse.intent.name;
}

/** What a sure intent leads to; undefined when nothing here answers it. */
export function runIntent(deps: WishDeps, turn: Turn, intent: string, said: Slots): Decision | undefined {
  const folded = foldText(turn.text);
  const isNewOne = intent === "reagendar_cita" && ANOTHER.test(folded) && !MOVES.test(folded);
  const action = deps.registry.byIntent(isNewOne ? "agendar_cita" : intent);
  if (!action) return undefined;
  const { form } = turn.state;
  const continues = action.isForm && form?.action === action.name && !form.isParked;
  if (continues) return { kind: "run", action: action.name, slots: mergeSlots(form.slots, said) };
  return { kind: "run", action: action.name, slots: { ...topicOf(action, turn, said, turn.text), ...said } };
}

/** "¿y el sábado?" is about what is being booked; "¿qué horarios tienen?" is about the business. */
function topicOf(action: Action, turn: Turn, said: Slots, text: string): Slots {
  const { form, focus } = turn.state;
  if (action.takesBooking) {
    const refersBack = focus && said.codigo_reserva === undefined && REFERS_BACK.test(foldText(text));
    return refersBack && said.servicio === undefined ? { codigo_reserva: focus.codigo_reserva } : {};
  }
  const { topic } = action;
  if (!topic || !form || form.isParked || topic.slots.some((name) => said[name] !== undefined)) return {};
  if (!topic.asksAboutTopic(text, said)) return {};
  return Object.fromEntries(topic.slots.map((name) => [name, form.slots[name]]));
}

/** Several wishes of one message, in order: the first now, the others when it is settled. */
export function runTasks(deps: WishDeps, turn: Turn, tasks: NluParse[]): Decision {
  const { form } = turn.state;
  const [first, ...later] = tasks.flatMap((task) => {
    const action = deps.registry.byIntent(task.intent.name);
    if (!action || (action.actsAtOnce && task.intent.confidence < AT_ONCE)) return [];
    const slots = readSlots(task.text, task.entities, {
      profile: deps.profile,
      now: turn.writtenAt,
      language: turn.language,
    });
    const isOpen = form?.action === action.name && !form.isParked;
    return [
      {
        action: action.name,
        slots: isOpen ? mergeSlots(form.slots, slots) : { ...topicOf(action, turn, slots, task.text), ...slots },
        text: task.text,
      },
    ];
  });
  if (!first) return { kind: "clarify", intents: [] };
  for (const [index, task] of later.entries()) {
    // "masaje mañana a las 5 y manicure a las 6": the day is said once.
    const before = index === 0 ? first : later[index - 1];
    if (before?.action !== task.action) continue;
    task.slots.fecha ??= before.slots.fecha;
    before.slots.fecha ??= task.slots.fecha;
  }
  return { kind: "run", ...first, ...(later.length > 0 ? { later } : {}) };
}
