import type { NluEntity, NluParse } from "../nlu/index.ts";
import { foldText } from "../shared/index.ts";
import { isGlue, wordsBeside } from "./bare.ts";

/** Words that take back what was said before, in the languages that we answer. */
const MARKS = words(
  "no nop nope perdon perdona perdone perdoname disculpa disculpe disculpame digo mejor sino quise equivoque corrijo correccion espera espere era realidad ups oops",
  "sorry actually meant instead rather wait mistake wrong",
  "non pardon desole desolee plutot voulais trompe trompee erreur attends attendez finalement etait c'etait fait",
  "nahi nahin maaf matlab galti balki ruko asal",
  "नहीं माफ सॉरी मतलब गलती बल्कि रुको असल",
);
/** What stands beside them and asks for nothing of its own. */
const BESIDE = words(
  "ay uy oh ah jaja jeje mil ya me decir dije puse quiero queria quisiera es seria sera lo que mas bien servicio hora dia fecha favor porfa gracias si vez lugar",
  "i i'm im it it's its s is was the an my for to at on with of want wanted would i'd like please make that that's said say mean bad about thanks",
  "je j'ai m me suis c'est ce c n'est est le les une l du d'un d'une pour avec au plait s'il vous svp veux voudrais dire mais merci",
  "mera meri mere mujhe maine main ka ki ke ko se tha thi hai hain chahiye chaiye karo kar do dijiye kijiye karna ji liye wala wali bola boli kaha mein",
  "मेरा मेरी मुझे मैंने मैं का की के को से था थी है हैं चाहिए करो कर दो दीजिए कीजिए करना जी लिए वाला वाली बोला बोली में",
);
/** After the last name it takes that name back: "facial no". */
const NOT_THAT = /(?:^|[\s,.])(?:no|not|non|pas|nahi|nahin|नहीं)(?:$|[\s,.!।])/u;
/** Before a name: nothing is put in its place, "ya no quiero el facial". "no, quiero un facial" is another thing. */
const UNWANTED =
  /(?:\bya no|\bno (?:\p{L}{1,3} )?(?:quiero|queria|quisiera)|\bnahin? chah?iye|नहीं चाहिए)(?: (?:el|la|lo|un|una|con|de))*$/u;
/** Before a name: one that the customer has, and speaks of, "es mi facial del viernes". */
const OWN = /(?:^|\s)(?:mi|my|mon|mer[aei]|मेर[ाीे])$/u;
/** Between two names of a kind: both are meant, or either. */
const JOINS = words("y e o u tambien and or et ou aur ya और या");
/** A no, and after it a sign that something is put in its place: "es", "soy", or a name by its capital. */
const INSTEAD =
  /^(?:[Nn][Oo]p?|[Nn]on|[Nn]ah[iī]n?)\b[\s,.]*(?:(?:es|soy|era|sino|mejor|it's|it is|I'm|c'est|mera naam)\s+(.+)|(\p{Lu}\p{Ll}+.*))$/su;
/** What one of the two engines hears plainly comes to more than this. */
const HALF = 0.5;
const CHANGE_OF_MIND =
  /\b(?:no|mejor|espera|sino|cambi\w*|actually|wait|instead|make it|plutot|attend\w*|ruko|balki)\b/;

/**
 * "perdón, era manicure", "no, digo, el viernes": another value in place of one, in words that can mean nothing else,
 * whatever the model takes so few of them for. "perdón, ¿cuánto sale el manicure?" has a word too many.
 */
export function isCorrection(text: string, parse: NluParse): boolean {
  const { entities } = parse;
  const last = entities.at(-1);
  if (!last || /[?¿]/.test(text) || NOT_THAT.test(foldText(text.slice(last.end)))) return false;
  if (entities.some((_, at) => OWN.test(wordsBefore(text, entities, at)) || isAdded(text, entities, at))) return false;
  const wanted = entities.filter((_, at) => !UNWANTED.test(wordsBefore(text, entities, at)));
  if (entities.some(({ entity }) => !wanted.some((other) => other.entity === entity))) return false;
  const beside = wordsBeside(text, parse);
  return (
    beside.some((word) => MARKS.has(word)) && beside.every((word) => [MARKS, BESIDE].some(holds(word)) || isGlue(word))
  );
}

/** "masaje y manicure": the second of a kind stands beside the first, and not in its place. */
function isAdded(text: string, entities: NluEntity[], at: number): boolean {
  const before = wordsBefore(text, entities, at).split(/[\s,.]+/);
  const isSecond = entities.slice(0, at).some(({ entity }) => entity === entities[at]?.entity);
  return isSecond && before.some((word) => JOINS.has(word)) && !before.some((word) => MARKS.has(word));
}

function wordsBefore(text: string, entities: NluEntity[], at: number): string {
  return foldText(text.slice(entities[at - 1]?.end ?? 0, entities[at]?.start));
}

/** "ya no quiero el masaje", heard as a cancellation: the words take back too, so that a little doubt weighs nothing. */
export function isTakenBack({ intent, text, entities }: NluParse): boolean {
  if (intent.name !== "cancelar_cita" || intent.confidence < HALF) return false;
  return entities.some((_, at) => UNWANTED.test(wordsBefore(text, entities, at)));
}

/** "no masaje, facial", "no con Ana, con Laura": without the names that stand already, where another of the kind is said. */
export function withoutReplaced(entities: NluEntity[], stands: (entity: NluEntity) => boolean): NluEntity[] {
  const others = entities.filter((entity) => !stands(entity));
  return entities.filter((one) => others.includes(one) || !others.some(({ entity }) => entity === one.entity));
}

/** "no, es Mariana López", "no, Mariana": what is meant instead; empty for a plain no in however many words. */
export function wordsInstead(text: string): string {
  const [, marked, named] = INSTEAD.exec(text.trim()) ?? [];
  return marked ?? named ?? "";
}

/** Says that what was settled is to be otherwise: "no, espera, mejor el domingo". */
export function isChangeOfMind(text: string): boolean {
  return CHANGE_OF_MIND.test(foldText(text));
}

function words(...lists: string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => foldText(list).split(" ")));
}

function holds(word: string): (list: ReadonlySet<string>) => boolean {
  return (list) => list.has(word);
}
