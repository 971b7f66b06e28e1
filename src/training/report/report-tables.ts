import type { Decision } from "./evaluate.ts";
import type { Gate } from "./gates.ts";
import { hasWrongEntity } from "./metrics-entities.ts";
import type { Score } from "./metrics-share.ts";
import type { Change } from "./report-compare.ts";
import { html, type Markup, table } from "./report-markup.ts";
import type { NluReport, Section, Slice } from "./report-schema.ts";
import {
  count,
  decimal,
  GATE_LABELS,
  gateLimit,
  gateNumber,
  gateVerdict,
  interval,
  LANGUAGE_LABELS,
  OUTCOME_LABELS,
  percent,
  score,
} from "./report-words.ts";

/** Changes that are shown; the JSON has the decisions of all. */
const CHANGES = 60;

export function gatesTable(gates: readonly Gate[]): Markup {
  return table(
    "Puertas de policy.yml y metas",
    [
      { title: "medida", cell: ({ name }) => GATE_LABELS[name] },
      { title: "resultado", isNumber: true, cell: (gate) => gateNumber(gate, gate.value) },
      { title: "veredicto", cell: verdictOf },
      { title: "puerta", isNumber: true, cell: (gate) => gateLimit(gate, gate.limit) },
      { title: "meta", isNumber: true, cell: (gate) => gateLimit(gate, gate.goal) },
      { title: "meta alcanzada", cell: goalOf },
    ],
    gates,
  );
}

function verdictOf(gate: Gate): Markup {
  const style = gate.value === null || gate.limit === null ? "soft" : gate.isMet ? "good" : "bad";
  const sign = style === "good" ? "✓ " : style === "bad" ? "✗ " : "";
  return html`<span class="${style}">${sign}${gateVerdict(gate)}</span>`;
}

function goalOf({ goal, value, isGoalMet }: Gate): Markup | string {
  if (goal === null || value === null) return "–";
  return isGoalMet ? html`<span class="good">✓ sí</span>` : html`<span class="warn">todavía no</span>`;
}

/** Rows are what was meant, columns what was understood; the shade is the share of the row. */
export function confusionMatrix({ intents }: Section): Markup {
  const names = intents.scores.map(({ name }) => name);
  const counted = new Map(intents.confusions.map((one) => [`${one.intent} ${one.guess}`, one.count]));
  const rows = intents.scores.filter(({ recall }) => recall.of > 0);
  const cell = (intent: string, guess: string, of: number) => {
    const number = counted.get(`${intent} ${guess}`) ?? 0;
    const own = intent === guess ? "own" : "";
    if (number === 0) return html`<td class="${own}"></td>`;
    // A single miss has to be seen too: the root lifts the small shares.
    const shade = own ? number / of : Math.sqrt(number / of);
    const hue = own ? "var(--heat)" : "var(--miss)";
    const title = `${intent} → ${guess}: ${number} de ${of}`;
    return html`<td class="${own}${shade > 0.55 ? " deep" : ""}" style="--share: ${decimal2(shade)}; --hue: ${hue}" title="${title}">${number}</td>`;
  };
  return html`<p class="soft">Filas: lo que se quiso decir. Columnas: lo que se entendió. Verde, lo correcto; naranja, lo confundido.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Matriz de confusión"><table class="matrix">
<caption>Matriz de confusión</caption>
<thead><tr><td></td>${names.map((name) => html`<th scope="col"><span>${name}</span></th>`)}</tr></thead>
<tbody>
${rows.map(({ name, recall }) => html`<tr><th scope="row">${name}</th>${names.map((guess) => cell(name, guess, recall.of))}</tr>\n`)}</tbody></table></div>
`;
}

function decimal2(value: number): string {
  return value.toFixed(2);
}

export function intentsTable({ heldOut, crossValidation, intentExamples }: NluReport): Markup {
  const crossed = new Map(crossValidation?.intents.scores.map((one) => [one.name, one]));
  const f1 = (one: Score | undefined) => (one ? score(one.f1) : "–");
  return table<Score>(
    "Por intención, en las frases apartadas y en la validación cruzada",
    [
      { title: "intención", cell: ({ name }) => name },
      { title: "frases", isNumber: true, cell: ({ recall }) => count(recall.of) },
      { title: "precisión", isNumber: true, cell: ({ precision }) => percent(precision.value) },
      { title: "cobertura", isNumber: true, cell: ({ recall }) => percent(recall.value) },
      { title: "intervalo", isNumber: true, cell: ({ recall }) => interval(recall) },
      { title: "F1", isNumber: true, cell: f1 },
      { title: "ejemplos", isNumber: true, cell: ({ name }) => count(intentExamples[name] ?? 0) },
      { title: "F1 cruzada", isNumber: true, cell: ({ name }) => f1(crossed.get(name)) },
    ],
    heldOut.intents.scores,
  );
}

