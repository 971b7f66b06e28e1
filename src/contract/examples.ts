import type { DocumentedOperation, Json, JsonSchema, OpenApiDocument } from "./openapi-document.ts";

type Documented = NonNullable<DocumentedOperation["parameters"]>[number];

/** What every example names: one booking, and one of whatever has an id. */
export const EXAMPLE_CODE = "K7RWDQ";
export const EXAMPLE_ID = "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60";

/** What a field of this name holds in every example, where its schema does not say. */
const BY_NAME: Record<string, Json> = {
  bufferBeforeMinutes: 0,
  bufferMinutes: 15,
  isActive: true,
  priceMinor: 85_000,
  role: "key",
  responseStatus: 200,
  durationMs: 84,
  to: "2030-03-08",
  about: "Massages and yoga in the heart of the city",
  address: "Av. Álvaro Obregón 123, Roma Norte, Ciudad de México",
  amountMinor: 85_000,
  code: EXAMPLE_CODE,
  bookingCode: EXAMPLE_CODE,
  purchaseCode: "P4XW9TGH",
  currency: "MXN",
  description: "Sixty minutes, with warm oil",
  detail: "tell the person what is free",
  displayName: "Ana López",
  durationMinutes: 60,
  endsAt: "2030-03-05T11:00:00-06:00",
  from: "2030-03-05",
  language: "es",
  limit: 20,
  locale: "es-MX",
  name: "Relaxing massage",
  kinds: ["booking.created", "purchase.paid"],
  nextCursor: null,
  phone: "+52 55 1234 5678",
  quantity: 5,
  reason: "The customer was ill",
  seats: 12,
  seatsFree: 3,
  timeZone: "America/Mexico_City",
  toCustomerId: "0190a0e4-7c1e-7b3a-9d2f-0a1b2c3d4e5f",
  type: "booking.created",
  url: "https://example.com/hooks/atiende",
  validDays: 90,
  weekday: 1,
  closedDates: [],
};
const INSTANT = "2030-03-05T10:00:00-06:00";

/** Gives every request and every success an example, made from the schema and the same each time. */
export function withExamples(document: OpenApiDocument): OpenApiDocument {
  const { schemas } = document.components;
  for (const operation of Object.values(document.paths).flatMap((methods) => Object.values(methods))) {
    for (const parameter of operation.parameters ?? []) {
      if (parameter.required) parameter.example ??= exampleOf(parameter);
    }
    const successes = Object.entries(operation.responses).filter(([status]) => status.startsWith("2"));
    for (const { content = {} } of [operation.requestBody ?? {}, ...successes.map(([, response]) => response)]) {
      for (const [type, media] of Object.entries(content)) {
        media.example ??= type.startsWith("text/") ? textOf(type, operation.operationId) : sampleOf(media.schema, "");
      }
    }
  }
  return document;

  function exampleOf({ name, schema }: Documented): Json {
    return sampleOf(schema, name);
  }

  function sampleOf(schema: JsonSchema, name: string): Json {
    const { $ref } = schema;
    if ($ref) return sampleOf(schemas[$ref.split("/").pop() ?? ""] ?? {}, name);
    if (isOver(schema, name)) return null;
    if (schema.enum?.includes("confirmed")) return "confirmed";
    const said = schema.example ?? schema.examples?.[0] ?? schema.const ?? schema.enum?.[0];
    if (said !== undefined) return said;
    const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== "null") : schema.type;
    if (schema.properties) return objectOf(schema, name);
    const named = BY_NAME[name];
    if (named !== undefined && isOf(named, type, schema)) return named;
    const [first] = schema.anyOf ?? schema.oneOf ?? [];
    if (first) return sampleOf(first, name);
    if (schema.allOf) return sampleOf(Object.assign({}, ...schema.allOf), name);
    if (schema.default !== undefined && schema.default !== null) return schema.default;
    switch (type) {
      case "array":
        return schema.items ? [sampleOf(schema.items, name.replace(/s$/, ""))] : [];
      case "object":
        return {};
      case "boolean":
        return false;
      case "integer":
      case "number":
        return Math.max(1, schema.minimum ?? 1);
      case "string":
        return name === "to" ? "19:00" : stringOf(schema);
      default:
        return null;
    }
  }

  function objectOf({ properties = {}, required = [] }: JsonSchema, name: string): Json {
    // What may be left out is left out, except where nothing would remain: a change of one field.
    const wanted = required.length > 0 ? required : Object.keys(properties).slice(0, 1);
    const whole = Object.fromEntries(wanted.map((key) => [key, sampleOf(properties[key] ?? {}, key)]));
    return name === "professional" && "name" in whole ? { ...whole, name: "Mariana Ruiz" } : whole;
  }
}

/** What most rows do not have: an end, a fault. */
function isOver({ anyOf = [] }: JsonSchema, name: string): boolean {
  const mayBeNull = anyOf.some(({ type }) => type === "null");
  return mayBeNull && /^(disabled|revoked|failing|previous|expires|error|nextAttempt|leadMinutes|horizon)/.test(name);
}

function isOf(value: Json, type: string | undefined, { format, pattern }: JsonSchema): boolean {
  if (Array.isArray(value)) return type === "array";
  if (value === null) return true;
  if (format === "date-time") return typeof value === "string" && value.includes("T");
  if (format === "date") return typeof value === "string" && value.length === 10;
  if (pattern && typeof value === "string") return new RegExp(pattern).test(value);
  if (type === "integer" || type === "number") return typeof value === "number";
  return type === typeof value;
}

function stringOf({ format, pattern }: JsonSchema): string {
  if (format === "uuid") return EXAMPLE_ID;
  if (format === "date-time") return INSTANT;
  if (format === "date") return INSTANT.slice(0, 10);
  if (format === "uri") return "https://example.com/pay/3n7Kx0Q2";
  const candidates = [EXAMPLE_CODE, "MXN", "es", "10:00", "masaje-relajante"];
  const fitting = pattern === undefined ? "text" : candidates.find((one) => new RegExp(pattern).test(one));
  return fitting ?? "text";
}

function textOf(type: string, operationId: string): string {
  if (type === "text/calendar") return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Atiende//EN\r\nEND:VCALENDAR\r\n";
  return operationId.endsWith("Packages")
    ? "code,name,priceMinor,validDays,items\r\nrelax-5,Relax 5,380000,90,masaje-relajante:5\r\n"
    : "code,name,durationMinutes,priceMinor\r\nmasaje-relajante,Masaje relajante,60,85000\r\n";
}
