export interface Choice {
  /** What comes back when the choice is tapped or its number typed; at most 200 characters. */
  payload: string;
  /** At most 20 characters survive on a WhatsApp button; longer labels are sent as numbered text. */
  label: string;
}

/** An answer without a channel: actions and templates make it, delivery renders it by what the channel can do. */
export interface Reply {
  text: string;
  choices?: Choice[];
  /** An approved template, by the provider's id, to be sent in place of text and choices, which then only tell its content. */
  template?: { id: string; variables: Record<string, string> };
}

/** "Elige:\n\n1) Sí\n2) No": how choices look where no buttons are, and what typed numbers refer to. */
export function numberedText(reply: Reply): string {
  if (!reply.choices?.length) return reply.text;
  const lines = reply.choices.map((choice, index) => `${index + 1}) ${choice.label}`);
  return `${reply.text}\n\n${lines.join("\n")}`;
}

/** Cuts a text into pieces of at most `limit` characters: at paragraphs, else sentences, else words. */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const window = rest.slice(0, limit + 1);
    const cut = cutAt(window, limit);
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  if (rest || parts.length === 0) parts.push(rest);
  return parts;
}

function cutAt(window: string, limit: number): number {
  // A cut in the first half would make many short messages out of one.
  const earliest = limit / 2;
  const paragraph = window.lastIndexOf("\n\n");
  if (paragraph >= earliest) return paragraph;
  const sentence = Math.max(...[". ", "! ", "? ", ".\n", "!\n", "?\n", "\n"].map((end) => window.lastIndexOf(end)));
  if (sentence >= earliest) return sentence + 1;
  const word = window.lastIndexOf(" ");
  if (word >= earliest) return word;
  // No break in sight: at least keep a surrogate pair together.
  return /[\uD800-\uDBFF]/.test(window[limit - 1] ?? "") ? limit - 1 : limit;
}
