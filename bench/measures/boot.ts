import { mkdtemp, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { restartablePort, startAppProcess } from "../../test/support/process.ts";
import { atMost, type Measure } from "../measure.ts";
import { loadEnv } from "../support/app-under-load.ts";
import { median, round } from "../support/figures.ts";

/** From the start of the process until `/health/ready` says yes; Rasa is prepared behind it. */
export const boot: Measure = {
  name: "boot",
  story: "from the start to ready, with a given database and with the packaged one",
  async run({ cluster, provider, isQuick, say }) {
    const rounds = isQuick ? 2 : 5;
    const database = await cluster.createDatabase();
    // Of its own, as after `npm start`: PostgreSQL is a part of this start.
    const data = await mkdtemp(resolve(".data/bench-boot-"));
    const { DATABASE_URL, ...env } = loadEnv({
      databaseUrl: database.url,
      provider,
      rasa: undefined,
      layout: "together",
    });
    const start = async (extra: Record<string, string>, args: string[] = []) => {
      const app = startAppProcess({ port: await restartablePort(), env: { ...env, ...extra }, args });
      const readyMs = await app.ready;
      await app.end("SIGTERM");
      return round(readyMs, 0);
    };
    try {
      // The first of each seeds, and creates the cluster: that is told, and is not a start of every day.
      const firstGivenMs = await start({ DATABASE_URL: DATABASE_URL! });
      const firstPackagedMs = await start({}, [`--data=${data}`]);
      const given: number[] = [];
      const packaged: number[] = [];
      for (let count = 0; count < rounds; count++) {
        given.push(await start({ DATABASE_URL: DATABASE_URL! }));
        packaged.push(await start({}, [`--data=${data}`]));
      }
      const worst = Math.max(median(given), median(packaged));
      say(`given database ${median(given)} ms, packaged ${median(packaged)} ms`);
      return {
        figures: {
          givenDatabaseMs: { median: median(given), all: given, first: firstGivenMs },
          packagedDatabaseMs: { median: median(packaged), all: packaged, first: firstPackagedMs },
        },
        goals: [atMost("boot to ready ms, median of the slower way", worst, 3000)],
      };
    } finally {
      await database.drop();
      await rm(data, { recursive: true, force: true });
    }
  },
};
