import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { until } from "../../test/support/process.ts";
import type { Measure } from "../measure.ts";
import { type AppUnderLoad, preload, startAppUnderLoad } from "../support/app-under-load.ts";
import { customerAddresses } from "../support/conversation-load.ts";
import { createWebhookClient } from "../support/webhook-client.ts";

/** What the processes say by themselves, whoever writes: the sweep, the report of processes, the health check. */
const BACKGROUND = [/^update conversations c set fence = fence \+ 1/, /processes/, /^select 1$/, /pg_stat_activity/];

/** How many statements, which are as many round trips, one message costs; a figure that only the code changes. */
export const statements: Measure = {
  name: "statements",
  story: "SQL statements of one webhook, one plain turn with its send, and one status, in each process",
  async run({ cluster, provider, rasa, say }) {
    const folder = await mkdtemp(resolve(".data/bench-sql-"));
    const database = await cluster.createDatabase();
    const [from = ""] = customerAddresses(1);
    const note = join(folder, "statements");
    let app: AppUnderLoad | undefined;
    try {
      app = await startAppUnderLoad({
        databaseUrl: database.url,
        provider,
        rasa,
        layout: "together",
        // One process, so that the bell is the one inside it; a worker apart adds one `pg_notify` to each webhook.
        env: { NOTE_QUERIES: note, NODE_OPTIONS: preload("note-queries.ts") },
      });
      const client = createWebhookClient(app.webhookUrl, provider);
      const figures: Record<string, { count: number; statements: string[] }> = {};
      const during = async (name: string, text: string) => {
        const before = (await lines(note)).length;
        let isSent = false;
        const stop = provider.onArrival(() => {
          isSent = true;
        });
        await client.post(from, text);
        await until(() => isSent, `an answer to ${name}`);
        stop();
        // The send's end and what follows it are written after the provider has it.
        await until(async () => {
          const [row] = await database.query<{ open: string }>(
            /* sql */ `select count(*) as open from messages where state in ('received', 'pending', 'sending')`,
          );
          return row?.open === "0";
        }, "everything is settled");
        await new Promise((done) => setTimeout(done, 100));
        const said = (await lines(note)).slice(before).filter((line) => !BACKGROUND.some((known) => known.test(line)));
        // The sweep may have spoken in between: of several times the shortest is the message's own.
        if (said.length >= (figures[name]?.count ?? Number.POSITIVE_INFINITY)) return;
        figures[name] = { count: said.length, statements: said.map((line) => line.slice(0, 110)) };
      };
      const often = async (name: string, text: string) => {
        for (let count = 0; count < 3; count++) await during(name, text);
      };
      await during("first message of a customer", "hola, buenas tardes");
      await often("plain turn without an API", "¿tienen estacionamiento?");
      await often("turn that reads an API", "¿qué paquetes tienen?");
      await during("booking asked", "quiero un masaje relajante mañana a las 11 de la mañana");
      await during("booking confirmed", "sí");
      provider.reportStatuses(["sent", "delivered", "read"]);
      await during("plain turn with the first statuses of it", "muchas gracias");
      client.close();
      for (const [name, { count }] of Object.entries(figures)) say(`${name}: ${count} statements`);
      return { figures, goals: [] };
    } finally {
      provider.reportStatuses([]);
      await app?.stop();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function lines(file: string): Promise<string[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as string);
}
