import { createHash } from "node:crypto";
import { DateTime } from "luxon";
import { createFormat } from "../actions/index.ts";
import type { Purchase } from "../contract/index.ts";
import { formatMoney, type Money } from "../shared/index.ts";

export interface PayHtmlOptions {
  business: { name: string; locale: string; language: string; timeZone: string };
  /** The moment, by which dates of another year are written with it. */
  now(): Date;
  /** The page itself takes the payment, and says that it is a test; otherwise it stands for a provider's page. */
  isSandbox: boolean;
}

export interface PayHtml {
  contentSecurityPolicy: string;
  /** A pending, paid or no longer payable purchase. */
  purchase(purchase: Purchase): string;
  /** The customer has paid in a way that takes its time, such as cash at a shop. */
  processing(purchase: Purchase): string;
  /** The provider does not answer. */
  unavailable(purchase: Purchase): string;
  unknown(): string;
}

const STYLE = `
:root { color-scheme: light; font: 17px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: #14211d; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: #e9edeb; display: grid; place-items: start center; padding: 1.5rem 1rem; }
main { width: 100%; max-width: 26rem; background: #fff; border: 1px solid #d5dcd8; border-radius: 14px; overflow: hidden; }
.test { margin: 0; padding: .7rem 1.4rem; background: #fff3d6; color: #5a3d00; border-bottom: 1px solid #ecd9a8; }
.content { padding: 1.4rem; }
.business { margin: 0; color: #4c5b56; }
h1 { margin: .15rem 0 1rem; font-size: 1.5rem; line-height: 1.25; }
dl { margin: 0 0 1.4rem; display: grid; grid-template-columns: auto 1fr; gap: .45rem 1.2rem; align-items: baseline; }
dt { color: #4c5b56; }
dd { margin: 0; text-align: right; overflow-wrap: anywhere; }
.total { font-size: 1.25rem; font-weight: 700; }
button { width: 100%; min-height: 3.1rem; border: 0; border-radius: 10px; background: #0b5e50; color: #fff; font: inherit; font-weight: 600; cursor: pointer; }
button:hover { background: #084a3f; }
button:focus-visible { outline: 3px solid #b25e00; outline-offset: 3px; }
p { margin: 0 0 .8rem; }
p:last-child { margin-bottom: 0; }
`;

/** Without an action the form goes to the page's own address, which opens the provider's. */
const AGAIN = '<form method="get"><button>Volver a intentar</button></form>';
const TEST = `<p class="test"><strong>Página de prueba.</strong> No se cobra dinero ni se piden datos de tarjeta.</p>
`;

/** The pay page's few states as whole pages: no script, no picture, one style whose hash the policy names. */
export function createPayHtml({ business, now, isSandbox }: PayHtmlOptions): PayHtml {
  const styleHash = createHash("sha256").update(STYLE).digest("base64");
  const price = (money: Money) => `${formatMoney(money, business.locale)} ${money.currency}`;
  const format = () => createFormat("es", business, DateTime.fromJSDate(now()).setZone(business.timeZone));

  function page(title: string, body: string): string {
    return `<!doctype html>
<html lang="es">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`${title} · ${business.name}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${isSandbox ? TEST : ""}<div class="content">
<p class="business">${escapeHtml(business.name)}</p>
<h1>${escapeHtml(title)}</h1>
${body}
</div>
</main>
</body>
</html>
`;
  }

  function details(purchase: Purchase): string {
    const { booking, validUntil } = purchase;
    const local = (iso: string) => DateTime.fromISO(iso, { zone: business.timeZone });
    const rows = [
      ["Concepto", booking ? `Cita: ${purchase.name}` : purchase.name],
      ...(booking ? [["Fecha", format().moment(local(booking.startsAt))]] : []),
      ["Código", purchase.code],
      ...(validUntil ? [["Vigencia", `hasta el ${format().date(local(validUntil))}`]] : []),
    ];
    const list = rows.map(([term = "", value = ""]) => `<dt>${term}</dt><dd>${escapeHtml(value)}</dd>`).join("\n");
    return `<dl>\n${list}\n<dt>Total</dt><dd class="total">${escapeHtml(price(purchase.price))}</dd>\n</dl>`;
  }

  return {
    contentSecurityPolicy: [
      "default-src 'none'",
      `style-src 'sha256-${styleHash}'`,
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join("; "),

    purchase(purchase) {
      switch (purchase.status) {
        case "refunded":
          return page(
            "Pago devuelto",
            `${details(purchase)}\n<p>Te devolvimos este pago por el mismo medio. Según tu banco, puede tardar unos días en verse.</p>`,
          );
        case "partially_refunded":
        case "paid":
          return page(
            "Pago recibido",
            `${details(purchase)}\n<p>Listo, no tienes que hacer nada más. Te lo confirmamos también por WhatsApp.</p>`,
          );
        case "pending":
          if (!isSandbox) return page("Tu pago no se ha completado", `${details(purchase)}\n${AGAIN}`);
          return page(
            "Completa tu pago",
            // Without an action the form goes to the page's own address, which is the purchase's.
            `${details(purchase)}\n<form method="post"><button>Pagar ${escapeHtml(price(purchase.price))} (prueba)</button></form>`,
          );
        case "expired":
          return page(
            "Este enlace ya venció",
            `${details(purchase)}\n<p>No se hizo ningún pago. Escríbenos por WhatsApp y te enviamos un enlace nuevo.</p>`,
          );
        case "cancelled":
          return page(
            "Este pago ya no está disponible",
            `${details(purchase)}\n<p>No se hizo ningún pago. Si todavía quieres pagar, escríbenos por WhatsApp.</p>`,
          );
      }
    },

    processing: (purchase) =>
      page(
        "Esperamos tu pago",
        `${details(purchase)}\n<p>Según cómo pagaste, puede tardar unas horas en llegarnos. Te lo confirmamos por WhatsApp; no pagues otra vez.</p>`,
      ),

    unavailable: (purchase) =>
      page(
        "Ahora no podemos mostrarte el pago",
        `${details(purchase)}\n<p>Inténtalo otra vez en unos minutos con este mismo enlace.</p>\n${AGAIN}`,
      ),

    unknown: () =>
      page(
        "No encontramos este pago",
        "<p>Revisa que el enlace esté completo o escríbenos por WhatsApp y te enviamos uno nuevo.</p>",
      ),
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