export function entitiesTable({ entities }: Section): Markup {
  // Of a kind that is nowhere marked, one that was invented says nothing of the others.
  const measured = ({ recall }: Score, value: number | null) => (recall.of === 0 ? null : value);
  return table<Score>(
    `Entidades, en ${count(entities.lines)} frases marcadas: mismo tramo y mismo valor`,
    [
      { title: "entidad", cell: ({ name }) => name },
      { title: "marcadas", isNumber: true, cell: ({ recall }) => count(recall.of) },
      { title: "precisión", isNumber: true, cell: (one) => percent(measured(one, one.precision.value)) },
      { title: "cobertura", isNumber: true, cell: ({ recall }) => percent(recall.value) },
      { title: "F1", isNumber: true, cell: (one) => score(measured(one, one.f1)) },
    ],
    [...entities.kinds, entities.all],
  );
}

export function slicesTable(caption: string, slices: readonly Slice[]): Markup {
  return table(
    caption,
    [
      { title: "", cell: ({ name }) => LANGUAGE_LABELS[name] ?? name.split("/").at(-1) },
      { title: "frases", isNumber: true, cell: ({ lines }) => count(lines) },
      { title: "correcta", isNumber: true, cell: ({ accuracy }) => percent(accuracy.value) },
      { title: "intervalo", isNumber: true, cell: ({ accuracy }) => interval(accuracy) },
      { title: "actúa", isNumber: true, cell: ({ acted }) => percent(acted.value) },
      { title: "de ésas, correctas", isNumber: true, cell: ({ actedRight }) => percent(actedRight.value) },
      { title: "escrituras equivocadas", isNumber: true, cell: ({ wrongWrites }) => count(wrongWrites.count) },
      { title: "F1 de entidades", isNumber: true, cell: ({ entityF1 }) => (entityF1 === null ? "–" : score(entityF1)) },
    ],
    slices,
  );
}

/** Wrong ones, the most confident first. */
export function worstTable(caption: string, worst: readonly Decision[]): Markup {
  return table<Decision>(
    caption,
    [
      { title: "frase", cell: ({ text }) => html`<span class="said">${text}</span>` },
      { title: "es", cell: ({ intent }) => intent },
      { title: "se entendió", cell: ({ guess }) => guess },
      { title: "confianza", isNumber: true, cell: ({ confidence }) => decimal(confidence, 2) },
      { title: "dónde", cell: ({ file, line }) => html`<code>${file}:${line}</code>` },
    ],
    worst,
  );
}

/** Entities that were missed or invented and may be shown, by their lines. */
export function missedEntities(decisions: readonly Decision[]): Markup | null {
  const wrong = decisions.filter((one) => !one.isBlind && hasWrongEntity(one));
  if (wrong.length === 0) return null;
  const told = (list: { entity: string; text: string }[]) =>
    list.map(({ entity, text }) => `${entity}: ${text}`).join(", ");
  return html`<details><summary>${count(wrong.length)} frases con alguna entidad de más o de menos</summary>${table<Decision>(
    "Entidades perdidas e inventadas",
    [
      { title: "frase", cell: ({ text }) => html`<span class="said">${text}</span>` },
      { title: "faltó", cell: ({ entities }) => told(entities?.missed ?? []) },
      { title: "sobró", cell: ({ entities }) => told(entities?.invented ?? []) },
      { title: "dónde", cell: ({ file, line }) => html`<code>${file}:${line}</code>` },
    ],
    wrong,
  )}</details>
`;
}

export function changesTable(changes: readonly Change[]): Markup {
  return table(
    changes.length > CHANGES ? `Las ${CHANGES} de más peso` : "Decisiones que cambian, las de más peso primero",
    [
      { title: "frase", cell: ({ text }) => html`<span class="said">${text}</span>` },
      { title: "es", cell: ({ intent }) => intent },
      { title: "antes", cell: ({ before }) => `${before.guess}: ${OUTCOME_LABELS[before.outcome]}` },
      { title: "ahora", cell: ({ now }) => `${now.guess}: ${OUTCOME_LABELS[now.outcome]}` },
      {
        title: "costo",
        isNumber: true,
        cell: ({ weight }) => html`<span class="${toneOf(weight)}">${signed(weight)}</span>`,
      },
      { title: "dónde", cell: ({ file, line }) => html`<code>${file}:${line}</code>` },
    ],
    changes.slice(0, CHANGES),
  );
}

function toneOf(weight: number): string {
  if (weight === 0) return "soft";
  return weight > 0 ? "bad" : "good";
}

function signed(weight: number): string {
  return weight > 0 ? `+${weight}` : String(weight).replace("-", "−");
}
