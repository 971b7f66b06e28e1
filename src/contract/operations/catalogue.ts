import { z } from "zod";
import { defineOperation, type OperationShape } from "../operation.ts";
import { businessSchema, professionalSchema, serviceSchema } from "../schemas.ts";
import { read } from "./common.ts";

/** What the business offers. */
export const catalogueOperations = {
  listServices: defineOperation({
    ...read,
    id: "listServices",
    scope: "catalogue:read",
    summary: "What can be booked, with price, duration and who does it",
    path: "/services",
    response: z.object({ services: z.array(serviceSchema) }),
    errors: [],
  }),
  listProfessionals: defineOperation({
    ...read,
    id: "listProfessionals",
    scope: "catalogue:read",
    summary: "Who works here and what they do",
    path: "/professionals",
    response: z.object({ professionals: z.array(professionalSchema) }),
    errors: [],
  }),
  getBusiness: defineOperation({
    ...read,
    id: "getBusiness",
    scope: "catalogue:read",
    summary: "The business: name, address, time zone, currency, opening hours",
    path: "/business",
    response: businessSchema,
    errors: [],
  }),
} as const satisfies Record<string, OperationShape>;
