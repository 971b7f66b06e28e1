/** A line of a bot's text that offers a choice by its number. */
export interface NumberedOption {
  /** Index of the line in the text. */
  line: number;
  /** What the customer sends to choose it. */
  number: string;
  label: string;
}

// "1) Masaje", "1. Masaje", "*1.* Masaje", "*1)* Masaje", "*1* Masaje", "1️⃣ Masaje"
const OPTION = /^\s*(?:\*(\d{1,2})[.)]?\*|(\d{1,2})(?:[.)]|\uFE0F?\u20E3))\s+(\S.*)$/u;

/** The numbered choices of a text; a single numbered line is prose, not a choice. */
export function numberedOptions(text: string): NumberedOption[] {
  const options = text.split("\n").flatMap((content, line) => {
    const match = OPTION.exec(content);
    const number = match?.[1] ?? match?.[2];
    return number && match?.[3] ? [{ line, number, label: match[3].trim() }] : [];
  });
  return options.length >= 2 ? options : [];
}
