import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder with these files, removed after the test that asked for it. */
export function temporaryFolder(files: Record<string, string> = {}, mode = 0o644): string {
  const folder = mkdtempSync(join(tmpdir(), "atiende-nlu-"));
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { mode });
  }
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
