/**
 * Makes an element. Text only ever becomes text nodes: nothing that a customer or a bot wrote is read as HTML.
 *
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] `on…` are listeners, `class` and `data-…` as in HTML; false and undefined are left out
 * @param {...(Node | string | undefined | false)} children
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}
