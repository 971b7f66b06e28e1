import { reliabilityChart, thresholdChart } from "./report-charts.ts";
import { html, Markup, table } from "./report-markup.ts";
import type { NluReport } from "./report-schema.ts";
import { REPORT_STYLE } from "./report-style.ts";
import {
  changesTable,
  confusionMatrix,
  entitiesTable,
  gatesTable,
  intentsTable,
  missedEntities,
  slicesTable,
  worstTable,
} from "./report-tables.ts";
import {
  count,
  counts,
  decimal,
  GATE_LABELS,
  hiddenText,
  interval,
  passedText,
  percent,
  score,
} from "./report-words.ts";

/** The report as one page of its own: no script, nothing from elsewhere, every text of a message escaped. */
export function renderReport(report: NluReport): string {
  const { heldOut, crossValidation, thresholds } = report;
  const hidden = hiddenText(report);
  const page = html`<!doctype html>
<html lang="es">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Comprensión de ${report.model}</title>
<style>${new Markup(REPORT_STYLE)}</style>
</head>
<body>
<main>
${header(report)}
${verdict(report)}
${tiles(report)}
<section><h2>Puertas y metas</h2>
<p class="soft">Una puerta rota detiene la promoción. Una meta es a donde se quiere llegar: se muestra aunque falte.</p>
${gatesTable(report.gates)}</section>
<section><h2>Frente al modelo en servicio</h2>${comparison(report)}</section>
<section><h2>Los peores errores</h2>
<p>Mal entendidas, las más seguras primero. Se corrigen con ejemplos <em>distintos</em> de estas frases: si se copian, dejan de medir.</p>
${hidden ? html`<p class="soft">${hidden}</p>` : null}
${worstTable("Frases apartadas", heldOut.worst)}</section>
<section><h2>Qué se confunde con qué</h2>${confusionMatrix(heldOut)}</section>
<section><h2>Por intención</h2>${intentsTable(report)}</section>
<section><h2>Confianza y umbrales</h2>
<div class="pair"><div>${reliabilityChart(heldOut.calibration)}</div><div>${thresholdChart(thresholds)}</div></div></section>
<section><h2>Entidades y fechas</h2>
<div class="pair"><div>${entitiesTable(heldOut)}${missedEntities(report.decisions)}</div><div>${dates(report)}</div></div></section>
<section><h2>Por archivo y por idioma</h2>
${slicesTable("Por archivo", report.files)}
${slicesTable("Por idioma", report.languages)}</section>
${crossValidation ? crossed(crossValidation) : null}
</main>
</body>
</html>
`;
  return page.source;
}

function header(report: NluReport): Markup {
  const made = `${report.madeAt.slice(0, 16).replace("T", " ")} UTC`;
  const engine =
    report.engine === "rasa" ? "Rasa con la segunda opinión del clasificador" : "el clasificador incorporado";
  return html`<header>
<h1>Comprensión de <code>${report.model}</code></h1>
<p class="soft">Perfil ${report.profile} · contesta ${engine} · ${count(report.examples)} ejemplos · ${count(report.heldOut.lines)} frases apartadas${report.knownLines > 0 ? ` (otras ${count(report.knownLines)} también están entre los ejemplos y no cuentan)` : ""} · ${made} · ${decimal(report.tookMs / 1000, 0)} s</p>
</header>`;
}

function verdict({ isPassed, isPartial, gates }: NluReport): Markup {
  const broken = gates.filter(({ isMet }) => !isMet).map(({ name }) => GATE_LABELS[name]);
  const away = gates.filter(({ isGoalMet }) => !isGoalMet).map(({ name }) => GATE_LABELS[name]);
  const goals = away.length > 0 ? `Metas por alcanzar: ${away.join(", ")}.` : "Alcanza todas las metas.";
  const partial = isPartial ? " Sólo se midieron algunos archivos: no sirve para promover." : "";
  return isPassed
    ? html`<div class="verdict"><p><strong>✓ ${passedText(gates)}</strong></p><p>${goals}${partial}</p></div>`
    : html`<div class="verdict broken"><p><strong>✗ No pasa.</strong> Puertas rotas: ${broken.join(", ")}.</p><p>${goals}${partial}</p></div>`;
}

