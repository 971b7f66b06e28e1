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

const items = z
  .array(z.strictObject({ serviceId: id, quantity: minutes(1, 1000) }))
  .min(1)
  .max(50)
  .describe("Sessions by service");
const packageFields = {
  name,
  description,
  priceMinor,
  validDays: minutes(1, 3650),
  isTransferable: z.boolean().describe("Whether what is left of it may be handed to another customer"),
  isActive,
};
const adminPackageSchema = z.object({
  id,
  code: z.string(),
  ...packageFields,
  priceMinor: z.int(),
  currency: z.string(),
  origin,
  items: z.array(z.object({ serviceId: id, quantity: z.int() })),
});

/** Packages of sessions, as staff change them. */
export const adminPackages = {
  listAdminPackages: defineOperation({
    ...read,
    id: "listAdminPackages",
    summary: "Every package, those out of the offer too",
    path: "/admin/packages",
    response: z.object({ packages: z.array(adminPackageSchema) }),
    errors: [],
  }),
  createPackage: defineOperation({
    ...create,
    id: "createPackage",
    summary: "Adds a package of sessions",
    path: "/admin/packages",
    body: z.strictObject({
      code,
      ...packageFields,
      description: description.default(""),
      isTransferable: packageFields.isTransferable.default(false),
      isActive: isActive.default(true),
      items,
    }),
    response: adminPackageSchema,
    errors: ["code_taken"],
  }),
  updatePackage: defineOperation({
    ...change,
    id: "updatePackage",
    summary: "Changes a package, or takes it out of the offer; what was sold stays as it was sold",
    path: "/admin/packages/{id}",
    params,
    body: z.strictObject({ ...z.object(packageFields).partial().shape, items: items.optional(), origin: backToFile }),
    response: adminPackageSchema,
    errors: ["not_found"],
  }),
  exportPackages: defineOperation({
    ...exportOf,
    id: "exportPackages",
    summary: "Every package as CSV; `items` holds code:quantity, separated by |",
    path: "/admin/packages.csv",
  }),
  importPackages: defineOperation({
    ...importOf,
    id: "importPackages",
    summary:
      "Adds and changes packages from CSV, all of them or none; found by code, and a column that is not there changes nothing",
    path: "/admin/packages/import",
  }),
} as const satisfies Record<string, OperationShape>;
