import { renameSync, writeFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Loaded before the application (`--import`): at SIGUSR2 the garbage is collected, and what is left is written to
 * `$HEAP_PROBE/<pid>.json`. Plain JavaScript, so that no loader comes with it and takes memory of its own.
 */
const folder = process.env.HEAP_PROBE;
if (folder) {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  let count = 0;
  process.on("SIGUSR2", () => {
    // Twice: what the first one's finalizers let go.
    collect();
    collect();
    count += 1;
    const file = `${folder}/${process.pid}.json`;
    writeFileSync(`${file}.new`, JSON.stringify({ count, ...process.memoryUsage() }));
    renameSync(`${file}.new`, file);
  });
}
