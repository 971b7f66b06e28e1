// Known weaknesses in the packages that production runs. A registry without an advisory service is said aloud and
// passes: a machine whose registry has one then really checks.
import { spawnSync } from "node:child_process";

const FAILS = ["high", "critical"];
const NO_SERVICE = [404, 405, 501];
const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/;

const { stdout, error } = spawnSync("npm", ["audit", "--omit=dev", "--json"], {
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024,
  timeout: 120_000,
  shell: process.platform === "win32",
});
const report = parsed(stdout);
const counts = report?.metadata?.vulnerabilities;

if (!counts) {
  const why = oneLine(error?.code ?? report?.message ?? report?.error?.summary ?? report?.error?.code ?? "no report");
  const isMissing = NO_SERVICE.includes(report?.statusCode) || NO_NETWORK.test(`${why} ${report?.error?.code}`);
  if (isMissing) console.warn(`!! PACKAGES NOT AUDITED: this registry offers no advisory service (${why})`);
  else console.error(`npm audit failed: ${why}`);
  process.exit(isMissing ? 0 : 1);
}

const findings = Object.values(report.vulnerabilities ?? {}).filter(({ severity }) => FAILS.includes(severity));
for (const { name, severity, range, via, fixAvailable } of findings) {
  const titles = via.map((cause) => (typeof cause === "string" ? `by ${cause}` : `${cause.title} ${cause.url ?? ""}`));
  console.error(`${severity}: ${name} ${range}: ${titles.join("; ")}${fixAvailable ? " (a fix is there)" : ""}`);
}
const { low = 0, moderate = 0, high = 0, critical = 0 } = counts;
console.log(`packages audited: ${critical} critical, ${high} high, ${moderate} moderate, ${low} low`);
process.exit(findings.length > 0 || high + critical > 0 ? 1 : 0);

function parsed(text) {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

function oneLine(text) {
  return String(text).replace(/\s+/g, " ").slice(0, 160);
}
