import { z } from "zod";
import { operations } from "../../contract/index.ts";
import type { Sql } from "../../database/index.ts";
import { done, type Handler, type Outcome } from "../outcome.ts";
import type { AdminDeps } from "./admin-deps.ts";
import { atLine, type CsvProblem, isProblems, readCsv, readRow, refuseCsv, writeCsv } from "./csv.ts";
import { lockOffer } from "./offer-lock.ts";
import { PACKAGE_DEFAULTS, type PackageFields, savePackages, selectPackages } from "./package-rows.ts";
import { SERVICE_DEFAULTS, type ServiceFields, saveServices, selectServices } from "./service-rows.ts";

const { name, description, durationMinutes, bufferMinutes, leadMinutes, horizonDays, priceMinor } =
  operations.updateService.body.shape;
const { validDays } = operations.updatePackage.body.shape;
const { code } = operations.createService.body.shape;

const whole = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .regex(/^\d{1,10}$/, "a whole number without separators")
    .transform(Number)
    .pipe(schema as unknown as z.ZodType<number, number>);
const optional = (schema: z.ZodType) => z.union([z.literal("").transform(() => null), whole(schema)]);
const yesNo = z
  .enum(["true", "false", "TRUE", "FALSE", "VERDADERO", "FALSO", "1", "0"], "true or false")
  .transform((word) => ["true", "TRUE", "VERDADERO", "1"].includes(word));

const serviceRow = z
  .object({
    name: name.unwrap(),
    description: description.unwrap(),
    durationMinutes: whole(durationMinutes.unwrap()),
    bufferBeforeMinutes: whole(bufferMinutes.unwrap()),
    bufferMinutes: whole(bufferMinutes.unwrap()),
    leadMinutes: optional(leadMinutes.unwrap()),
    horizonDays: optional(horizonDays.unwrap()),
    priceMinor: whole(priceMinor.unwrap()),
    isActive: yesNo,
  })
  .partial()
  .extend({ code });

/** "masaje-relajante:5|yoga:8" */
const itemsCell = z
  .string()
  .regex(/^[a-z0-9-]+:\d{1,4}(\|[a-z0-9-]+:\d{1,4})*$/, "services and how many: masaje-relajante:5|yoga:8")
  .transform((text) =>
    text.split("|").map((item) => ({ service: item.split(":")[0] ?? "", quantity: Number(item.split(":")[1]) })),
  )
  .refine(
    (items) => items.length <= 50 && items.every(({ quantity }) => quantity > 0 && quantity <= 1000),
    "1 to 1000 each",
  );

const packageRow = z
  .object({
    name: name.unwrap(),
    description: description.unwrap(),
    priceMinor: whole(priceMinor.unwrap()),
    validDays: whole(validDays.unwrap()),
    isTransferable: yesNo,
    isActive: yesNo,
    items: itemsCell,
  })
  .partial()
  .extend({ code });

const SERVICE_COLUMNS = ["code", ...Object.keys(serviceRow.shape).filter((column) => column !== "code")];
const PACKAGE_COLUMNS = ["code", ...Object.keys(packageRow.shape).filter((column) => column !== "code")];

/** GET /admin/services.csv */
export function exportServicesHandler({ profileId }: AdminDeps): Handler<"exportServices"> {
  return { run: async (sql) => done(writeCsv(SERVICE_COLUMNS, await selectServices(sql, profileId))) };
}

/** GET /admin/packages.csv */
export function exportPackagesHandler({ profileId }: AdminDeps): Handler<"exportPackages"> {
  return {
    async run(sql) {
      const codes = new Map((await selectServices(sql, profileId)).map((service) => [service.id, service.code]));
      const rows = (await selectPackages(sql, profileId)).map((entry) => ({
        ...entry,
        items: entry.items.map(({ serviceId, quantity }) => `${codes.get(serviceId)}:${quantity}`).join("|"),
      }));
      return done(writeCsv(PACKAGE_COLUMNS, rows));
    },
  };
}

