import fc from "fast-check";
import { type Change, formOf, named, oneOf } from "./mutation.ts";
import { type RawRequest, runTogether } from "./webhook-request.ts";

// --- The parameters ---

const onParams =
  (change: (params: [string, string][]) => [string, string][]): Change =>
  (request) => ({ ...request, params: change(request.params) });

const anyName = fc.oneof(
  fc.constantFrom(...["Body", "From", "To", "WaId", "ButtonPayload", "MediaUrl0", "NumMedia", "Latitude", "Label"]),
  fc.constantFrom(...["__proto__", "constructor", "toString", "length", "Body[]", "From[0]", "", " ", "body", "\0"]),
  fc.string({ unit: "binary", maxLength: 10 }).map((name) => name.toWellFormed()),
);
const anyValue = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }).map((value) => value.toWellFormed()),
  fc.constantFrom("", "whatsapp:+5215599999999", "sí", "confirmar", "[object Object]", "\0", "ﬁ", "Á", "Á"),
);
const index = fc.nat(40);
const replaceAt = (params: [string, string][], at: number, change: (pair: [string, string]) => [string, string]) =>
  params.map((pair, i) => (i === at % params.length ? change(pair) : pair));

export const parameterMutations = [
  named(
    "parameter added",
    fc
      .tuple(anyName, anyValue, fc.boolean())
      .map(([name, value, isFirst]) =>
        onParams((params) => (isFirst ? [[name, value], ...params] : [...params, [name, value]])),
      ),
  ),
  named(
    "parameter removed",
    index.map((at) => onParams((params) => params.filter((_, i) => i !== at % params.length))),
  ),
  named(
    "parameter changed",
    fc
      .tuple(index, anyValue, fc.nat(7))
      .map(([at, value, how]) =>
        onParams((params) =>
          replaceAt(params, at, ([name, old]) => [
            name,
            [
              value,
              `${old}${value || "x"}`,
              `${old} `,
              ` ${old}`,
              `${old}\0`,
              old.toUpperCase(),
              old.slice(0, -1),
              old.normalize("NFD"),
            ][how] ?? value,
          ]),
        ),
      ),
  ),
  named(
    "parameter renamed",
    fc
      .tuple(index, anyName)
      .map(([at, name]) => onParams((params) => replaceAt(params, at, ([, value]) => [name, value]))),
  ),
  named(
    "values exchanged",
    fc.tuple(index, index).map(([a, b]) =>
      onParams((params) => {
        const [one, other] = [params[a % params.length], params[b % params.length]];
        if (!one || !other) return params;
        return params.map((pair) => (pair === one ? [one[0], other[1]] : pair === other ? [other[0], one[1]] : pair));
      }),
    ),
  ),
  named(
    "parameter repeated with another value",
    fc.tuple(index, anyValue, fc.boolean()).map(([at, value, isFirst]) =>
      onParams((params) => {
        const pair: [string, string] = [params[at % params.length]?.[0] ?? "Body", value];
        return isFirst ? [pair, ...params] : [...params, pair];
      }),
    ),
  ),
  named(
    "more parameters than are read",
    fc.tuple(fc.integer({ min: 460, max: 700 }), anyValue).map(([count, value]) =>
      onParams((params) => {
        const padding: [string, string][] = Array.from({ length: count }, () => params[0] ?? ["a", "b"]);
        return [...params, ...padding, ["Body", `${value}!`], ["From", "whatsapp:+5215599999999"]];
      }),
    ),
  ),
];

// --- The body as bytes ---

const onBody =
  (change: (request: RawRequest) => Partial<RawRequest>): Change =>
  (request) => ({ ...request, ...change(request) });

export const bodyMutations = [
  named(
    "body of another kind",
    oneOf(
      onBody(({ params }) => ({ body: JSON.stringify(Object.fromEntries(params)), contentType: "application/json" })),
      onBody(({ params }) => ({ body: JSON.stringify(Object.fromEntries(params)) })),
      onBody(({ params }) => ({
        body: `${params
          .map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
          .join("")}--b--\r\n`,
        contentType: "multipart/form-data; boundary=b",
      })),
      onBody(({ params }) => ({ body: formOf(params).replaceAll("&", ";") })),
      onBody(({ params }) => ({ body: formOf(params).replaceAll("&", "&amp;") })),
      onBody(({ params }) => ({ body: formOf(params).replaceAll("&", "\n") })),
      onBody(({ params }) => ({ body: encodeURIComponent(formOf(params)) })),
      onBody(({ params }) => ({
        body: Buffer.from(formOf(params), "utf16le").toString("latin1"),
        contentType: "application/x-www-form-urlencoded; charset=utf-16le",
      })),
      onBody(({ params }) => ({ body: Buffer.from(formOf(params)).toString("base64") })),
      onBody(({ params }) => ({ body: `?${formOf(params)}` })),
      onBody(({ params }) => ({ body: `\uFEFF${formOf(params)}` })),
    ),
  ),
  named(
    "parameters in the address",
    oneOf(
      onBody(({ params, target }) => ({
        body: "",
        target: `${target}${target.includes("?") ? "&" : "?"}${formOf(params)}`,
      })),
      onBody(() => ({ body: "" })),
      onBody(({ params, target }) => ({ body: "", target: target + encodeURIComponent(runTogether(params)) })),
      onBody(({ params }) => ({ target: `/api/whatsapp/webhook?${formOf(params)}`, params: [["Body", "x"]] })),
    ),
  ),
  named(
    "body cut or doubled",
    fc.tuple(fc.nat(600), fc.boolean()).map(([at, isDoubled]) =>
      onBody(({ params }) => {
        const form = formOf(params);
        return {
          body: isDoubled ? `${form}${form.slice(0, 1 + (at % form.length))}` : form.slice(0, at % form.length),
        };
      }),
    ),
  ),
  named(
    "one byte of the body",
    fc.tuple(fc.nat(600), fc.integer({ min: 33, max: 126 })).map(([at, byte]) =>
      onBody(({ params }) => {
        const form = formOf(params);
        const place = at % form.length;
        return { body: form.slice(0, place) + String.fromCharCode(byte) + form.slice(place + 1) };
      }),
    ),
  ),
  named(
    "method",
    fc.constantFrom("GET", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD").map((method) => onBody(() => ({ method }))),
  ),
];
