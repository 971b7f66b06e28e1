import type { OperationShape } from "../operation.ts";
import { adminHours } from "./admin-hours.ts";
import { adminPackages } from "./admin-packages.ts";
import { adminResources } from "./admin-resources.ts";
import { adminServices } from "./admin-services.ts";

/** What staff and their programs change of the offer. A row that the API has changed is the API's: see `origin`. */
export const adminOperations = {
  ...adminServices,
  ...adminResources,
  ...adminHours,
  ...adminPackages,
} as const satisfies Record<string, OperationShape>;