/** POST /admin/services/import */
export function importServicesHandler(deps: AdminDeps): Handler<"importServices"> {
  return {
    run: (sql, { body, query }) =>
      importRows<ServiceFields, z.output<typeof serviceRow>>(sql, {
        text: body,
        columns: SERVICE_COLUMNS,
        schema: serviceRow,
        defaults: SERVICE_DEFAULTS,
        needed: ["name", "durationMinutes", "priceMinor"],
        isDryRun: query.dryRun === "true",
        current: (codes) => selectServices(sql, deps.profileId, { codes }),
        fields: async (row) => row,
        save: (rows) => saveServices(sql, deps, rows),
      }),
  };
}

/** POST /admin/packages/import */
export function importPackagesHandler(deps: AdminDeps): Handler<"importPackages"> {
  return {
    async run(sql, { body, query }) {
      const ids = new Map((await selectServices(sql, deps.profileId)).map((service) => [service.code, service.id]));
      return importRows<PackageFields, z.output<typeof packageRow>>(sql, {
        text: body,
        columns: PACKAGE_COLUMNS,
        schema: packageRow,
        defaults: PACKAGE_DEFAULTS,
        needed: ["name", "priceMinor", "validDays", "items"],
        isDryRun: query.dryRun === "true",
        current: (codes) => selectPackages(sql, deps.profileId, { codes }),
        async fields({ items, ...row }, report) {
          if (!items) return row;
          const known = new Map<string, number>();
          for (const { service, quantity } of items) {
            const id = ids.get(service);
            if (id === undefined) report("items", `no service "${service}"`);
            else known.set(id, (known.get(id) ?? 0) + quantity);
          }
          const sorted = [...known].sort(([a], [b]) => (a < b ? -1 : 1));
          return { ...row, items: sorted.map(([serviceId, quantity]) => ({ serviceId, quantity })) };
        },
        save: (rows) => savePackages(sql, deps, rows),
      });
    },
  };
}

interface Import<Fields, Row> {
  text: string;
  columns: readonly string[];
  schema: z.ZodType<Row>;
  defaults: Partial<Fields>;
  /** Of a row whose code is new. */
  needed: readonly (keyof Fields & string)[];
  isDryRun: boolean;
  current(codes: string[]): Promise<Fields[]>;
  fields(row: Row, report: (column: string, message: string) => void): Promise<Partial<Fields>>;
  save(rows: Fields[]): Promise<void>;
}

interface ImportCounts {
  created: number;
  updated: number;
  unchanged: number;
  isDryRun: boolean;
}

/** All rows or none: nothing is written before every line has been found right. */
async function importRows<Fields extends { code: string }, Row extends { code: string }>(
  sql: Sql,
  task: Import<Fields, Row>,
): Promise<Outcome<ImportCounts>> {
  const rows = readCsv(task.text, task.columns, ["code"]);
  if (isProblems(rows)) return refuseCsv(rows);
  await lockOffer(sql);
  const codes = rows.map(({ cells }) => cells.code ?? "");
  const current = new Map((await task.current(codes)).map((entry) => [entry.code, entry]));
  const errors: CsvProblem[] = [];
  const seen = new Map<string, number>();
  const changed: Fields[] = [];
  let created = 0;
  for (const row of rows) {
    const parsed = readRow(task.schema, row, errors);
    if (!parsed) continue;
    const first = seen.get(parsed.code);
    if (first !== undefined) errors.push({ field: atLine(row.line, "code"), message: `is in line ${first} already` });
    seen.set(parsed.code, row.line);
    const said = await task.fields(parsed, (column, message) =>
      errors.push({ field: atLine(row.line, column), message }),
    );
    const before = current.get(parsed.code);
    const after = { ...(before ?? task.defaults), ...said, code: parsed.code } as Fields;
    const missing = task.needed.filter((column) => after[column] === undefined);
    errors.push(...missing.map((column) => ({ field: atLine(row.line, column), message: "a new row needs it" })));
    if (before && JSON.stringify(before) === JSON.stringify(after)) continue;
    if (!before) created += 1;
    changed.push(after);
  }
  if (errors.length > 0) return refuseCsv(errors);
  if (!task.isDryRun) await task.save(changed);
  const updated = changed.length - created;
  return done({ created, updated, unchanged: rows.length - changed.length, isDryRun: task.isDryRun });
}
