/** "1) 10:00", "• Facial", "*Masaje relajante* (60 min)", "Día: sábado 21 de noviembre". */
const CARD_LINE = /^[ \t]*(?:(?:\d{1,2}[).]|[•-]|\*(?= ))[ \t]+\S|\*[^*\n]+\*|\p{L}+:[ \t]+\S)/mu;

/**
 * The one place that says which part of a template may be reworded: `head`, the text before the first line of a list or
 * of a card of facts. Everything from there on, the space before it included, is `list` and stays verbatim: a customer
 * answers with its numbers and checks its lines.
 */
export function splitOptionList(template: string): { head: string; list: string } {
  const text = template.trim();
  const start = text.search(CARD_LINE);
  if (start < 0) return { head: text, list: "" };
  const head = text.slice(0, start).trimEnd();
  return { head, list: text.slice(head.length) };
}
