import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

/** A folder with these files, removed after the test file. */
export function temporaryFolder(files: Record<string, string> = {}, mode = 0o644): string {
  const folder = mkdtempSync(join(tmpdir(), "atiende-nlu-"));
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { mode });
  }
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
