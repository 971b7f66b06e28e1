import { openEvents } from "./api.js";
import { el } from "./dom.js";
import { createPhone } from "./phone.js";
import { createStore } from "./store.js";
import { createTracePanel } from "./trace.js";

const STORAGE_KEY = "atiende.simulator.customers";
const DEFAULTS = [
  { name: "María Fernanda", number: "+5215512345678" },
  { name: "Juan Carlos", number: "+573001234567" },
];

const store = createStore();
const trace = createTracePanel();
const customers = readCustomers();
const phones = customers.map((customer, index) =>
  createPhone({ index, customer, store, explain: trace.open, onCustomer: (next) => keepCustomer(index, next) }),
);
document.getElementById("phones").append(...phones.map(({ root }) => root));

const tabs = phones.map((_, index) =>
  el("button", { type: "button", onclick: () => selectPhone(index) }, el("span", {}), el("b", { class: "unread" })),
);
document.getElementById("tabs").append(...tabs);
const unread = phones.map(() => 0);
let selected = 0;
selectPhone(0);

const connection = document.getElementById("connection");
const STATES = { open: "Conectado", waiting: "Reconectando…", closed: "Sin conexión: recarga la página" };
let isLive = false;

openEvents({
  onState(state) {
    connection.dataset.state = state;
    connection.textContent = STATES[state];
  },
  onReset() {
    isLive = false;
    store.clear();
    for (const phone of phones) phone.redraw();
  },
  onLive() {
    isLive = true;
  },
  onEvent(event) {
    store.apply(event);
    const index = phones.findIndex((phone) => phone.customer().number === event.customer);
    if (index < 0) return;
    phones[index].update();
    if (event.type === "bot" && isLive && index !== selected) {
      unread[index] += 1;
      drawTabs();
    }
  },
});
function selectPhone(index) {
  selected = index;
  unread[index] = 0;
  document.getElementById("phones").dataset.selected = String(index);
  drawTabs();
  phones[index].update();
}

function drawTabs() {
  for (const [index, tab] of tabs.entries()) {
    tab.setAttribute("aria-pressed", String(index === selected));
    tab.querySelector("span").textContent = phones[index].customer().name;
    const count = unread[index];
    const badge = tab.querySelector(".unread");
    badge.textContent = count > 0 ? String(count) : "";
    badge.setAttribute("aria-label", count > 0 ? `${count} sin leer` : "");
  }
}

/** @returns why the customer cannot be kept, if so */
function keepCustomer(index, next) {
  const isTaken = phones.some((phone, other) => other !== index && phone.customer().number === next.number);
  if (isTaken) return "El otro teléfono ya tiene ese número";
  customers[index] = next;
  localStorage.setItem(STORAGE_KEY, JSON.stringify(customers));
  queueMicrotask(drawTabs);
  return undefined;
}

function readCustomers() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "[]");
    return DEFAULTS.map((customer, index) => ({ ...customer, ...kept[index] }));
  } catch {
    return DEFAULTS;
  }
}
