import { fetchTrace } from "./api.js";
import { formatted } from "./bubble.js";
import { el } from "./dom.js";

/** The panel that explains one answer. */
export function createTracePanel() {
  const panel = document.getElementById("trace");
  const title = document.getElementById("trace-title");
  const quote = document.getElementById("trace-quote");
  const body = document.getElementById("trace-body");
  let opener;
  let openSid;

  function close() {
    panel.hidden = true;
    document.body.classList.remove("has-trace");
    openSid = undefined;
    if (opener?.isConnected) opener.focus();
  }

  document.getElementById("trace-close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) close();
  });

  async function open(message, button) {
    opener = button;
    openSid = message.sid;
    quote.replaceChildren(...message.body.split("\n").flatMap((line) => [...formatted(line), "\n"]));
    body.replaceChildren(el("p", { class: "note" }, "Leyendo la traza…"));
    panel.hidden = false;
    document.body.classList.add("has-trace");
    title.focus();
    try {
      const { sections, trace } = await fetchTrace(message.sid);
      if (openSid === message.sid) body.replaceChildren(...sections.map(section), raw(trace));
    } catch (error) {
      const again = el(
        "button",
        { class: "plain", type: "button", onclick: () => open(message, button) },
        "Volver a intentar",
      );
      if (openSid === message.sid) body.replaceChildren(el("p", { class: "note" }, error.message), again);
    }
  }

  return { open, close };
}

function section({ title, rows }) {
  const list = el("dl", {});
  for (const { label, value, tone, share } of rows) {
    const row = el("div", { class: `row ${tone ? `is-${tone}` : ""}` }, el("dt", {}, label), el("dd", {}, value));
    if (share !== undefined) row.append(el("meter", { min: 0, max: 1, value: share, "aria-hidden": "true" }));
    list.append(row);
  }
  return el("section", {}, el("h3", {}, title), list);
}

function raw(trace) {
  return el(
    "details",
    {},
    el("summary", {}, "JSON completo"),
    el("pre", { tabindex: "0" }, JSON.stringify(trace, null, 2)),
  );
}
