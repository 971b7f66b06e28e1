import { CsvError, parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import type { z } from "zod";
import type { Refusal } from "../outcome.ts";

export const MOST_LINES = 2000;

/** Rows of a CSV text by column, each with the line that it ends in; only columns that are there. */
export interface CsvRow {
  line: number;
  cells: Record<string, string>;
}

export interface CsvProblem {
  field: string;
  message: string;
}

export const atLine = (line: number, column: string) => `line ${line}: ${column}`;

/** What is wrong with a CSV text, every line at once. */
export function refuseCsv(errors: CsvProblem[]): Refusal {
  return { kind: "refused", code: "validation_failed", detail: "nothing was changed", errors: errors.slice(0, 200) };
}

/** What a spreadsheet would run as a formula: `writeCsv` puts the apostrophe before it that `readCsv` takes off. */
const GUARDED = /^'(?=[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/;

/**
 * Reads a CSV text as spreadsheets write it: with or without a byte order mark, with commas, or with semicolons when the
 * first line has no comma. The first line names the columns.
 */
export function readCsv(
  text: string,
  columns: readonly string[],
  required: readonly string[],
): CsvRow[] | CsvProblem[] {
  const header = text.replace(/^\ufeff/, "").split(/\r?\n/, 1)[0] ?? "";
  const errors: CsvProblem[] = [];
  try {
    const rows = parse(text, {
      bom: true,
      delimiter: header.includes(";") && !header.includes(",") ? ";" : ",",
      trim: true,
      skip_empty_lines: true,
      info: true,
      columns(names: string[]) {
        const unknown = names.filter((name) => !columns.includes(name));
        const missing = required.filter((name) => !names.includes(name));
        errors.push(
          ...unknown.map((name) => ({
            field: atLine(1, name || "(empty)"),
            message: `no such column: ${columns.join(", ")}`,
          })),
          ...missing.map((name) => ({ field: atLine(1, name), message: "this column is needed" })),
          ...names
            .filter((name, index) => names.indexOf(name) < index)
            .map((name) => ({ field: atLine(1, name), message: "this column is there twice" })),
        );
        return names;
      },
    }) as unknown as { info: { lines: number }; record: Record<string, string> }[];
    if (errors.length > 0) return errors;
    if (rows.length > MOST_LINES) return [{ field: atLine(MOST_LINES + 2, ""), message: `at most ${MOST_LINES} rows` }];
    return rows.map(({ info, record }) => ({
      line: info.lines,
      cells: Object.fromEntries(Object.entries(record).map(([name, cell]) => [name, cell.replace(GUARDED, "")])),
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (errors.length > 0) return errors;
    const { lines } = error as { lines?: number };
    return [{ field: atLine(lines ?? 1, "(row)"), message: CSV_FAULTS[error.code] ?? "is not CSV" }];
  }
}

/** The parser's own words quote the text. */
const CSV_FAULTS: Record<string, string> = {
  CSV_RECORD_INCONSISTENT_COLUMNS: "does not have as many cells as the first line",
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: "does not have as many cells as the first line",
  CSV_QUOTE_NOT_CLOSED: "a quote is not closed",
  CSV_INVALID_CLOSING_QUOTE: "something stands behind a closing quote",
  INVALID_OPENING_QUOTE: "a quote stands in the middle of a cell",
};

export function isProblems(list: CsvRow[] | CsvProblem[]): list is CsvProblem[] {
  return list.length > 0 && "message" in (list[0] as object);
}

/** The fields of a row as its schema reads them; what is wrong goes to `errors`. */
export function readRow<Schema extends z.ZodType>(
  schema: Schema,
  { line, cells }: CsvRow,
  errors: CsvProblem[],
): z.output<Schema> | undefined {
  const parsed = schema.safeParse(cells);
  if (parsed.success) return parsed.data;
  errors.push(
    ...parsed.error.issues.map(({ path, message }) => ({ field: atLine(line, String(path[0] ?? "(row)")), message })),
  );
  return undefined;
}

/** CSV for spreadsheets: with a byte order mark, so that Excel reads accents; formulas are made text. */
export function writeCsv(columns: readonly string[], rows: Record<string, unknown>[]): string {
  return stringify(rows, {
    bom: true,
    header: true,
    columns: [...columns],
    escape_formulas: true,
    cast: { boolean: String },
  });
}
