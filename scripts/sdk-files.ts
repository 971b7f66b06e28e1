import openapiTypescript, { astToString } from "openapi-typescript";
import { createOpenApi, type DocumentedOperation, type OpenApiDocument } from "../src/contract/index.ts";

const HEAD = "// Made from the contract by `npm run sdk:generate`; a test fails when it is not as the contract is.\n";

/** The files of `sdk/src` that are made from the contract, by name. */
export async function generateSdk(): Promise<Record<string, string>> {
  const document = createOpenApi();
  // It is a plain value of the document's form, which openapi-typescript checks itself.
  const nodes = await openapiTypescript(
    structuredClone(document) as unknown as Parameters<typeof openapiTypescript>[0],
    {
      exportType: false,
      // What a default fills in may be left out of a request.
      defaultNonNullable: false,
    },
  );
  return { "schema.ts": HEAD + astToString(nodes), "endpoints.ts": HEAD + endpointsOf(document) };
}

function endpointsOf({ paths }: OpenApiDocument): string {
  const lines = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const [requestType] = Object.keys(operation.requestBody?.content ?? {});
      const members = [
        `method: "${method.toUpperCase()}"`,
        `path: "${path}"`,
        ...(requestType && requestType !== "application/json" ? [`requestType: "${requestType}"`] : []),
        ...(isPaged(operation) ? ["isPaged: true"] : []),
      ];
      return `  ${operation.operationId}: { ${members.join(", ")} },\n`;
    }),
  );
  return `import type { Endpoint } from "./transport.ts";\n\n/** How each operation is called. */\nexport const endpoints = {\n${lines.join("")}} satisfies Record<string, Endpoint>;\n`;
}

function isPaged({ responses }: DocumentedOperation): boolean {
  return "nextCursor" in (responses["200"]?.content?.["application/json"]?.schema.properties ?? {});
}
