import type { Calibration, ThresholdCost, ThresholdSearch } from "./calibration.ts";
import { html, type Markup, table } from "./report-markup.ts";
import { counts, decimal, interval, percent } from "./report-words.ts";

const WIDTH = 480;
const HEIGHT = 300;
const LEFT = 52;
const RIGHT = 12;
const TOP = 14;
const BOTTOM = 46;

type Scale = (value: number) => number;

function scale([from, to]: [number, number], [first, last]: [number, number]): Scale {
  return (value) => Math.round((first + ((value - from) / (to - from || 1)) * (last - first)) * 10) / 10;
}

const across = (range: [number, number]) => scale(range, [LEFT, WIDTH - RIGHT]);
const upwards = (range: [number, number]) => scale(range, [HEIGHT - BOTTOM, TOP]);

/** Share of right guesses by stated confidence, with its 95 % intervals, and every figure in a table. */
export function reliabilityChart({ bins, ece }: Calibration): Markup {
  const x = across([0, 1]);
  const y = upwards([0, 1]);
  const bars = bins.map(({ from, to, right }) => {
    if (right.value === null) return null;
    const middle = x((from + to) / 2);
    return html`<rect class="bar" x="${x(from) + 2}" y="${y(right.value)}" width="${x(to) - x(from) - 4}" height="${y(0) - y(right.value)}"/><path class="whisker" d="M${middle} ${y(right.low)}V${y(right.high)}"/>`;
  });
  const told =
    ece === null ? "sin medir" : `la confianza y los aciertos se separan ${decimal(100 * ece, 1)} puntos en promedio`;
  return html`<figure>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Aciertos según la confianza: ${told}. Las cifras están en la tabla de abajo.">
${yAxis(y, [0, 0.25, 0.5, 0.75, 1], percent0)}${xAxis(x, [0, 0.2, 0.4, 0.6, 0.8, 1], "confianza que dice")}
${bars}<path class="ideal" d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}"/>
</svg>
<figcaption>Barras: aciertos de verdad, con su intervalo de 95 %. Línea punteada: lo ideal. ECE ${ece === null ? "sin medir" : decimal(ece, 3)}: ${told}.</figcaption>
</figure>
<details><summary>Las cifras</summary>${table(
    "Aciertos según la confianza",
    [
      { title: "confianza", cell: ({ from, to }) => `${decimal(from, 1)} a ${decimal(to, 1)}` },
      { title: "media", isNumber: true, cell: ({ confidence }) => percent(confidence) },
      { title: "aciertos", isNumber: true, cell: ({ right }) => percent(right.value) },
      { title: "frases", isNumber: true, cell: ({ right }) => counts(right) },
      { title: "intervalo", isNumber: true, cell: ({ right }) => interval(right) },
    ],
    bins.filter(({ right }) => right.of > 0),
  )}</details>
`;
}

/** What a message costs by the confidence that is asked for, with today's and the best threshold. */
export function thresholdChart({ today, best, curve }: ThresholdSearch): Markup {
  const costs = [...curve, today, best].map(({ cost }) => cost);
  const x = across([curve[0]?.confidence ?? 0, curve.at(-1)?.confidence ?? 1]);
  const top = Math.max(...costs) * 1.1 || 1;
  const y = upwards([0, top]);
  const line = curve.map(({ confidence, cost }, index) => `${index === 0 ? "M" : "L"}${x(confidence)} ${y(cost)}`);
  const mark = ({ confidence, cost }: ThresholdCost, name: string) =>
    html`<circle class="${name}" cx="${x(confidence)}" cy="${y(cost)}" r="6"/>`;
  return html`<figure>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Costo por mensaje según la confianza que se pide. Las cifras están en la tabla de abajo.">
${yAxis(y, [0, top / 3, (2 * top) / 3, top], (value) => decimal(value, 2))}${xAxis(x, [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], `confianza que se pide (margen ${decimal(today.margin, 2)})`)}
<path class="curve" d="${line.join("")}"/>${mark(best, "best")}${mark(today, "today")}
</svg>
<figcaption>Costo por mensaje, en preguntas: preguntar 1, contestar otra cosa 3, escritura equivocada 10. Círculo vacío: hoy; lleno: lo mejor${best.margin === today.margin ? "" : `, con margen ${decimal(best.margin, 2)}`}.</figcaption>
</figure>
${table<ThresholdCost & { name: string }>(
  "Umbrales",
  [
    { title: "", cell: ({ name }) => name },
    { title: "confianza", isNumber: true, cell: ({ confidence }) => decimal(confidence, 2) },
    { title: "margen", isNumber: true, cell: ({ margin }) => decimal(margin, 2) },
    { title: "costo", isNumber: true, cell: ({ cost }) => decimal(cost, 3) },
    { title: "actúa", isNumber: true, cell: ({ acted }) => percent(acted.value) },
    { title: "escrituras equivocadas", isNumber: true, cell: ({ wrongWrites }) => counts(wrongWrites) },
  ],
  [
    { ...today, name: "hoy" },
    { ...best, name: "lo mejor" },
  ],
)}<details><summary>La curva en cifras</summary>${table<ThresholdCost>(
    "Costo según la confianza",
    [
      { title: "confianza", cell: ({ confidence }) => decimal(confidence, 2) },
      { title: "costo", isNumber: true, cell: ({ cost }) => decimal(cost, 3) },
      { title: "actúa", isNumber: true, cell: ({ acted }) => percent(acted.value) },
      { title: "escrituras equivocadas", isNumber: true, cell: ({ wrongWrites }) => counts(wrongWrites) },
    ],
    curve,
  )}</details>
`;
}

function percent0(value: number): string {
  return `${decimal(100 * value, 0)} %`;
}

function yAxis(y: Scale, values: number[], told: (value: number) => string): Markup[] {
  return values.map(
    (value) =>
      html`<path class="axis" d="M${LEFT} ${y(value)}H${WIDTH - RIGHT}"/><text x="${LEFT - 8}" y="${y(value) + 4}" text-anchor="end">${told(value)}</text>`,
  );
}

function xAxis(x: Scale, values: number[], title: string): Markup {
  const marks = values.map(
    (value) => html`<text x="${x(value)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${decimal(value, 1)}</text>`,
  );
  return html`${marks}<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${title}</text>`;
}
