import { readFile } from "node:fs/promises";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { expect, test } from "vitest";
import { generateSdk } from "../../scripts/sdk-files.ts";
import { createOpenApi, type OperationShape, operations, problemCodesOf, problems } from "../../src/contract/index.ts";

const document = createOpenApi();
const all = Object.values<OperationShape>(operations);
const documented = (operation: OperationShape) => document.paths[operation.path]?.[operation.method.toLowerCase()];

test("the document is OpenAPI 3.1, and its examples are as its schemas say", async () => {
  const config = await createConfig({
    rules: {
      struct: "error",
      "no-unresolved-refs": "error",
      "operation-operationId-unique": "error",
      "path-parameters-defined": "error",
      "no-invalid-media-type-examples": "error",
      "no-invalid-parameter-examples": "error",
      "no-invalid-schema-examples": "error",
    },
  });
  const found = await lintFromString({ source: JSON.stringify(document), absoluteRef: "/openapi.json", config });
  expect(found.map(({ message, location }) => `${location[0]?.pointer}: ${message}`)).toEqual([]);
});

test("every operation is there with its problems, and the server itself takes its examples", () => {
  const count = Object.values(document.paths).flatMap((methods) => Object.keys(methods)).length;
  expect(count).toBe(all.length);
  for (const operation of all) {
    const found = documented(operation);
    expect(found?.operationId).toBe(operation.id);
    for (const code of problemCodesOf(operation)) expect(found?.responses).toHaveProperty(`${problems[code].status}`);
    const [body] = Object.values(found?.requestBody?.content ?? {});
    if (operation.body) expect(operation.body.safeParse(body?.example), operation.id).toMatchObject({ success: true });
    const [answer] = Object.values(found?.responses[operation.successStatus]?.content ?? {});
    expect(operation.response.safeParse(answer?.example), operation.id).toMatchObject({ success: true });
  }
});

test("every operation shows how it is called in a shell and in TypeScript", () => {
  for (const operation of all) {
    const [shell, typescript] = documented(operation)?.["x-codeSamples"] ?? [];
    expect(shell?.source).toMatch(/^curl (-X [A-Z]+ )?"\$ATIENDE_URL\/api\/[^{}]*"/);
    expect(typescript?.source).toContain(`atiende.${operation.id}(`);
  }
});

test("the client's generated files are as the contract is: npm run sdk:generate", async () => {
  for (const [name, text] of Object.entries(await generateSdk())) {
    // The whole difference would be nine thousand lines.
    expect((await readFile(`sdk/src/${name}`, "utf8")) === text, `sdk/src/${name} is not up to date`).toBe(true);
  }
});
