import { foldText } from "../../shared/index.ts";

/** How people take back what they were answered, as a message begins. Folded: lower case, no accents. */
const AT_START = [
  // "no, quería…", "no, lo que quiero es…"; "no quiero yoga" answers a question and takes nothing back.
  "(?:no+|nop|nel) (?:yo )?(?:(?:te |le |les )?(?:queria|quise|decia|dije|pregunte|pregunto|pedi)|me refiero|me referia|hablo de|hablaba de|lo que (?:yo )?(?:quiero|queria|busco|pido|pregunto|pregunte|necesito|dije))",
  "(?:no+ )?(?:eso|asi|esa|ese|esto) no(?:$| (?:es|era|fue|pedi|dije|queria|quise|pregunte|quiero|te))",
  "(?:no+ )?no (?:era|es) (?:eso|esa|ese|lo que|asi)",
  "(?:no+ )?(?:yo )?no (?:te |le )?(?:pedi|dije|pregunte) (?:eso|esa|ese|nada|que|por|cancelar|agendar|cambiar)",
  "no no (?:era|es|quise|queria)",
  "(?:no |nope |nah )(?:i (?:said|was asking|asked|wanted)|what i (?:want|wanted))",
  "(?:no |nope |nah )?(?:i meant|what i meant)",
  "(?:no |nope )?(?:that s|thats|that is|it s|this is) not (?:it|what|right)",
  "(?:no )?not that(?:$| one)",
  "(?:no )?i (?:didn t|did not|never) (?:ask|say|mean|want)",
  "non (?:je voulais|j ai dit|j ai demande|je parlais|je demandais|je disais)",
  "(?:non )?(?:c est pas|ce n est pas|c etait pas|ce n etait pas) (?:ca|ce que|cela)",
  "(?:non )?pas ca$",
  "(?:nahi |nahin |nai )?(?:(?:yeh|ye|wo|woh) nahi(?:n)?(?:$| (?:chahiye|pucha|bola|kaha))|mera matlab|main? (?:ne )?(?:yeh|ye) nahi)",
  "(?:nahi |nahin )?maine (?:yeh |ye |aisa )?(?:nahi |nahin )?(?:pucha|poocha|bola|kaha|manga)",
  "(?:नहीं )?(?:ये|यह|वो) नहीं(?:$| (?:चाहिए|पूछा|बोला|कहा))",
  "(?:नहीं )?(?:मेरा मतलब|मैंने (?:ये|यह|ऐसा) नहीं)",
];
/** The same anywhere in a message. */
const ANYWHERE = [
  "no me (?:entendiste|entendio|entendieron|entiendes|entiende|estas entendiendo|esta entendiendo|has entendido|explique bien)",
  "(?:me )?(?:entendiste|entendio|entendieron) mal",
  "(?:te|le|les) (?:pedi|pregunte|dije|decia) (?:otra|algo)",
  "no entendiste",
  "te equivocaste",
  "quise decir",
  "you (?:didn t|did not|don t|do not) (?:understand|get)",
  "you (?:misunderstood|got (?:it|me|that) wrong)",
  "not what i (?:asked|said|meant|want|wanted)",
  "(?:vous (?:n )?avez|tu (?:n )?as|t as) (?:pas|mal) compris",
  "je voulais dire",
  "pas ce que j ai (?:dit|demande)",
  "(?:aap |tum |tumne |aapne )?(?:galat samjh|nahi samjhe|samjhe nahi)",
  "गलत समझ",
  "समझे नहीं|नहीं समझे",
];
const CORRECTION = new RegExp(
  `^(?:${AT_START.map(folded).join("|")})(?![\\p{L}\\p{M}])|(?<![\\p{L}\\p{M}])(?:${ANYWHERE.map(folded).join("|")})`,
  "u",
);
/** A correction comes to the point; a story may hold any of these words. */
const MAX_LENGTH = 200;

function folded(pattern: string): string {
  return /\p{Script=Devanagari}/u.test(pattern) ? foldText(pattern) : pattern;
}

/**
 * Whether a message takes back the answer before it ("no, quería cancelar", "that's not what I asked"), in Spanish,
 * English, French or Hindi. A plain no, or a wish in the negative, is an answer and none.
 */
export function isCorrection(text: string): boolean {
  if (text.length > MAX_LENGTH) return false;
  const words = foldText(text)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
  return CORRECTION.test(words);
}
