import { MAX_BUTTON_LABEL, MAX_LIST_ROW_TITLE } from "../../channels/index.ts";
import type { Profile } from "../../config/index.ts";
import type { Problem } from "./problem.ts";
import { readPlacedYaml } from "./source-files.ts";

/** Names that are offered as options and fit no button, or not even a list's row: those are sent as numbered text. */
export function findLongNames(rootDirectory: string, { id, catalogue }: Profile): Problem[] {
  const file = `profiles/${id}/catalogue.yml`;
  const { document, lineOf } = readPlacedYaml(rootDirectory, file);
  return (["services", "professionals", "packages"] as const).flatMap((list) =>
    catalogue[list].flatMap(({ name }, index) => {
      const length = [...name].length;
      if (length <= MAX_BUTTON_LABEL) return [];
      const room = length > MAX_LIST_ROW_TITLE ? `una lista, ${MAX_LIST_ROW_TITLE}` : "una lista sí cabe";
      const message = `"${name}" tiene ${length} caracteres y en un botón de WhatsApp caben ${MAX_BUTTON_LABEL} (en ${room}): se ofrece como texto numerado`;
      return [{ file, line: lineOf(document.getIn([list, index, "name"], true)), message }];
    }),
  );
}
