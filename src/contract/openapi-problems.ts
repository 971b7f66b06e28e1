import { namedHeaders } from "./openapi-headers.ts";
import { type OperationShape, problemCodesOf } from "./operation.ts";
import { type ProblemCode, problems } from "./problem.ts";
import { problemAdvice } from "./problem-advice.ts";

export const allCodes = Object.keys(problems) as ProblemCode[];

/** One response for each status, with every code that it can carry and what to do about it. */
export function problemResponses(operation: OperationShape) {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of problemCodesOf(operation)) {
    const { status } = problems[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => {
      const [only, ...others] = codes;
      // What is the same for many operations is said once.
      return [status, others.length > 0 ? problemResponse(codes) : { $ref: `#/components/responses/${only}` as const }];
    }),
  );
}

/** What a refusal with one of these codes looks like. */
export function problemResponse(codes: ProblemCode[]) {
  const waits = codes.some((code) => problems[code].status === 429 || problems[code].status === 503);
  return {
    description: codes.map((code) => `\`${code}\`: ${problems[code].title}. ${problemAdvice[code]}`).join("\n\n"),
    headers: waits ? namedHeaders("Retry-After") : namedHeaders(),
    content: {
      "application/problem+json": {
        schema: {
          allOf: [
            { $ref: "#/components/schemas/Problem" },
            {
              type: "object" as const,
              required: ["code"],
              properties: { code: { type: "string" as const, enum: codes } },
            },
          ],
        },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` as const }])),
      },
    },
  };
}

/** A refusal with this code, in full. */
export function problemExample(code: ProblemCode) {
  const { status, title } = problems[code];
  const errors = [{ field: "startsAt", message: "Invalid ISO datetime" }];
  const value = {
    type: `urn:atiende:problem:${code}`,
    title,
    status,
    code,
    detail: problemAdvice[code],
    ...(code === "validation_failed" ? { errors } : {}),
    requestId: "0190a0e4-7c1e-7b3a-9d2f-5e6a7b8c9d0e",
  };
  return { summary: title, value };
}
