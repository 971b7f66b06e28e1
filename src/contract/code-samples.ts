import type { DocumentedOperation, Json } from "./openapi-document.ts";

/** How an operation is called, ready to be copied: in a shell, and with the client `@atiende/client`. */
export function codeSamples(method: string, path: string, operation: DocumentedOperation) {
  return [
    { lang: "Shell", label: "curl", source: curl(method, path, operation) },
    { lang: "TypeScript", label: "@atiende/client", source: typescript(operation) },
  ];
}

interface Parts {
  params: [string, Json][];
  query: [string, Json][];
  headers: [string, Json][];
  body: { type: string; value: Json } | undefined;
}

/** The least that a call needs. */
function partsOf({ parameters = [], requestBody }: DocumentedOperation): Parts {
  const needed = parameters.filter(({ required }) => required);
  const of = (where: string) =>
    needed.filter((one) => one.in === where).map((one): [string, Json] => [one.name, one.example ?? null]);
  const [content] = Object.entries(requestBody?.content ?? {});
  const body = content && { type: content[0], value: content[1].example ?? null };
  return { params: of("path"), query: of("query"), headers: of("header"), body };
}

function curl(method: string, path: string, operation: DocumentedOperation): string {
  const { params, query, headers, body } = partsOf(operation);
  const address = params.reduce((whole, [name, value]) => whole.replace(`{${name}}`, String(value)), path);
  const search = new URLSearchParams(query.map(([name, value]): [string, string] => [name, String(value)])).toString();
  const header = (name: string, value: string) => `-H "${name}: ${value}"`;
  return [
    `curl${method === "GET" ? "" : ` -X ${method}`} "$ATIENDE_URL/api${address}${search && `?${search}`}"`,
    header("Authorization", "Bearer $ATIENDE_API_KEY"),
    ...headers.map(([name, value]) => header(name, name === "Idempotency-Key" ? "$(uuidgen)" : String(value))),
    ...(body ? [header("Content-Type", body.type), `--data-binary ${quoted(body.value)}`] : []),
  ].join(" \\\n  ");
}

function quoted(value: Json): string {
  const text = typeof value === "string" ? value.replaceAll("\r\n", "\n") : JSON.stringify(value);
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function typescript(operation: DocumentedOperation): string {
  const { params, query, headers, body } = partsOf(operation);
  const onBehalfOf = headers.find(([name]) => name === "On-Behalf-Of");
  const args = {
    ...(onBehalfOf ? { onBehalfOf: onBehalfOf[1] } : {}),
    ...(params.length > 0 ? { params: Object.fromEntries(params) } : {}),
    ...(query.length > 0 ? { query: Object.fromEntries(query) } : {}),
    ...(body ? { body: body.value } : {}),
  };
  const written = Object.keys(args).length > 0 ? literal(args, "") : "";
  return `const answer = await atiende.${operation.operationId}(${written});`;
}

/** A value as a person would write it in TypeScript. */
function literal(value: Json, indent: string): string {
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, indent)).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const inner = `${indent}  `;
  const members = Object.entries(value).map(([key, member]) => {
    const name = /^[a-z_$][\w$]*$/i.test(key) ? key : JSON.stringify(key);
    return `${inner}${name}: ${literal(member, inner)},`;
  });
  return members.length === 0 ? "{}" : `{\n${members.join("\n")}\n${indent}}`;
}
