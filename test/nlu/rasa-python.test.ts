import { describe, expect, it } from "vitest";
import { findPython } from "../../src/nlu/rasa-python.ts";
import { temporaryFolder } from "./temporary.ts";

const says = (version: string) => `#!/bin/sh\necho version=${version}\n`;
const PRETENDS = "#!/bin/sh\necho 'pyenv: python3.10: command not found' >&2\nexit 127\n";
const LACKS_VENV = "#!/bin/sh\necho 'ModuleNotFoundError: No module named ensurepip' >&2\nexit 1\n";

/** An environment whose PATH holds only these interpreters, and /bin for their `sh`. */
function machine(files: Record<string, string>): NodeJS.ProcessEnv {
  const folder = temporaryFolder(files, 0o755);
  return { PATH: `${folder}/a:${folder}/b`, HOME: `${folder}/home`, PYENV_ROOT: `${folder}/pyenv` };
}

describe("finding a Python that Rasa runs on", () => {
  it("passes by a shim that only pretends and takes what really runs behind it", async () => {
    const { python } = await findPython(machine({ "a/python3.10": PRETENDS, "b/python3.10": says("3.10.13") }));
    expect(python).toMatchObject({ version: "3.10.13", path: expect.stringContaining("/b/python3.10") });
  });

  it("prefers 3.10, for which the lock was made, over an older one that comes first", async () => {
    const { python } = await findPython(machine({ "a/python3.9": says("3.9.2"), "a/python3": says("3.10.1") }));
    expect(python?.version).toBe("3.10.1");
  });

  it("takes an older one when there is nothing better", async () => {
    const { python } = await findPython(machine({ "a/python3": says("3.13.0"), "a/python": says("3.8.18") }));
    expect(python?.version).toBe("3.8.18");
  });

  it("looks under pyenv, where nothing may be on PATH", async () => {
    const env = machine({
      "pyenv/versions/3.12.1/bin/python": says("3.12.1"),
      "home/.pyenv/versions/3.10.13/bin/python": says("3.10.13"),
    });
    expect((await findPython(env)).python?.version).toBe("3.10.13");
  });

  it("refuses one without venv, one too new, and tells what it tried", async () => {
    const { python, tried } = await findPython(machine({ "a/python3.10": LACKS_VENV, "a/python3": says("3.12.1") }));
    expect(python).toBeUndefined();
    expect(tried.join()).toContain("python3.10 (no funciona, o le falta venv)");
    expect(tried.join()).toContain("python3 (3.12.1)");
  });
});
