/** Text that is markup already; whatever else enters a template is escaped. */
export class Markup {
  constructor(readonly source: string) {}
}

type Part = string | number | Markup | readonly Part[] | null | undefined;

/** `html\`<td>${text}</td>\``: every interpolated text is escaped, markup and lists of it are not. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.reduce((source, text, index) => source + render(parts[index - 1]) + text));
}

function render(part: Part): string {
  if (part === null || part === undefined) return "";
  if (part instanceof Markup) return part.source;
  if (typeof part === "object") return part.map(render).join("");
  return String(part).replace(
    /[&<>"']/g,
    (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[character]!,
  );
}

export interface Column<T> {
  title: string;
  cell(row: T): Part;
  /** Right-aligned figures. */
  isNumber?: boolean;
}

/** A table with a caption and headers of columns and rows, that scrolls by itself on a narrow screen. */
export function table<T>(caption: string, columns: readonly [Column<T>, ...Column<T>[]], rows: readonly T[]): Markup {
  const style = ({ isNumber }: Column<T>) => (isNumber ? html` class="n"` : "");
  const head = columns.map((column) => html`<th scope="col"${style(column)}>${column.title}</th>`);
  const [first, ...rest] = columns;
  const body = rows.map(
    (row) =>
      html`<tr><th scope="row">${first.cell(row)}</th>${rest.map((column) => html`<td${style(column)}>${column.cell(row)}</td>`)}</tr>\n`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table></div>
`;
}
