import { Agent, request } from "node:http";
import { createServiceTokens } from "../../src/contract/index.ts";
import { atMost, type Measure } from "../measure.ts";
import { startAppUnderLoad } from "../support/app-under-load.ts";
import { nowMs, spread } from "../support/figures.ts";
import { fillCalendar } from "../support/fill-calendar.ts";

const SECRET = "a-secret-of-the-bench-and-of-nothing-else";
const CALENDAR = { days: 30, professionals: 20, bookings: 2000 };
const DAY_MS = 24 * 3_600_000;

/** How fast a developer's calendar fills: every free time of a month, of everybody. */
export const slots: Measure = {
  name: "slots",
  story: `free times of ${CALENDAR.days} days, ${CALENDAR.professionals} professionals and ${CALENDAR.bookings} bookings, each with a room and a machine`,
  async run({ cluster, provider, profileFolder, isQuick, say }) {
    const database = await cluster.createDatabase();
    const app = await startAppUnderLoad({
      ...{ databaseUrl: database.url, provider, profileFolder, rasa: undefined, layout: "together" },
      env: { SERVICE_TOKEN_SECRET: SECRET },
    });
    const agent = new Agent({ keepAlive: true });
    try {
      const from = new Date(Date.now() + DAY_MS).toISOString().slice(0, 10);
      const to = new Date(Date.now() + CALENDAR.days * DAY_MS).toISOString().slice(0, 10);
      const { serviceId } = await fillCalendar(database, { ...CALENDAR, from });
      const token = await createServiceTokens([SECRET]).sign({ role: "service", ttlSeconds: 600 });
      const url = `${app.baseUrl}/api/schedule-slots?serviceId=${serviceId}&from=${from}&to=${to}`;
      const ask = () => get(url, token, agent);
      for (let count = 0; count < 40; count++) await ask();
      app.startProfiles();
      const times: number[] = [];
      for (let count = 0; count < (isQuick ? 50 : 300); count++) {
        const startedMs = nowMs();
        await ask();
        times.push(nowMs() - startedMs);
      }
      const body = await ask();
      const listed = (JSON.parse(body) as { slots: unknown[] }).slots.length;
      const answerMs = spread(times);
      say(`p50 ${answerMs.p50} p99 ${answerMs.p99} ms for ${listed} free times`);
      return {
        figures: { answerMs, freeTimes: listed, bytes: body.length, ...CALENDAR },
        goals: [atMost("schedule-slots p50 ms for a month of 20 professionals", answerMs.p50, 50)],
      };
    } finally {
      agent.destroy();
      await app.stop();
      await database.drop();
    }
  },
};

function get(url: string, token: string, agent: Agent): Promise<string> {
  return new Promise((done, fail) => {
    const call = request(url, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", fail);
      response.on("end", () => {
        const body = Buffer.concat(parts).toString();
        if (response.statusCode === 200) done(body);
        else fail(new Error(`schedule-slots answered ${response.statusCode}: ${body.slice(0, 200)}`));
      });
    });
    call.on("error", fail);
    call.end();
  });
}
