import type { CatalogueNames } from "./types.ts";

type Named = readonly { name: string }[];

/** What of an owner's catalogue is understood: its names. */
export function catalogueNames(catalogue: { services: Named; professionals: Named; packages: Named }): CatalogueNames {
  const names = (list: Named) => list.map(({ name }) => name);
  return {
    services: names(catalogue.services),
    professionals: names(catalogue.professionals),
    packages: names(catalogue.packages),
  };
}
