import { z } from "zod";
import { defineOperation, type OperationShape } from "../operation.ts";
import { localTimeSchema } from "../schemas.ts";
import {
  backToFile,
  change,
  code,
  create,
  id,
  isActive,
  minutes,
  name,
  origin,
  params,
  read,
  weekday,
  weekSchema,
} from "./admin-common.ts";

const resourceKind = z.enum(["professional", "room", "equipment"]);
const resourceServices = z
  .array(z.strictObject({ serviceId: id, durationMinutes: minutes(5, 720).nullable().default(null) }))
  .max(500)
  .describe("What a professional does, and where it takes this person longer or shorter than the service says");
const hours = weekSchema
  .nullable()
  .describe("When a professional works, in local time; null: whenever the business is open");
const adminResourceSchema = z.object({
  id,
  code: z.string(),
  kind: resourceKind,
  name: z.string(),
  isActive: z.boolean(),
  origin,
  services: z.array(z.object({ serviceId: id, durationMinutes: z.int().nullable() })),
  hours: z.array(z.object({ weekday, from: localTimeSchema, to: localTimeSchema })).nullable(),
});

/** Who and what is booked, as staff change it. */
export const adminResources = {
  listResources: defineOperation({
    ...read,
    id: "listResources",
    summary: "Professionals, rooms and equipment, those out of use too",
    path: "/admin/resources",
    query: z.strictObject({ kind: resourceKind.optional() }),
    response: z.object({ resources: z.array(adminResourceSchema) }),
    errors: [],
  }),
  createResource: defineOperation({
    ...create,
    id: "createResource",
    summary: "Adds a professional, a room or a piece of equipment",
    path: "/admin/resources",
    body: z.strictObject({
      code,
      kind: resourceKind,
      name,
      isActive: isActive.default(true),
      services: resourceServices.default([]),
      hours: hours.default(null),
    }),
    response: adminResourceSchema,
    errors: ["code_taken"],
  }),
  updateResource: defineOperation({
    ...change,
    id: "updateResource",
    summary: "Changes a professional, a room or equipment: name, services, working hours, whether it is in use",
    path: "/admin/resources/{id}",
    params,
    body: z.strictObject({
      name: name.optional(),
      isActive: isActive.optional(),
      services: resourceServices.optional(),
      hours: hours.optional(),
      origin: backToFile,
    }),
    response: adminResourceSchema,
    errors: ["not_found"],
  }),
} as const satisfies Record<string, OperationShape>;
