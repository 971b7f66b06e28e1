import { z } from "zod";
import { priceMinor, type Report, reportRepeated, text, week } from "./profile-fields.ts";

const code = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower case letters, digits and single hyphens");
const durationMinutes = z.int().min(5).max(720);
const bufferMinutes = z.int().min(0).max(240).default(0);

/** `catalogue.yml`: what is sold, and who and what it takes. */
export const catalogueSchema = z
  .strictObject({
    services: z.array(
      z.strictObject({
        code,
        name: text,
        description: text,
        durationMinutes,
        /** Kept free before it: to prepare the room. */
        bufferBeforeMinutes: bufferMinutes,
        /** Kept free after it: to clean up. */
        bufferMinutes,
        /** Its own notice and horizon, instead of `booking` in profile.yml. */
        leadMinutes: z.int().min(0).optional(),
        horizonDays: z.int().min(1).max(365).optional(),
        priceMinor,
        /** Rooms and equipment beside the professional: one of each list, by code. */
        needs: z.array(z.array(code).min(1)).max(8).default([]),
      }),
    ),
    professionals: z.array(
      z.strictObject({
        code,
        name: text,
        services: z.array(code).min(1),
        /** Services for which this person takes longer or shorter than the service says. */
        durations: z.record(code, durationMinutes).default({}),
        hours: week.optional(),
      }),
    ),
    rooms: z.array(z.strictObject({ code, name: text })).default([]),
    equipment: z.array(z.strictObject({ code, name: text })).default([]),
    packages: z
      .array(
        z.strictObject({
          code,
          name: text,
          description: text,
          priceMinor,
          validDays: z.int().min(1),
          /** Whether a customer may hand what is left of it to another one. */
          transferable: z.boolean().default(false),
          items: z.array(z.strictObject({ service: code, quantity: z.int().min(1) })).min(1),
        }),
      )
      .default([]),
  })
  .superRefine(checkReferences);

interface Catalogue {
  services: { code: string; needs: string[][] }[];
  professionals: { code: string; services: string[]; durations: Record<string, number> }[];
  rooms: { code: string }[];
  equipment: { code: string }[];
  packages: { code: string; items: { service: string }[] }[];
}

function checkReferences(catalogue: Catalogue, context: z.RefinementCtx): void {
  const report: Report = (path, message) => context.addIssue({ code: "custom", path, message });
  for (const list of ["services", "professionals", "rooms", "equipment", "packages"] as const) {
    reportRepeated(catalogue[list], "code", (path, message) => report([list, ...path], message));
  }
  // Whatever can be occupied shares one table, where its code is its identity.
  const people = new Set(catalogue.professionals.map(({ code }) => code));
  const things = new Set<string>();
  for (const list of ["rooms", "equipment"] as const) {
    catalogue[list].forEach(({ code }, index) => {
      if (people.has(code) || things.has(code)) report([list, index, "code"], `"${code}" is used twice`);
    });
    for (const { code } of catalogue[list]) things.add(code);
  }
  catalogue.services.forEach(({ needs }, index) => {
    needs.forEach((group, at) => {
      group.forEach((thing, place) => {
        const path = ["services", index, "needs", at, place];
        if (!things.has(thing)) report(path, `no room or equipment "${thing}"`);
      });
    });
  });
  const known = new Set(catalogue.services.map((service) => service.code));
  catalogue.professionals.forEach((professional, index) => {
    professional.services.forEach((service, at) => {
      if (!known.has(service)) report(["professionals", index, "services", at], `no service "${service}"`);
    });
    for (const service of Object.keys(professional.durations)) {
      const path = ["professionals", index, "durations", service];
      if (!professional.services.includes(service)) report(path, `does not do "${service}"`);
    }
  });
  catalogue.packages.forEach((entry, index) => {
    entry.items.forEach((item, at) => {
      if (!known.has(item.service)) report(["packages", index, "items", at, "service"], `no service "${item.service}"`);
    });
  });
}
