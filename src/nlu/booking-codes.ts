/**
 * Booking codes are six of these: no 0, O, 1, I, which customers misread; a letter and a digit. Those given earlier may be
 * letters alone, without vowels: they count in capitals, but for a shout, which repeats a letter three times ("HMMMMM").
 * The first look ahead only saves time: most places fail it.
 */
export const BOOKING_CODE =
  /(?=[A-Za-z2-9]{6})(?<![\p{L}\p{N}])(?:(?=[A-Za-z]*[2-9])(?=[2-9]*[A-Za-z])[A-HJ-NP-Za-hj-np-z2-9]{6}|(?!.{0,3}(.)\1\1)[CDFGHJKMNPQRTVWXY]{6})(?![\p{L}\p{N}])/gu;

/** The code that most examples hold. */
const SAMPLE = "K7M4QX";

/**
 * The text with one code in place of every code, of the same length. What was drawn at random means nothing, and must not
 * make one customer's "cancela la …" less plain than another's.
 */
export function withSampleCodes(text: string): string {
  return text.replace(BOOKING_CODE, SAMPLE);
}
