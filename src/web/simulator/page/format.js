/**
 * WhatsApp's marks in one line of text: *bold*, _italic_, ~struck~, `code`, and links.
 * A mark counts at the edge of a word and around something that does not begin or end with a space.
 *
 * @param {string} line
 * @returns {{ text: string, marks: string[], href?: string }[]} pieces in order; their texts make up the shown line
 */
export function formatLine(line, marks = []) {
  const match = PIECE.exec(line);
  if (!match) return line ? [{ text: line, marks }] : [];
  const before = line.slice(0, match.index);
  const after = line.slice(match.index + match[0].length);
  const { mark, inner, code, url } = match.groups;
  let middle;
  if (url) middle = [{ text: url, marks, href: url }];
  else if (code) middle = [{ text: code, marks: [...marks, "code"] }];
  else middle = formatLine(inner, [...marks, NAMES[mark]]);
  return [...(before ? [{ text: before, marks }] : []), ...middle, ...formatLine(after, marks)];
}

const NAMES = { "*": "strong", _: "em", "~": "s" };

const PIECE =
  /(?<url>https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]*_~])|`(?<code>[^`]+)`|(?<![\p{L}\p{N}])(?<mark>[*_~])(?<inner>\S|\S.*?\S)\k<mark>(?![\p{L}\p{N}])/u;
