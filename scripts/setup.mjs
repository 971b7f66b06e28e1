// Plain Node, no packages: this is what runs before there are any. `npm start` and `npm test` call it first.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const NEEDED = [20, 19];

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  fail(`Atiende needs Node ${NEEDED.join(".")} or newer; this is ${process.versions.node}. See https://nodejs.org`);
}

await installPackages();

/** `npm ci` when the lock file is not the one that node_modules was made from. */
async function installPackages() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = join(root, "node_modules", ".atiende-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;

  const started = Date.now();
  console.log("  Installing packages (npm ci)…");
  const progress = setInterval(() => {
    console.log(`  Installing packages… ${Math.round((Date.now() - started) / 1000)} s`);
  }, 10_000);
  const code = await run(process.platform === "win32" ? "npm.cmd" : "npm", [
    "ci",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ]);
  clearInterval(progress);
  if (code !== 0) {
    fail("npm ci failed; its message is above. It needs the npm registry: check the network, then start again.");
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
  console.log(`  Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

function run(command, args) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      shell: process.platform === "win32",
    });
    child.on("error", () => done(1));
    child.on("exit", (code) => done(code ?? 1));
  });
}

function fail(message) {
  console.error(`\n  ${message}\n`);
  process.exit(1);
}
