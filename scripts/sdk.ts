// npm run sdk:generate: writes what the client package takes from the contract.
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { generateSdk } from "./sdk-files.ts";

for (const [name, text] of Object.entries(await generateSdk())) {
  await writeFile(resolve(import.meta.dirname, "../sdk/src", name), text);
}
