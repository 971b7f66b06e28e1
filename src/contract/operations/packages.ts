import { z } from "zod";
import { defineOperation, type OperationShape } from "../operation.ts";
import { packageSchema } from "../schemas.ts";
import { read } from "./common.ts";

/** Packages of sessions. */
export const packagesOperations = {
  listPackages: defineOperation({
    ...read,
    id: "listPackages",
    scope: "catalogue:read",
    summary: "Packages with price, validity and what they contain",
    path: "/packages",
    api: "packages",
    response: z.object({ packages: z.array(packageSchema) }),
    errors: [],
  }),
} as const satisfies Record<string, OperationShape>;
