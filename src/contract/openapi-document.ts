/** An OpenAPI 3.1 document, as far as those who read it here need to know. */
export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: { schemas: Record<string, JsonSchema> };
}

export interface DocumentedOperation {
  operationId: string;
  parameters?: { name: string; in: string; required?: boolean; schema: JsonSchema; example?: Json }[];
  requestBody?: { content: Record<string, { schema: JsonSchema; example?: Json }> };
  responses: Record<string, { content?: Record<string, { schema: JsonSchema; example?: Json }> }>;
  "x-codeSamples"?: { lang: string; label: string; source: string }[];
}

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** What is used here of a JSON Schema of draft 2020-12. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  enum?: Json[];
  const?: Json;
  example?: Json;
  examples?: Json[];
  default?: Json;
  format?: string;
  pattern?: string;
  minimum?: number;
  additionalProperties?: boolean | JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minItems?: number;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
}
