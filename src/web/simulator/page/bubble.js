import { el } from "./dom.js";
import { formatLine } from "./format.js";

/**
 * One message on a phone.
 *
 * @param {object} message an event of type `bot` or `customer` with its status
 * @param {{ send: (content: object) => void, explain: (message: object, opener: Element) => void }} actions
 */
export function renderMessage(message, actions) {
  const isBot = message.type === "bot";
  const author = isBot ? "Atiende" : "Tú";
  const content = isBot ? botContent(message, actions) : customerContent(message.content);
  const bubble = el("div", { class: "bubble" }, el("span", { class: "hidden" }, `${author}: `), ...content);
  bubble.append(footer(message, isBot, actions));
  const item = el("li", { class: `message ${isBot ? "from-bot" : "from-customer"}`, "data-sid": message.sid }, bubble);
  if (isBot) item.append(...botChoices(message, actions));
  if (!isBot && message.status === "failed") item.append(webhookProblem(message));
  return item;
}

function footer(message, isBot, actions) {
  const time = new Date(message.at).toLocaleTimeString("es-MX", { hour: "2-digit", minute: "2-digit" });
  const foot = el("span", { class: "foot" });
  if (isBot) {
    const onclick = ({ currentTarget }) => actions.explain(message, currentTarget);
    foot.append(el("button", { class: "why", type: "button", onclick }, "¿por qué?"));
  }
  foot.append(el("time", { datetime: message.at }, time), ticks(message));
  return foot;
}

const TICKS = {
  queued: ["🕓", "en cola"],
  sent: ["✓", "enviado"],
  delivered: ["✓✓", "entregado"],
  read: ["✓✓", "leído"],
  failed: ["⚠", "falló"],
  undelivered: ["⚠", "no entregado"],
};

function ticks({ status, errorCode }) {
  const [sign, words] = TICKS[status] ?? TICKS.queued;
  const label = errorCode ? `${words}, error ${errorCode}` : words;
  const shown = errorCode ? `${sign} ${errorCode}` : sign;
  return el("span", { class: `ticks is-${status}`, role: "img", "aria-label": label, title: label }, shown);
}

function webhookProblem({ httpStatus }) {
  const text = httpStatus ? `El webhook respondió HTTP ${httpStatus}` : "El webhook no respondió";
  return el("p", { class: "problem", role: "alert" }, text);
}

function botContent({ body, options, mediaUrls }, actions) {
  const optionAt = new Map(options.map((option) => [option.line, option]));
  const lines = body.split("\n").map((line, index) => {
    const option = optionAt.get(index);
    if (!option) return el("p", {}, ...formatted(line));
    const onclick = () => actions.send({ kind: "text", body: option.number });
    const label = `Responder ${option.number}: ${option.label}`;
    return el("button", { class: "option", type: "button", "aria-label": label, onclick }, ...formatted(line));
  });
  return [...mediaUrls.map((url) => picture(url, "Archivo de Atiende")), ...lines];
}

function botChoices({ sid, buttons, listItems, links }, actions) {
  const choice = (title, content, detail) =>
    el(
      "button",
      { class: "choice", type: "button", onclick: () => actions.send({ ...content, repliedTo: sid }) },
      title,
      detail && el("small", {}, detail),
    );
  return [
    ...buttons.map(({ title, payload }) => choice(`↩ ${title}`, { kind: "button", text: title, payload })),
    ...listItems.map(({ title, id, description }) =>
      choice(title, { kind: "list", id, title, description }, description),
    ),
    ...links.map(({ title, url }) => el("a", { class: "choice", href: url, rel: "noopener", target: "_blank" }, title)),
  ];
}

function customerContent(content) {
  switch (content.kind) {
    case "text":
      return content.body.split("\n").map((line) => el("p", {}, ...formatted(line)));
    case "button":
      return [el("p", {}, "↩ ", content.text)];
    case "list":
      return [el("p", {}, "☰ ", content.title)];
    case "reaction":
      return [el("p", { class: "big" }, content.emoji), el("p", { class: "detail" }, "Reacción a un mensaje")];
    case "location":
      return [
        el("p", {}, "📍 ", content.label ?? "Ubicación"),
        el("p", { class: "detail" }, `${content.latitude.toFixed(5)}, ${content.longitude.toFixed(5)}`),
      ];
    case "contacts":
      return [el("p", {}, "👤 ", content.caption ?? "Contacto"), el("p", { class: "detail" }, "Tarjeta de contacto")];
    default:
      return [
        picture(content.url, content.kind === "sticker" ? "Sticker" : "Imagen", content.kind),
        ...(content.caption ? [el("p", {}, ...formatted(content.caption))] : []),
      ];
  }
}

function picture(url, alt, kind = "image") {
  return el("img", { class: `picture is-${kind}`, src: url, alt, loading: "lazy" });
}

/** A line's pieces as nodes; a link opens elsewhere. */
export function formatted(line) {
  return formatLine(line).map(({ text, marks, href }) => {
    const inner = href ? el("a", { href, rel: "noopener noreferrer", target: "_blank" }, text) : text;
    return marks.reduceRight((child, mark) => el(mark, {}, child), inner);
  });
}
