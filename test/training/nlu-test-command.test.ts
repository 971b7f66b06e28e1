import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { isPolicyFit } from "../../scripts/workbench.ts";
import { temporaryFolder } from "../nlu/temporary.ts";

// Each starts a process that loads everything and may train: seconds alone, much more beside other tests.
describe("the command", { timeout: 120_000 }, () => {
  it("ends with 1 when a gate of policy.yml is broken", () => {
    const folder = temporaryFolder({
      "mal.yml": "nlu:\n  - intent: cancelar_cita\n    examples: |\n      - holaaa buenas\n      - gracias mil\n",
    });
    const args = ["--import", "tsx", "scripts/nlu-test.ts", "--folds", "0", "--no-compare", "--data", folder];
    const { status, stdout } = spawnSync(process.execPath, [...args, join(folder, "mal.yml")], { encoding: "utf8" });
    expect(stdout).toContain("No pasa: ");
    expect(stdout).toMatch(/✗ Intención correcta/);
    expect(status).toBe(1);
  });

  it("explains itself and does nothing else when that is asked for", () => {
    const args = ["--import", "tsx", "scripts/nlu-sizes.ts", "--help"];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(stdout).toContain("Uso: npm run -s nlu:sizes");
    expect(stdout).not.toContain("|");
    expect(status).toBe(0);
  });

  it("refuses a policy.yml before anything is read or started, in Spanish", () => {
    const rootDirectory = temporaryFolder({ "rasa/core/policy.yml": "gates:\n  intencion: 0.9\n" });
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onTestFinished(() => said.mockRestore());
    expect(isPolicyFit({ rootDirectory, profile: "mini" })).toBe(false);
    expect(said).toHaveBeenCalledWith('rasa/core/policy.yml:2: no hay umbral que se llame "intencion"');
  });

  it("explains itself when it is asked for what it does not know", () => {
    const args = ["--import", "tsx", "scripts/nlu-test.ts", "--folds", "1"];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(stderr).toContain("Uso: npm run -s nlu:test -- [--profile studio]");
    expect(status).toBe(2);
  });
});
