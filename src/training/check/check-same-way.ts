import { existsSync } from "node:fs";
import { join } from "node:path";
import { isScalar, isSeq } from "yaml";
import type { ActionRegistry } from "../../actions/index.ts";
import { nearestName } from "./nearest-name.ts";
import type { Problem } from "./problem.ts";
import { type Place, readPlacedYaml } from "./source-files.ts";

/**
 * The intents under `same_way:` of `policy.yml`: one that nobody answers, that acts without asking, or that stands there
 * twice would silently change nothing. Of files that can be read only.
 */
export function checkSameWay(
  { rootDirectory, profile }: Place,
  { intents, byIntent }: Pick<ActionRegistry, "intents" | "byIntent">,
): Problem[] {
  const files = [...new Set(["core", profile])].map((folder) => `rasa/${folder}/policy.yml`);
  return files.flatMap((file) => {
    if (!existsSync(join(rootDirectory, file))) return [];
    const seen = new Set<string>();
    return readNames(rootDirectory, file).flatMap(({ name, line }) => {
      const fault = seen.has(name) ? "ya está en same_way: deja una" : faultOf(name);
      seen.add(name);
      return fault ? [{ file, line, message: `${name} ${fault}` }] : [];
    });
  });

  function faultOf(name: string): string | undefined {
    const action = byIntent(name);
    if (action?.actsAtOnce) return "hace algo sin preguntar, así que no puede estar en same_way: quítala";
    if (action) return undefined;
    const meant = intents.includes(name) ? undefined : nearestName(name, intents);
    const advice = meant ? `¿querías decir ${meant}?` : "corrige el nombre o quítala de same_way";
    return `no es una intención que lleve a algún lugar: ${advice}`;
  }
}

function readNames(rootDirectory: string, file: string): { name: string; line: number }[] {
  const { document, lineOf } = readPlacedYaml(rootDirectory, file);
  const ways = document.get("same_way");
  const names = (isSeq(ways) ? ways.items : []).flatMap((way) => (isSeq(way) ? way.items : []));
  return names.map((node) => ({ name: String(isScalar(node) ? node.value : node), line: lineOf(node) }));
}
