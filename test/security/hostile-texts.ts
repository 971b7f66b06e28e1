/** Texts of 16 kB that make a careless pattern try every way to split them. */
export const LENGTH = 16_384;

const grow = (piece: string, end = "") =>
  (piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH - end.length) + end).toWellFormed();

export const HOSTILE_TEXTS: Record<string, string> = {
  "one letter": grow("a", "!"),
  spaces: grow(" ", "x"),
  "spaces and new lines": grow(" \n", "x"),
  digits: grow("1", "a"),
  "digits with dots": grow("1.", "a"),
  "digits with colons": grow("1:", "a"),
  "digits with dashes": grow("1-", "x"),
  "digits with slashes": grow("1/", "x"),
  "digits with spaces": grow("1 ", "x"),
  "hours without end": grow("a las 5 ", "y"),
  "half hours": grow("las 5 y media de la tarde ", "x"),
  "days without end": grow("el lunes que viene ", "x"),
  tomorrows: grow("mañana ", "x"),
  ranges: grow("entre las 3 y las 5 o ", "x"),
  dates: grow("12 de diciembre de ", "x"),
  "numbers in words": grow("veinti y tres mil ", "x"),
  "in English": grow("next monday at half past ", "x"),
  "in French": grow("lundi prochain à quinze heures et ", "x"),
  "in Hindi": grow("अगले सोमवार शाम ", "x"),
  "accents on one letter": `a${grow("\u0301")}`,
  ligatures: grow("ﷺ", "x"),
  emoji: grow("👨‍👩‍👧‍👦", "x"),
  brackets: grow("[a](b)[", "x"),
  quotes: grow("\"'«»“”", "x"),
  stars: grow("*_~`", "x"),
  commas: grow("sí,", "x"),
  "yes and yes": grow("sí por favor gracias ", "pero"),
  "and and and": grow("y además quiero ", "x"),
  "opt-outs": grow("baja stop ", "x"),
  "mail addresses": grow("a@a.", "@"),
  links: grow("http://a.", " "),
  "services and people": grow("masaje con Laura mañana ", "x"),
  "a placeholder": grow("{{1}}{a}$%s", "x"),
  "no words at all": grow("\u200b\u200d\ufeff", "x"),
  "right to left": grow("\u202eابج", "x"),
};
