import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ResponseOf } from "../../src/contract/index.ts";
import { newId } from "../../src/shared/index.ts";
import { type Harness, startHarness } from "./harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
beforeEach(async () => {
  await harness.database.query("update services set origin = 'file'");
  await harness.database.query("update packages set origin = 'file'");
  await harness.api.seed();
});
afterAll(() => harness.close());

type Counts = ResponseOf<"importServices">;
type What = "services" | "packages";

const exported = async (what: What) => {
  const { body, headers } = await harness.request<string>("GET", `/admin/${what}.csv`, { role: "admin" });
  expect(headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
  return body;
};
const imported = <Body = Counts>(what: What, rawBody: string, query = "", type = "text/csv") =>
  harness.request<Body>("POST", `/admin/${what}/import${query}`, {
    role: "admin",
    rawBody,
    headers: { "Content-Type": type },
  });
const serviceRows = () =>
  harness.database.query("select code, name, price_minor, buffer_minutes, origin from services order by code");

test.each(["services", "packages"] as const)("what was exported of %s and comes back changes nothing", async (what) => {
  const csv = await exported(what);
  const counts = await imported(what, csv);
  expect(counts).toMatchObject({ status: 200, body: { created: 0, updated: 0, isDryRun: false } });
  expect(counts.body.unchanged).toBeGreaterThan(3);
  expect(await exported(what)).toBe(csv);
});

test("new rows are added, others changed; a column that is not there stays as it is", async () => {
  const csv =
    '\ufeffcode,name,durationMinutes,priceMinor\nyoga,Yoga suave,60,26000\nreiki,"Reiki, completo",45,70000\n';
  const counts = await imported("services", csv);
  expect(counts.body).toEqual({ created: 1, updated: 1, unchanged: 0, isDryRun: false });
  await harness.api.seed();
  expect(await serviceRows()).toContainEqual(
    expect.objectContaining({ code: "yoga", name: "Yoga suave", price_minor: "26000", origin: "api" }),
  );
  expect(await serviceRows()).toContainEqual(expect.objectContaining({ code: "reiki", name: "Reiki, completo" }));
  const items = await imported("packages", "code;items\nyoga-8;yoga:3|yoga:4|reiki:1\n");
  expect(items.body).toMatchObject({ updated: 1 });
  const { id } = await harness.service("reiki");
  expect(await exported("packages")).toContain("yoga:7");
  expect(id).toBeDefined();
});

test("every wrong cell is named with its line, and nothing is changed", async () => {
  const before = await serviceRows();
  const csv = [
    "code,name,durationMinutes,priceMinor,isActive",
    "yoga,Yoga,60,25000,true",
    "Mal Código,Uno,60,100,true",
    "dos,,4,-1,quizá",
    "tres,Tres,60,,true",
    "yoga,Otra vez,60,25000,true",
    "cuatro,Cuatro,1e3,100,true",
  ].join("\r\n");
  const { status, body } = await imported<{ errors: { field: string; message: string }[] }>("services", csv);
  expect(status).toBe(422);
  expect(body.errors.map(({ field }) => field)).toEqual([
    "line 3: code",
    "line 4: name",
    "line 4: durationMinutes",
    "line 4: priceMinor",
    "line 4: isActive",
    "line 5: priceMinor",
    "line 6: code",
    "line 7: durationMinutes",
  ]);
  expect(await serviceRows()).toEqual(before);
});

test("a dry run says what would be, or what is wrong, and changes nothing", async () => {
  const before = await serviceRows();
  const csv = "code,priceMinor\nyoga,1\nmanicure,38000\n";
  const dry = await imported("services", csv, "?dryRun=true");
  expect(dry.body).toEqual({ created: 0, updated: 1, unchanged: 1, isDryRun: true });
  expect((await imported("services", "code,priceMinor\nyoga,x\n", "?dryRun=true")).status).toBe(422);
  expect(await serviceRows()).toEqual(before);
});

test.each([
  ["no code column", "name\nYoga\n", "line 1: code"],
  ["an unknown column", "code,precio\nyoga,1\n", "line 1: precio"],
  ["a column twice", "code,name,name\nyoga,a,b\n", "line 1: name"],
  ["a new row without its price", "code,name,durationMinutes\nnueva,Nueva,60\n", "line 2: priceMinor"],
  ["too few cells", "code,name\nyoga\n", "line 2: (row)"],
  ["a quote that never closes", 'code,name\nyoga,"Yoga\n', "line 2: (row)"],
])("%s is told by line and column", async (_, csv, field) => {
  const { status, body } = await imported<{ errors: { field: string }[] }>("services", csv);
  expect({ status, fields: body.errors.map((error) => error.field) }).toEqual({ status: 422, fields: [field] });
});

test("a package of a service that is not there, or without any, is refused", async () => {
  const { body } = await imported<{ errors: object[] }>("packages", "code,items\nyoga-8,nada:3\npilates-10,yoga:0\n");
  expect(body.errors).toMatchObject([{ field: "line 2: items" }, { field: "line 3: items" }]);
});

test("no cell runs as a formula, and it comes back as it was", async () => {
  const names = ['=HYPERLINK("http://evil")', "+1", "-1", "@sum", "\uFF1Dsum"];
  for (const [index, name] of names.entries()) {
    const body = { code: `formula-${index}`, name, durationMinutes: 30, priceMinor: 100 };
    expect((await harness.request("POST", "/admin/services", { role: "admin", key: newId(), body })).status).toBe(201);
  }
  const csv = await exported("services");
  expect(csv).not.toMatch(/(^|,)"?[=+@\uFF1D-]/m);
  expect((await imported("services", csv)).body).toMatchObject({ created: 0, updated: 0 });
  expect((await serviceRows()).map((row) => row.name)).toEqual(expect.arrayContaining(names));
});

test("another type, too much, and another encoding are refused at the door", async () => {
  expect((await imported("services", "{}", "", "application/json")).status).toBe(415);
  expect((await imported("services", `code,name\nyoga,${"x".repeat(2 * 1024 * 1024)}`)).status).toBe(413);
  const latin = await fetch(`${harness.url}/api/admin/services/import`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${await harness.addKey(["catalogue:write"])}`,
      "Content-Type": "text/csv",
      "Idempotency-Key": newId(),
    },
    body: Buffer.from("code,name\nyoga,Yoga de la ma\xf1ana\n", "latin1"),
  });
  expect(await latin.json()).toMatchObject({ code: "malformed_request" });
});
