/** One heading of a turn's trace and what stands under it, in Spanish, for the page and the terminal. */
export interface TraceSection {
  title: string;
  rows: TraceRow[];
}

export interface TraceRow {
  label: string;
  value: string;
  tone?: "good" | "bad";
  /** Between 0 and 1: a share to draw as a bar. */
  share?: number;
}

type Fields = Record<string, unknown>;
type Row = TraceRow | undefined;

const DECISION_LABELS: Record<string, string> = {
  kind: "Decisión",
  reason: "Motivo",
  margin: "Margen",
  confidence: "Confianza",
  intent: "Intención",
  slots: "Datos reunidos",
};

/** Reads what it knows of a trace and leaves out the rest: a trace gains fields without this file's leave. */
export function summarizeTrace(trace: unknown): TraceSection[] {
  const turn = fields(trace);
  const sections: TraceSection[] = [
    { title: "Quién entendió", rows: parseRows(fields(turn.parse)) },
    { title: "Qué decidió", rows: decisionRows(turn) },
    { title: "Llamadas a las API", rows: list(turn.apiCalls).map(apiCallRow) },
    { title: "Cómo lo dijo", rows: phraseRows(turn) },
    { title: "Modelos de lenguaje", rows: modelRows(turn) },
    { title: "Envíos", rows: list(turn.sends).map(sendRow) },
    { title: "Tiempos", rows: timingRows(fields(turn.timings)) },
    {
      title: "Turno",
      rows: present([
        row("Turno", turn.turnId),
        row("Perfil", turn.profile),
        row("Cuándo", turn.createdAt),
        row(
          "Mensajes",
          list(turn.messages)
            .map((message) => compact([message.kind, message.seq]))
            .join(", "),
        ),
      ]),
    },
  ];
  return sections.filter(({ rows }) => rows.length > 0);
}

function parseRows(parse: Fields): TraceRow[] {
  const intent = fields(parse.intent);
  const names: Record<string, string> = { rasa: "Rasa", embedded: "Clasificador propio" };
  const ranking = list(parse.ranking)
    .filter((entry) => entry.name !== intent.name)
    .slice(0, 3);
  return present([
    row("Motor", compact([names[text(parse.engine)] ?? parse.engine, parse.model])),
    confidenceRow("Intención", intent),
    ...ranking.map((entry) => confidenceRow("También pudo ser", entry)),
    ...list(parse.entities).map((entity) =>
      row("Entidad", compact([entity.entity, "=", text(entity.value) || json(entity.value)])),
    ),
    row("Duración", ms(parse.durationMs)),
  ]);
}

function confidenceRow(label: string, intent: Fields): Row {
  const confidence = typeof intent.confidence === "number" ? intent.confidence : undefined;
  const percent = confidence === undefined ? "" : `${(confidence * 100).toFixed(1)} %`;
  const base = row(label, compact([intent.name, percent]));
  return base && confidence !== undefined ? { ...base, share: Math.min(1, Math.max(0, confidence)) } : base;
}

function decisionRows(turn: Fields): TraceRow[] {
  const decision = fields(turn.decision);
  const outcome = text(turn.outcome) || text(fields(turn.outcome).kind);
  return present([
    ...Object.entries(decision).map(([name, value]) => row(DECISION_LABELS[name] ?? name, text(value) || json(value))),
    typeof turn.decision === "string" ? row("Decisión", turn.decision) : undefined,
    row("Acción", text(turn.action) || text(fields(turn.action).name)),
    row("Resultado", outcome, /unavailable|failed|refused/.test(outcome) ? "bad" : undefined),
  ]);
}

function apiCallRow(call: Fields): TraceRow {
  const result = text(call.result) || text(fields(call.result).kind);
  return {
    label: compact([call.api, call.operation]) || "llamada",
    value: compact([result, ms(call.durationMs)]),
    tone: /^(done|ok|2\d\d)/.test(result) ? "good" : /unavailable|timeout|error|5\d\d/.test(result) ? "bad" : undefined,
  };
}

function phraseRows(turn: Fields): TraceRow[] {
  const phrase = fields(turn.phrase);
  const sources: Record<string, string> = { template: "Plantilla", llm: "LLM" };
  return present([
    row("Origen", sources[text(phrase.source)] ?? phrase.source),
    row("Plantilla", phrase.template),
    row("Modelo", phrase.model),
    row("Prompt", phrase.prompt),
    row("Versión del prompt", phrase.promptVersion),
    row("Motivo", phrase.reason),
    row("Nivel", compact([fields(phrase.route).tier, fields(phrase.route).rule])),
    row("Calificación", fields(phrase.score).total),
    row("Rechazado por", words(turn.checks), "bad"),
    row("Recortado por", words(turn.trimmed)),
  ]);
}

function modelRows(turn: Fields): TraceRow[] {
  const opinion = fields(turn.thirdOpinion);
  return present([
    row("Tercera opinión", compact([opinion.intent, opinion.reason])),
    ...list(turn.llmCalls).map((call) => {
      const usage = fields(call.usage);
      const tokens = `${text(usage.input)} + ${text(usage.output)} tokens`;
      return row(
        compact([call.purpose, call.model]),
        compact([call.result, ms(call.durationMs), tokens]),
        call.result === "ok" ? "good" : "bad",
      );
    }),
  ]);
}

function sendRow(send: Fields): TraceRow {
  const statuses = Array.isArray(send.statuses)
    ? send.statuses.map((entry) => text(entry) || text(fields(entry).status)).filter(Boolean)
    : [];
  const value = compact([send.state, statuses.length > 0 ? `(${statuses.join(" → ")})` : ""]);
  return { label: text(send.providerId) || text(send.id) || "envío", value, tone: toneOfState(text(send.state)) };
}

function toneOfState(state: string): TraceRow["tone"] {
  if (/failed|undelivered|cancelled|unknown/.test(state)) return "bad";
  return /sent|delivered|read|accepted/.test(state) ? "good" : undefined;
}

function timingRows(timings: Fields): TraceRow[] {
  const steps = Object.entries(timings).filter((entry): entry is [string, number] => typeof entry[1] === "number");
  const longest = Math.max(...steps.map(([, duration]) => duration), 1);
  return steps.map(([step, duration]) => ({ label: step, value: ms(duration), share: duration / longest }));
}

function row(label: string, value: unknown, tone?: TraceRow["tone"]): Row {
  const shown = text(value);
  return shown ? { label, value: shown, tone } : undefined;
}

const words = (value: unknown) =>
  Array.isArray(value) ? value.filter((word) => typeof word === "string").join(", ") : "";

const present = (rows: Row[]) => rows.filter((candidate) => candidate !== undefined);

const compact = (parts: unknown[]) => parts.map(text).filter(Boolean).join(" ");

function text(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

const json = (value: unknown) => JSON.stringify(value) ?? "";

function ms(value: unknown): string {
  return typeof value === "number" ? `${value < 10 ? value.toFixed(1) : Math.round(value)} ms` : "";
}

function fields(value: unknown): Fields {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Fields) : {};
}

/** The entries of a list; a plain value becomes `{ value }`, so that a list of words is shown as well. */
function list(value: unknown): Fields[] {
  if (!Array.isArray(value)) return [];
  return value.map((entry) => (entry !== null && typeof entry === "object" ? fields(entry) : { value: entry }));
}
