import { writeFileSync } from "node:fs";
import { Session } from "node:inspector";
import { join } from "node:path";

/**
 * Loaded before the application (`--import`): from SIGUSR2 until the process ends its CPU is sampled, and the profile is
 * written into the folder `CPU_PROFILE` for Chrome's DevTools. `--cpu-prof` would count the start and the training too.
 */
const folder = process.env.CPU_PROFILE;
if (folder) {
  process.once("SIGUSR2", () => {
    const session = new Session();
    session.connect();
    session.post("Profiler.enable");
    session.post("Profiler.start");
    process.once("exit", () => {
      // In the same process the answer comes before `post` returns.
      session.post("Profiler.stop", (_error, { profile }) => {
        writeFileSync(join(folder, `${process.pid}.cpuprofile`), JSON.stringify(profile));
      });
    });
  });
}
