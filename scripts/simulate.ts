import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { ConfigError, loadEnvFiles, parseConfig } from "../src/config/index.ts";
import { createSimulatorClient, createTerminalChat, SimulatorUnreachableError } from "../src/web/simulator/index.ts";

const HELP = `Uso: npm run simulate -- [opciones] ["texto" ...]
  Cada texto es un turno; sin texto se abre una conversación (/salir la termina).
  --as +5215512345678   qué cliente escribe
  --name "Ana"          cómo se llama en WhatsApp
  --why                 explica cada respuesta
  --url http://…        otra app que la de PORT`;

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  if (!(error instanceof SimulatorUnreachableError || error instanceof RangeError || error instanceof ConfigError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      as: { type: "string", default: "+5215500000099" },
      name: { type: "string", default: "Terminal" },
      why: { type: "boolean", default: false },
      url: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return true;
  }
  loadEnvFiles(process.cwd());
  const url = values.url ?? `http://localhost:${parseConfig(process.env).port}`;
  const chat = await createTerminalChat({
    client: createSimulatorClient(url.replace(/\/+$/, "")),
    customer: values.as,
    profileName: values.name,
    isExplained: values.why,
    write: (text) => process.stdout.write(text),
  });
  try {
    if (positionals.length === 0) return await converse(chat.say);
    let isAnswered = true;
    for (const text of positionals) isAnswered = (await chat.say(text)) && isAnswered;
    return isAnswered;
  } finally {
    chat.close();
  }
}

/** Asks for texts until Ctrl-D or "/salir". */
async function converse(say: (text: string) => Promise<boolean>): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: "\nTú> " });
  terminal.prompt();
  for await (const line of terminal) {
    if (line.trim() === "/salir") break;
    if (line.trim()) await say(line);
    terminal.prompt();
  }
  return true;
}
