import { z } from "zod";
import { defineOperation, type OperationShape } from "../operation.ts";
import { instantSchema, localTimeSchema, moneySchema } from "../schemas.ts";
import { deletedSchema, limit } from "./common.ts";

const origin = z
  .enum(["file", "api"])
  .describe(
    "file: each start brings it to what catalogue.yml says; api: the API made or changed it, and the file is not applied",
  );
const code = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case letters, digits and single hyphens")
  .max(60)
  .describe("Its identity in files and CSV; it never changes")
  .meta({ example: "masaje-relajante" });
const name = z.string().trim().min(1).max(120);
const description = z.string().trim().max(1000);
const minutes = (least: number, most: number) => z.int().min(least).max(most);
const priceMinor = moneySchema.shape.amountMinor
  .describe("In minor units of the business's currency")
  .meta({ example: 85000 });
const isActive = z.boolean().describe("Whether it can be booked or bought; what was booked stays");
const id = z.uuid();
const weekday = z.int().min(1).max(7).describe("ISO: 1 is Monday");

/** Local periods of a week; the bounds of a day's periods go up and do not overlap. */
const weekSchema = z
  .array(z.strictObject({ weekday, from: localTimeSchema, to: localTimeSchema }))
  .max(70)
  .superRefine((periods, context) => {
    periods.forEach(({ weekday, from, to }, index) => {
      if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(from) || !/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(to) || from >= to) {
        context.addIssue({
          code: "custom",
          path: [index],
          message: "a period from 00:00 to 24:00 that ends after it begins",
        });
      }
      const isMet = periods.some(
        (other, at) => at < index && other.weekday === weekday && other.from < to && from < other.to,
      );
      if (isMet) context.addIssue({ code: "custom", path: [index], message: "meets another period of the day" });
    });
  });

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

const timeOffSchema = z.object({
  id,
  resourceId: id.nullable(),
  startsAt: instantSchema,
  endsAt: instantSchema,
  reason: z.string().nullable(),
});

const weekAnswer = z.object({
  origin,
  periods: z.array(z.object({ weekday, from: localTimeSchema, to: localTimeSchema })),
});

const backToFile = z
  .literal("file")
  .optional()
  .describe("Gives it back to the file, which is applied at the next start");
const read = {
  reach: "staff",
  scope: "catalogue:read",
  method: "GET",
  successStatus: 200,
  isIdempotent: true,
} as const;
const create = {
  reach: "staff",
  scope: "catalogue:write",
  method: "POST",
  successStatus: 201,
  isIdempotent: false,
} as const;
const change = {
  reach: "staff",
  scope: "catalogue:write",
  method: "PATCH",
  successStatus: 200,
  isIdempotent: true,
} as const;
const params = z.strictObject({ id });

const dryRun = z.strictObject({
  dryRun: z.enum(["true", "false"]).default("false").describe("true: checks and counts, changes nothing"),
});
const importAnswer = z.object({
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  isDryRun: z.boolean(),
});
const csv = z.string().describe("UTF-8 with a header line; at most 2 MB and 2,000 lines");
const importOf = {
  ...create,
  successStatus: 200,
  requestType: "text/csv",
  query: dryRun,
  body: csv,
  response: importAnswer,
  errors: [],
  isIdempotent: true,
} as const;
const exportOf = { ...read, responseType: "text/csv", response: z.string(), errors: [] } as const;

/** What staff and their programs change of the offer. A row that the API has changed is the API's: see `origin`. */
export const adminOperations = {
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
  getOpeningHours: defineOperation({
    ...read,
    id: "getOpeningHours",
    summary: "When the business opens, in local time",
    path: "/admin/opening-hours",
    response: weekAnswer,
    errors: [],
  }),
  setOpeningHours: defineOperation({
    ...change,
    id: "setOpeningHours",
    method: "PUT",
    summary:
      'Says the whole week anew; a weekday without periods is closed. `{ origin: "file" }` gives it back to profile.yml',
    path: "/admin/opening-hours",
    body: z.union([z.strictObject({ periods: weekSchema.min(1) }), z.strictObject({ origin: z.literal("file") })]),
    response: weekAnswer,
    errors: [],
  }),
  listTimeOff: defineOperation({
    ...read,
    id: "listTimeOff",
    summary: "When somebody, a room or the whole business is away, by start",
    path: "/admin/time-off",
    query: z.strictObject({
      resource: id.optional(),
      from: instantSchema.optional().describe("Only what ends after this instant"),
      to: instantSchema.optional().describe("Only what begins before this instant"),
      limit: limit(100).default(50),
      cursor: id.optional(),
    }),
    response: z.object({ timeOff: z.array(timeOffSchema), nextCursor: z.string().nullable() }),
    errors: [],
  }),
  createTimeOff: defineOperation({
    ...create,
    id: "createTimeOff",
    summary: "Nothing can be booked in this time from now on; what is booked already stays, and is named",
    path: "/admin/time-off",
    body: z
      .strictObject({
        resourceId: id.nullable().default(null).describe("Who or what is away; null: the whole business is closed"),
        startsAt: instantSchema,
        endsAt: instantSchema,
        reason: z.string().trim().min(1).max(200).optional(),
      })
      .refine(({ startsAt, endsAt }) => Date.parse(startsAt) < Date.parse(endsAt), {
        path: ["endsAt"],
        message: "is not after startsAt",
      }),
    response: timeOffSchema.extend({
      bookingCodes: z.array(z.string()).describe("At most 100 that stand in this time: move or cancel them"),
    }),
    errors: [],
  }),
  deleteTimeOff: defineOperation({
    ...change,
    id: "deleteTimeOff",
    method: "DELETE",
    summary: "Takes a time off back",
    path: "/admin/time-off/{id}",
    params,
    response: deletedSchema,
    errors: [],
  }),
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
