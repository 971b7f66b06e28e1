import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderReport } from "./report-html.ts";
import { type NluReport, reportSchema } from "./report-schema.ts";

/** Where the reports are: `<data>/nlu-report/<model>.{json,html}`. A partial one has a name of its own. */
export function reportPaths(dataDirectory: string, model: string, isPartial = false): { json: string; html: string } {
  const base = join(dataDirectory, "nlu-report", `${model}${isPartial ? ".parcial" : ""}`);
  return { json: `${base}.json`, html: `${base}.html` };
}

/** Writes both files, each whole or not at all; an earlier report of the same model is replaced. */
export function writeReport(dataDirectory: string, report: NluReport): { json: string; html: string } {
  const paths = reportPaths(dataDirectory, report.model, report.isPartial);
  mkdirSync(join(dataDirectory, "nlu-report"), { recursive: true });
  writeWhole(paths.html, renderReport(report));
  writeWhole(paths.json, `${JSON.stringify(reportSchema.parse(report))}\n`);
  return paths;
}

/** The whole report of a model; undefined when there is none that this version can read. */
export function readReport(dataDirectory: string, model: string): NluReport | undefined {
  const report = readFile(reportPaths(dataDirectory, model).json);
  return report?.model === model ? report : undefined;
}

/** The newest whole report that is wanted. */
export function latestReport(dataDirectory: string, isWanted: (report: NluReport) => boolean): NluReport | undefined {
  const folder = join(dataDirectory, "nlu-report");
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => readFile(join(folder, name)) ?? [])
    .filter((report) => !report.isPartial && isWanted(report))
    .sort((a, b) => b.madeAt.localeCompare(a.madeAt))[0];
}

function readFile(path: string): NluReport | undefined {
  try {
    return reportSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
}

function writeWhole(path: string, content: string): void {
  writeFileSync(`${path}.part`, content);
  renameSync(`${path}.part`, path);
}
