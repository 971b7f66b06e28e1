import type { Profile } from "../../config/index.ts";
import type { adminOperations } from "../../contract/index.ts";
import type { Calendar } from "../booking/index.ts";
import type { HandlersOf } from "../outcome.ts";
import {
  exportPackagesHandler,
  exportServicesHandler,
  importPackagesHandler,
  importServicesHandler,
} from "./csv-handlers.ts";
import { getOpeningHoursHandler, setOpeningHoursHandler } from "./opening-hours.ts";
import { createPackageHandler, listAdminPackagesHandler, updatePackageHandler } from "./package-handlers.ts";
import { createResourceHandler, listResourcesHandler, updateResourceHandler } from "./resource-handlers.ts";
import { createServiceHandler, listAdminServicesHandler, updateServiceHandler } from "./service-handlers.ts";
import { createTimeOffHandler, deleteTimeOffHandler, listTimeOffHandler } from "./time-off.ts";

/** What stands behind the changes of the offer. */
export function adminHandlers(profile: Profile, calendar: Calendar): HandlersOf<typeof adminOperations> {
  const deps = { profileId: profile.id, currency: profile.currency, calendar };
  return {
    listAdminServices: listAdminServicesHandler(deps),
    createService: createServiceHandler(deps),
    updateService: updateServiceHandler(deps),
    exportServices: exportServicesHandler(deps),
    importServices: importServicesHandler(deps),
    listResources: listResourcesHandler(deps),
    createResource: createResourceHandler(deps),
    updateResource: updateResourceHandler(deps),
    getOpeningHours: getOpeningHoursHandler(profile),
    setOpeningHours: setOpeningHoursHandler(profile),
    listTimeOff: listTimeOffHandler(deps),
    createTimeOff: createTimeOffHandler(deps),
    deleteTimeOff: deleteTimeOffHandler(deps),
    listAdminPackages: listAdminPackagesHandler(deps),
    createPackage: createPackageHandler(deps),
    updatePackage: updatePackageHandler(deps),
    exportPackages: exportPackagesHandler(deps),
    importPackages: importPackagesHandler(deps),
  };
}
