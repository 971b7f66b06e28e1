import { z } from "zod";
import { defineOperation, type OperationShape } from "../operation.ts";
import {
  backToFile,
  change,
  code,
  create,
  description,
  exportOf,
  id,
  importOf,
  isActive,
  minutes,
  name,
  origin,
  params,
  priceMinor,
  read,
} from "./admin-common.ts";

/** What may be changed of a service. */
const serviceFields = {
  name,
  description,
  durationMinutes: minutes(5, 720),
  bufferBeforeMinutes: minutes(0, 240).describe("Kept free before it"),
  bufferMinutes: minutes(0, 240).describe("Kept free after it"),
  leadMinutes: minutes(0, 525_600).nullable().describe("Its own notice; null: as the business has it"),
  horizonDays: minutes(1, 365).nullable().describe("How far ahead it can be booked; null: as the business has it"),
  priceMinor,
  isActive,
};
const needs = z
  .array(z.array(id).min(1).max(50))
  .max(8)
  .describe("Rooms and equipment: a booking occupies one of each list beside the professional");

const adminServiceSchema = z.object({
  id,
  code: z.string(),
  ...serviceFields,
  priceMinor: z.int(),
  currency: z.string(),
  origin,
  needs: z.array(z.array(id)),
});

/** What is sold by the hour, as staff change it. */
export const adminServices = {
  listAdminServices: defineOperation({
    ...read,
    id: "listAdminServices",
    summary: "Every service, those out of the offer too, with buffers, notice and what it needs",
    path: "/admin/services",
    response: z.object({ services: z.array(adminServiceSchema) }),
    errors: [],
  }),
  createService: defineOperation({
    ...create,
    id: "createService",
    summary: "Adds a service; professionals get it by changing them",
    path: "/admin/services",
    body: z.strictObject({
      code,
      ...serviceFields,
      description: description.default(""),
      bufferBeforeMinutes: serviceFields.bufferBeforeMinutes.default(0),
      bufferMinutes: serviceFields.bufferMinutes.default(0),
      leadMinutes: serviceFields.leadMinutes.default(null),
      horizonDays: serviceFields.horizonDays.default(null),
      isActive: isActive.default(true),
      needs: needs.default([]),
    }),
    response: adminServiceSchema,
    errors: ["code_taken"],
  }),
  updateService: defineOperation({
    ...change,
    id: "updateService",
    summary: "Changes a service, or takes it out of the offer with isActive: false",
    path: "/admin/services/{id}",
    params,
    body: z.strictObject({ ...z.object(serviceFields).partial().shape, needs: needs.optional(), origin: backToFile }),
    response: adminServiceSchema,
    errors: ["not_found"],
  }),
  exportServices: defineOperation({
    ...exportOf,
    id: "exportServices",
    summary: "Every service as CSV; cells that a spreadsheet would run as a formula begin with '",
    path: "/admin/services.csv",
  }),
  importServices: defineOperation({
    ...importOf,
    id: "importServices",
    summary:
      "Adds and changes services from CSV, all of them or none; found by code, and a column that is not there changes nothing",
    path: "/admin/services/import",
  }),
} as const satisfies Record<string, OperationShape>;
