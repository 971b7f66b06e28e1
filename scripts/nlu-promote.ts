// npm run nlu:promote: a trained model takes the traffic, after the golden messages and without a pause. The workers do it,
// wherever they run; this asks them through the database and tells what they do.
import { parseArgs } from "node:util";
import { z } from "zod";
import { type ModelRequest, promoteModel, readModelRequest, withdrawPending } from "../src/training/index.ts";
import { withDatabase } from "./open-database.ts";
import { answerHelp } from "./usage.ts";
import { isPolicyFit, onInterrupt, openWorkbench, runCommand, type Workbench } from "./workbench.ts";

const USAGE = `Uso: npm run nlu:promote -- [--profile studio] [--model studio-1a2b3c4d5e6f] [--url http://rasa-green:5005]… [--without-report] [--data <carpeta>]
     npm run nlu:promote -- --rollback
  Pone en servicio el modelo de los archivos como están (o --model, o el que ya tienen los servidores de --url), si nlu:test
  lo aprobó y contesta bien los mensajes de oro. --rollback vuelve al anterior, o retira lo que se pidió y
  todavía no entra. --without-report pasa por alto el informe, y queda anotado. Si nadie atiende ahora, entra al próximo arranque.`;

answerHelp(USAGE);
const flags = readFlags();
if (!flags) {
  console.error(USAGE);
  process.exitCode = 2;
} else await runCommand(() => promote(openWorkbench(flags), flags.request));

function readFlags(): { profile?: string; data?: string; request: ModelRequest } | undefined {
  try {
    const { values } = parseArgs({
      options: {
        profile: { type: "string" },
        data: { type: "string" },
        model: { type: "string" },
        url: { type: "string", multiple: true, default: [] },
        rollback: { type: "boolean", default: false },
        "without-report": { type: "boolean", default: false },
      },
    });
    const { model, rollback: isRollback, "without-report": withoutReport, ...rest } = values;
    const urls = z.array(z.url({ protocol: /^https?$/ })).safeParse(values.url);
    if (!urls.success || (isRollback && (model || urls.data.length > 0))) return undefined;
    const withoutSlash = urls.data.map((url) => url.replace(/\/+$/, ""));
    return { ...rest, request: { model, urls: withoutSlash, isRollback, withoutReport } };
  } catch {
    return undefined;
  }
}

function promote(bench: Workbench, request: ModelRequest): Promise<boolean> {
  const { config, profile, dataDirectory } = bench;
  // The way back is open whatever the thresholds say.
  if (!request.isRollback && !isPolicyFit(bench)) return Promise.resolve(false);
  const say = (line: string) => console.log(line);
  return withDatabase(config, dataDirectory, async (database) => {
    if (request.isRollback && (await withdrawPending({ database, profile, say }, request))) return true;
    const { urls: rasaUrls, token: rasaToken } = config.rasa;
    const deps = { ...bench, sql: database, env: process.env, rasaUrls, rasaToken };
    const asked = await readModelRequest(deps, request);
    if ("problem" in asked) {
      console.error(asked.problem);
      return false;
    }
    const result = await promoteModel({ database, profile, say, signal: onInterrupt() }, asked.model, asked.note);
    return result !== "refused";
  });
}
