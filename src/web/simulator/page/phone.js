import { sendMessage } from "./api.js";
import { createAttachMenu } from "./attach.js";
import { renderMessage } from "./bubble.js";
import { el } from "./dom.js";

const NUMBER = /^\+[1-9]\d{6,14}$/;
const TYPING_MS = 25_000;
const BORDERS_PX = 2;
const SUGGESTIONS = [
  "hola",
  "quiero un masaje mañana a las 5 de la tarde",
  "qué paquetes tienen",
  "¿qué horarios hay el sábado?",
];

/**
 * One customer's phone.
 *
 * @param {{ index: number, customer: { name: string, number: string }, store: object,
 *   explain: (message: object, opener: Element) => void, onCustomer: (customer: object) => string | undefined }} options
 *   `onCustomer` keeps a changed customer, or answers why it cannot be.
 */
export function createPhone({ index, customer, store, explain, onCustomer }) {
  const id = (name) => `phone-${index}-${name}`;
  const shown = new Map();

  const name = el("input", { id: id("name"), value: customer.name, maxlength: 60, autocomplete: "off" });
  const number = el("input", { id: id("number"), value: customer.number, inputmode: "tel", autocomplete: "off" });
  const problem = el("p", { class: "field-problem", role: "alert" });
  const presence = el("span", { class: "presence" }, "en línea");
  const log = el("ol", {
    class: "log",
    role: "log",
    "aria-live": "polite",
    "aria-label": `Conversación del cliente ${index + 1}`,
    tabindex: "0",
  });
  const box = el("textarea", {
    id: id("text"),
    rows: 1,
    placeholder: "Mensaje",
    autocomplete: "off",
    enterkeyhint: "send",
  });

  async function send(content) {
    problem.textContent = "";
    isAtEnd = true;
    const { error } = await sendMessage({ from: customer.number, profileName: customer.name, content });
    if (error) problem.textContent = error;
  }

  function submit(event) {
    event?.preventDefault();
    if (!box.value.trim()) return;
    send({ kind: "text", body: box.value });
    box.value = "";
    grow();
  }

  function grow() {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + BORDERS_PX, 120)}px`;
  }

  function changeCustomer(next) {
    const refused = NUMBER.test(next.number)
      ? onCustomer(next)
      : "El número va con + y lada, por ejemplo +5215512345678";
    problem.textContent = refused ?? "";
    number.setAttribute("aria-invalid", String(Boolean(refused)));
    if (refused) return;
    customer = next;
    name.value = next.name;
    number.value = next.number;
    redraw();
  }

  name.addEventListener("change", () =>
    changeCustomer({ ...customer, name: name.value.trim() || `Cliente ${index + 1}` }),
  );
  number.addEventListener("change", () =>
    changeCustomer({ ...customer, number: number.value.replace(/[\s()-]/g, "") }),
  );
  box.addEventListener("input", grow);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  });

  // Who has scrolled back to read stays there; a picture that loads late moves the end.
  let isAtEnd = true;
  log.addEventListener("scroll", () => {
    isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  });
  log.addEventListener("load", followEnd, { capture: true });

  const lastBotSid = () => store.messages(customer.number).findLast(({ type }) => type === "bot")?.sid;
  const attach = createAttachMenu({
    send,
    lastBotSid,
    report: (text) => {
      problem.textContent = text;
    },
  });

  function emptyState() {
    const chips = SUGGESTIONS.map((text) =>
      el("button", { type: "button", class: "suggestion", onclick: () => send({ kind: "text", body: text }) }, text),
    );
    return el("li", { class: "empty" }, el("p", {}, "Escribe como lo haría un cliente, o empieza con:"), ...chips);
  }

  function redraw() {
    shown.clear();
    log.replaceChildren();
    update();
  }

  /** Brings the screen up to date; only a message whose status changed is drawn again. */
  function update() {
    const messages = store.messages(customer.number);
    if (messages.length === 0 && !log.querySelector(".empty")) log.replaceChildren(emptyState());
    if (messages.length > 0) log.querySelector(".empty")?.remove();
    for (const message of messages) {
      const key = `${message.status}${message.errorCode ?? ""}`;
      const drawn = shown.get(message.sid);
      if (drawn?.key === key) continue;
      const element = renderMessage(message, { send, explain });
      if (drawn) {
        const hadFocus = drawn.element.contains(document.activeElement);
        drawn.element.replaceWith(element);
        if (hadFocus) element.querySelector("button")?.focus();
      } else {
        log.append(element);
      }
      shown.set(message.sid, { key, element });
    }
    updatePresence();
    followEnd();
  }

  function followEnd() {
    if (isAtEnd) log.scrollTop = log.scrollHeight;
  }

  function updatePresence() {
    const since = store.typingSince(customer.number);
    const isTyping = since !== undefined && Date.now() - since < TYPING_MS;
    presence.textContent = isTyping ? "escribiendo…" : "en línea";
    presence.classList.toggle("is-typing", isTyping);
    log.querySelector(".typing")?.remove();
    if (!isTyping) return;
    const dots = el("span", { class: "dots", role: "img", "aria-label": "Atiende está escribiendo" });
    dots.append(el("i"), el("i"), el("i"));
    log.append(el("li", { class: "message from-bot typing" }, el("div", { class: "bubble" }, dots)));
    followEnd();
    setTimeout(updatePresence, TYPING_MS);
  }

  const root = el(
    "section",
    { class: "phone", "aria-label": `Teléfono del cliente ${index + 1}`, "data-index": index },
    el(
      "div",
      { class: "customer" },
      el("label", { for: id("name") }, "Nombre", name),
      el("label", { for: id("number") }, "Número", number),
      el(
        "button",
        {
          type: "button",
          class: "plain",
          title: "Empieza como un cliente nuevo",
          "aria-label": "Número nuevo",
          onclick: () => changeCustomer({ ...customer, number: randomNumber() }),
        },
        "Nuevo",
      ),
      problem,
    ),
    el(
      "div",
      { class: "screen" },
      el(
        "header",
        { class: "contact" },
        el("span", { class: "avatar", "aria-hidden": "true" }, "A"),
        el("div", {}, el("h2", {}, "Atiende"), presence),
      ),
      log,
      el(
        "form",
        { class: "composer", onsubmit: submit },
        attach,
        el("label", { class: "hidden", for: id("text") }, `Mensaje del cliente ${index + 1}`),
        box,
        el("button", { class: "send", type: "submit", "aria-label": "Enviar" }, "➤"),
      ),
    ),
  );
  update();
  return { root, update, redraw, customer: () => customer };
}

function randomNumber() {
  const digits = crypto.getRandomValues(new Uint32Array(1))[0] % 100_000_000;
  return `+52155${String(digits).padStart(8, "0")}`;
}
