const LIST_LINE = /^[ \t]*(?:\d{1,2}[).]|[•*-])[ \t]+\S/mu;

/**
 * The one place that says which part of a template may be reworded: `head`, the text before the first list line
 * ("1) 10:00", "• Facial"). Everything from there on, the space before it included, is `list` and stays verbatim,
 * because a customer answers with its numbers.
 */
export function splitOptionList(template: string): { head: string; list: string } {
  const start = template.search(LIST_LINE);
  if (start < 0) return { head: template.trim(), list: "" };
  const head = template.slice(0, start).trimEnd();
  return { head: head.trim(), list: template.slice(head.length) };
}
