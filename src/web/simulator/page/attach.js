import { el } from "./dom.js";

const STICKER_PX = 192;
const MAX_FILE_BYTES = 2_000_000;

/**
 * The "+" menu beside a phone's text box.
 *
 * @param {{ send: (content: object) => void, lastBotSid: () => string | undefined, report: (problem: string) => void }} actions
 */
export function createAttachMenu({ send, lastBotSid, report }) {
  const file = el("input", {
    type: "file",
    accept: "image/jpeg,image/png,image/webp,image/gif",
    class: "hidden",
    tabindex: "-1",
    "aria-hidden": "true",
  });
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    file.value = "";
    if (!chosen) return;
    if (chosen.size > MAX_FILE_BYTES) report("La imagen pasa de 2 MB");
    else send({ kind: "image", contentType: chosen.type, base64: await toBase64(chosen) });
  });

  const react = (emoji) => {
    const repliedTo = lastBotSid();
    if (repliedTo) send({ kind: "reaction", emoji, repliedTo });
    else report("Aún no hay un mensaje al cual reaccionar");
  };
  const sticker = async (emoji) => {
    const blob = await drawSticker(emoji);
    send({ kind: "sticker", contentType: blob.type, base64: await toBase64(blob) });
  };
  const location = {
    latitude: 19.41944,
    longitude: -99.16319,
    label: "Parque México",
    address: "Av. México, Ciudad de México",
  };

  const entries = [
    ["📍 Ubicación", () => send({ kind: "location", ...location })],
    ["🖼 Imagen…", () => file.click()],
    ["👤 Contacto", () => send({ kind: "contact", name: "Lupita Hernández", phone: "+5215587654321" })],
    ["👍 Reacción", () => react("👍")],
    ["🎉 Sticker", () => sticker("🎉")],
  ];
  const menu = el("ul", { class: "attach-menu", hidden: true });
  const toggle = el(
    "button",
    { class: "icon", type: "button", "aria-label": "Adjuntar", "aria-expanded": "false" },
    "+",
  );
  const setOpen = (isOpen) => {
    menu.hidden = !isOpen;
    toggle.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) menu.querySelector("button").focus();
  };
  for (const [label, act] of entries) {
    const onclick = () => {
      setOpen(false);
      toggle.focus();
      act();
    };
    menu.append(el("li", {}, el("button", { type: "button", onclick }, label)));
  }
  toggle.addEventListener("click", () => setOpen(menu.hidden));
  const root = el("div", { class: "attach" }, toggle, menu, file);
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || menu.hidden) return;
    event.stopPropagation();
    setOpen(false);
    toggle.focus();
  });
  root.addEventListener("focusout", ({ relatedTarget }) => {
    if (!menu.hidden && relatedTarget && !root.contains(relatedTarget)) setOpen(false);
  });
  return root;
}

/** An emoji as a picture of the kind that WhatsApp sends for a sticker (PNG where the browser makes no WebP). */
function drawSticker(emoji) {
  const canvas = el("canvas", { width: STICKER_PX, height: STICKER_PX });
  const context = canvas.getContext("2d");
  context.font = `${STICKER_PX * 0.75}px sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(emoji, STICKER_PX / 2, STICKER_PX * 0.54);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/webp"));
}

async function toBase64(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
