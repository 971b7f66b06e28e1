// One file for the container: packages stay outside, what the code reads at run time is copied beside it.
import { cpSync, rmSync } from "node:fs";
import { build } from "esbuild";

rmSync("dist", { recursive: true, force: true });
await build({
  entryPoints: ["src/main.ts"],
  outfile: "dist/main.js",
  bundle: true,
  platform: "node",
  target: "node20.19",
  format: "esm",
  packages: "external",
  sourcemap: true,
  logLevel: "warning",
});
// Each module finds its files beside itself, and the bundle is where they all are now.
cpSync("src/llm/prompts", "dist/prompts", { recursive: true });
cpSync("src/web/simulator/page", "dist/page", { recursive: true });
console.log("  dist/main.js is built.");
