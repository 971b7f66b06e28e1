import type { NluReport, Slice } from "./report-schema.ts";
import {
  count,
  counts,
  decimal,
  GATE_LABELS,
  gateLimit,
  gateNumber,
  gateVerdict,
  hiddenText,
  interval,
  LANGUAGE_LABELS,
  OUTCOME_LABELS,
  passedText,
  percent,
  score,
} from "./report-words.ts";

const CHANGES = 10;
const CONFUSIONS = 8;

/** The report in one screen of a terminal. */
export function reportText(report: NluReport): string {
  const { heldOut, thresholds, times } = report;
  const { intents, entities, effects, calibration } = heldOut;
  const share = (name: string, of: typeof effects.acted) =>
    row(name, `${percent(of.value)} (${counts(of)}${of.value === null ? "" : `; ${interval(of)}`})`);
  const confused = intents.confusions.filter(({ intent, guess }) => intent !== guess).slice(0, CONFUSIONS);
  const told = ({ confidence, margin, cost }: typeof thresholds.best) =>
    `confianza ${decimal(confidence, 2)}, margen ${decimal(margin, 2)}: costo ${decimal(cost, 3)}`;
  const { knownLines } = report;
  const hidden = hiddenText(report);
  return [
    `${report.model} (${report.engine === "rasa" ? "Rasa" : "clasificador incorporado"}), perfil ${report.profile}: ${count(report.examples)} ejemplos, ${count(heldOut.lines)} frases apartadas`,
    ...(knownLines > 0 ? [`  ${count(knownLines)} más también están entre los ejemplos y no cuentan`] : []),
    "",
    share("intención correcta", intents.accuracy),
    row("F1 media por intención", score(intents.macroF1)),
    row(
      "F1 de entidades",
      `${score(entities.all.f1)} (${counts(entities.all.recall)}, en ${count(entities.lines)} frases marcadas)`,
    ),
    share("fechas bien leídas", report.dates.right),
    share("actúa", effects.acted),
    share("de ésas, correctas", effects.actedRight),
    share("escrituras equivocadas", effects.wrongWrites),
    share("lo ajeno, reconocido", effects.outOfScopeRecall),
    share("lo ajeno que escribe", effects.outOfScopeWrites),
    row("calibración (ECE)", score(calibration.ece)),
    row("lectura", times ? `p50 ${decimal(times.p50, 2)} ms, p95 ${decimal(times.p95, 2)} ms` : "sin medir"),
    row("umbrales de hoy", told(thresholds.today)),
    row("los mejores aquí", told(thresholds.best)),
    ...crossLines(report),
    "",
    ...sliceLines("por archivo", report.files),
    ...sliceLines("por idioma", report.languages),
    ...(hidden ? [`  ${hidden}`] : []),
    ...(confused.length > 0 ? ["", "Lo que más se confunde:"] : []),
    ...confused.map(({ intent, guess, count: often }) => `  ${often}× ${intent} → ${guess}`),
    "",
    ...comparisonLines(report),
    "",
    ...gateLines(report),
  ].join("\n");
}

function crossLines({ crossValidation }: NluReport): string[] {
  if (!crossValidation) return [];
  const { accuracy, macroF1 } = crossValidation.intents;
  const said = `${percent(accuracy.value)} (${counts(accuracy)}), F1 media ${score(macroF1)}, entidades ${score(crossValidation.entities.all.f1)}`;
  return [row("validación cruzada", `${said}; del incorporado, ${crossValidation.folds} partes`)];
}

function sliceLines(title: string, slices: readonly Slice[]): string[] {
  return [
    `${title.padEnd(24)}frases  correcta   actúa  de ésas, bien  escrituras equiv.`,
    ...slices.map(({ name, lines, accuracy, acted, actedRight, wrongWrites }) =>
      [
        `  ${(LANGUAGE_LABELS[name] ?? name.split("/").at(-1) ?? name).padEnd(22)}`,
        count(lines).padStart(6),
        percent(accuracy.value).padStart(10),
        percent(acted.value).padStart(8),
        percent(actedRight.value).padStart(15),
        count(wrongWrites.count).padStart(19),
      ].join(""),
    ),
  ];
}

function comparisonLines({ comparison, notCompared }: NluReport): string[] {
  if (!comparison) return [`Sin comparación: ${notCompared}.`];
  const { model, why, lines, newlyRight, newlyWrong, changes } = comparison;
  const shown = changes.filter(({ isBlind }) => !isBlind);
  return [
    `Frente a ${model} (${why}), en ${count(lines)} frases: ${count(newlyRight)} ahora bien, ${count(newlyWrong)} ahora mal, ${count(changes.length)} decisiones cambian.`,
    ...shown.slice(0, CHANGES).map(({ file, line, text, intent, before, now, weight }) => {
      const sides = [before, now].map(({ guess, outcome }) => `${guess} (${OUTCOME_LABELS[outcome]})`);
      return `  ${weight > 0 ? "+" : ""}${weight}  ${file}:${line} "${text}", que es ${intent}: ${sides.join(" → ")}`;
    }),
    ...(shown.length > CHANGES ? [`  … y ${count(shown.length - CHANGES)} más en el informe`] : []),
  ];
}

function gateLines({ gates, isPassed, isPartial }: NluReport): string[] {
  const judged = gates.filter(({ limit, goal }) => limit !== null || goal !== null);
  const broken = gates.filter(({ isMet }) => !isMet).length;
  return [
    ...judged.map((gate) => {
      const limit = gate.limit === null ? [] : [gateLimit(gate, gate.limit)];
      const goal =
        gate.goal === null ? [] : [`meta ${gateLimit(gate, gate.goal)}${gate.isGoalMet ? "" : ", todavía no"}`];
      const sign = gate.isMet ? " " : "✗";
      return `${sign} ${GATE_LABELS[gate.name].padEnd(34)} ${gateNumber(gate, gate.value).padStart(8)}  ${gateVerdict(gate)} (${[...limit, ...goal].join("; ")})`;
    }),
    "",
    isPassed ? passedText(gates) : `No pasa: ${broken === 1 ? "una puerta rota" : `${broken} puertas rotas`}.`,
    ...(isPartial ? ["Sólo se midieron algunos archivos: no sirve para promover."] : []),
  ];
}

function row(name: string, value: string): string {
  return `  ${name.padEnd(24)} ${value}`;
}