function tiles({ heldOut, dates: read, times }: NluReport): Markup {
  const { intents, entities, effects } = heldOut;
  const list: [string, string, string, string][] = [
    ["Intención correcta", percent(intents.accuracy.value), counts(intents.accuracy), interval(intents.accuracy)],
    ["F1 media por intención", score(intents.macroF1), "cada intención pesa igual", ""],
    [
      "F1 de entidades",
      score(entities.all.f1),
      counts(entities.all.recall),
      `en ${count(entities.lines)} frases marcadas`,
    ],
    ["Fechas bien leídas", percent(read.right.value), counts(read.right), interval(read.right)],
    [
      "Actúa sin preguntar",
      percent(effects.acted.value),
      `${percent(effects.actedRight.value)} bien`,
      counts(effects.actedRight),
    ],
    [
      "Escrituras equivocadas",
      percent(effects.wrongWrites.value),
      counts(effects.wrongWrites),
      interval(effects.wrongWrites),
    ],
    [
      "Lo ajeno que escribe",
      percent(effects.outOfScopeWrites.value),
      counts(effects.outOfScopeWrites),
      interval(effects.outOfScopeWrites),
    ],
    [
      "Lectura, mediana",
      times ? `${decimal(times.p50, 1)} ms` : "sin medir",
      times ? `p95 ${decimal(times.p95, 1)} ms` : "",
      "",
    ],
  ];
  return html`<ul class="tiles">
${list.map(([name, value, first, second]) => html`<li><span>${name}</span><b>${value}</b><span>${first}</span><span>${second}</span></li>\n`)}</ul>`;
}

function comparison({ comparison: compared, notCompared }: NluReport): Markup {
  if (!compared) return html`<p class="soft">Sin comparación: ${notCompared}.</p>`;
  const { model, why, lines, newlyRight, newlyWrong, changes } = compared;
  const shown = changes.filter(({ isBlind }) => !isBlind);
  const writes = changes.filter(({ before, now }) => now.outcome === "wrongWrite" && before.outcome !== "wrongWrite");
  return html`<p>Con <code>${model}</code> (${why}), en ${count(lines)} frases: <b>${count(newlyRight)}</b> ahora bien, <b>${count(newlyWrong)}</b> ahora mal,
${count(changes.length)} decisiones cambian, <b>${count(writes.length)}</b> escrituras equivocadas nuevas.</p>
${shown.length > 0 ? changesTable(shown) : null}`;
}

function dates({ dates: { right, wrong } }: NluReport): Markup {
  if (right.value === null) return html`<p class="soft">Sin archivo de fechas.</p>`;
  const said = html`<p>Fechas: <b>${percent(right.value)}</b> (${counts(right)}; ${interval(right)}): día, hora y parte del día como debe ser.</p>`;
  if (wrong.length === 0) return said;
  return html`${said}${table(
    "Fechas mal leídas",
    [
      { title: "frase", cell: ({ text }) => html`<span class="said">${text}</span>` },
      { title: "es", cell: ({ expected }) => expected },
      { title: "se leyó", cell: ({ read }) => read },
    ],
    wrong,
  )}`;
}

function crossed(cross: NonNullable<NluReport["crossValidation"]>): Markup {
  const { accuracy, macroF1 } = cross.intents;
  return html`<section><h2>Validación cruzada de los ejemplos</h2>
<p>El clasificador incorporado, en ${cross.folds} partes: cada ejemplo lo lee un modelo que no lo vio. <b>${percent(accuracy.value)}</b> (${counts(accuracy)}; ${interval(accuracy)}), F1 media ${score(macroF1)}, F1 de entidades ${score(cross.entities.all.f1)}.</p>
${slicesTable("Por idioma", cross.languages)}
<details><summary>Ejemplos que los demás contradicen: quizá están en la intención equivocada</summary>${worstTable("Ejemplos", cross.worst)}</details></section>`;
}
