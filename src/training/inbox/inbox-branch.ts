import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export type Committed =
  | { kind: "done"; commit: string }
  /** dirty: files under rasa/ are not as in the last commit, which the patch was not made for. */
  | { kind: "refused"; reason: "no_checkout" | "bad_name" | "branch_exists" | "dirty" | "does_not_apply" };

/**
 * A branch with one commit, the patch on top of the last one. It is made beside the checkout, in an index of its own: no
 * file and nothing that is staged changes, and whoever wants to see it switches to the branch.
 * @param rootDirectory the checkout's top
 */
export async function commitPatch(
  rootDirectory: string,
  { patch, branch, message }: { patch: string; branch: string; message: string },
): Promise<Committed> {
  const folder = await mkdtemp(join(tmpdir(), "atiende-inbox-"));
  const env = { ...process.env, GIT_INDEX_FILE: join(folder, "index") };
  const git = async (...args: string[]) => (await run("git", args, { cwd: rootDirectory, env })).stdout.trim();
  const works = (...args: string[]) =>
    git(...args).then(
      () => true,
      () => false,
    );
  const refused = (reason: Extract<Committed, { kind: "refused" }>["reason"]) => ({ kind: "refused", reason }) as const;
  try {
    if (!(await works("rev-parse", "--verify", "HEAD"))) return refused("no_checkout");
    if (!(await works("check-ref-format", "--branch", branch))) return refused("bad_name");
    if (await works("show-ref", "--verify", "--quiet", `refs/heads/${branch}`)) return refused("branch_exists");
    await git("read-tree", "HEAD");
    // Against that index everything staged shows as a change, too; new files are told by the second.
    const isClean =
      (await works("diff", "--quiet", "--", "rasa")) &&
      !(await git("ls-files", "-o", "--exclude-standard", "--", "rasa"));
    if (!isClean) return refused("dirty");
    const file = join(folder, "inbox.patch");
    await writeFile(file, patch);
    if (!(await works("apply", "--cached", file))) return refused("does_not_apply");
    const commit = await git("commit-tree", await git("write-tree"), "-p", "HEAD", "-m", message);
    await git("branch", "--", branch, commit);
    return { kind: "done", commit };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
