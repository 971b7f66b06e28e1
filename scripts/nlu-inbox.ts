// npm run -s nlu:inbox: what customers wrote and the assistant perhaps misread, judged in the terminal and turned into a
// patch of the training files. The same is under /api/admin/nlu/annotations.
import { writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { loadProfile } from "../src/config/index.ts";
import type { Database } from "../src/database/index.ts";
import { createSealer } from "../src/shared/index.ts";
import {
  annotationHandlers,
  commitPatch,
  createInboxDesk,
  type InboxDesk,
  judgeAll,
  listWaiting,
} from "../src/training/index.ts";
import { withDatabase } from "./open-database.ts";
import { answerHelp } from "./usage.ts";
import { onInterrupt, openWorkbench, runCommand, type Workbench } from "./workbench.ts";

const USAGE = `Uso: npm run -s nlu:inbox -- [--judge | --patch [archivo] | --branch nombre] [--trainer nombre] [--data <carpeta>]
  Sin nada más: lista lo que espera, lo más útil primero.
  --judge    pregunta uno por uno: intención y marcas, y si se acepta como ejemplo ("?": qué significa cada intención; "a": volver atrás).
  --patch    lo aceptado que falta en rasa/, como parche para "git apply" (a la pantalla, o al archivo).
  --branch   lo mismo, como una rama nueva con un commit; tu copia de trabajo no cambia.
  --trainer  quién juzga (por omisión, tu usuario).`;
answerHelp(USAGE);

const NOT_INCLUDED = {
  masked: "lleva un dato oculto, como [teléfono]; si hace falta, escribe una frase parecida a mano",
  personal_data: "parece llevar un teléfono, un correo o un enlace",
  held_out: "es una de las frases apartadas para medir",
  unknown_intent: "su intención ya no existe",
  wrong_marks: "sus marcas ya no coinciden con el catálogo",
  no_place: "ningún archivo tiene dónde ponerla",
};
const NOT_COMMITTED = {
  no_checkout: "Aquí no hay un repositorio de git con commits.",
  bad_name: "Ese nombre no sirve para una rama.",
  branch_exists: "Ya hay una rama con ese nombre.",
  dirty: "Hay cambios sin guardar en rasa/: haz commit o apártalos antes.",
  does_not_apply: "El parche no entra en el último commit.",
};

const flags = readFlags(process.argv.slice(2));
if (!flags) {
  console.error(USAGE);
  process.exitCode = 2;
} else await runCommand(() => openInbox(openWorkbench(flags), flags));

type TrainingPlace = Pick<Workbench, "rootDirectory" | "profile">;

interface Flags {
  judge: boolean;
  /** Where the patch goes; empty is the screen. */
  patch: string | undefined;
  branch: string | undefined;
  trainer: string;
  data: string;
}

/** undefined when a flag is unknown, or two things are asked for at once. */
function readFlags(args: string[]): Flags | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        judge: { type: "boolean", default: false },
        patch: { type: "boolean", default: false },
        branch: { type: "string" },
        trainer: { type: "string", default: userInfo().username },
        data: { type: "string", default: ".data" },
      },
    });
    const wanted = [values.judge, values.patch, values.branch !== undefined].filter(Boolean).length;
    const isTooMuch = wanted > 1 || positionals.length > (values.patch ? 1 : 0);
    if (isTooMuch || values.trainer.trim() === "" || values.trainer.length > 80) return undefined;
    return { ...values, patch: values.patch ? (positionals[0] ?? "") : undefined, branch: values.branch };
  } catch {
    return undefined;
  }
}

function openInbox(bench: Workbench, flags: Flags): Promise<boolean> {
  const { config, rootDirectory, dataDirectory } = bench;
  const run = (database: Database) => {
    const handlers = annotationHandlers({
      profile: loadProfile(resolve(rootDirectory, "profiles", config.profile)),
      sealer: createSealer(config.dataKey, config.previousDataKey),
      rootDirectory,
      origin: () => config.publicBaseUrl ?? `http://localhost:${config.port}`,
    });
    return work(createInboxDesk({ database, handlers, trainer: flags.trainer }), bench, flags);
  };
  // A judgement is written; a list and a patch are not.
  return withDatabase(config, dataDirectory, run, { isReading: !flags.judge });
}

async function work(desk: InboxDesk, place: TrainingPlace, { judge, patch, branch }: Flags): Promise<boolean> {
  if (patch !== undefined || branch !== undefined) return deliverPatch(desk, place.rootDirectory, { patch, branch });
  if (judge) await judgeHere(desk, place);
  else await listWaiting(desk, { say: (line) => console.log(line) });
  return true;
}

async function judgeHere(desk: InboxDesk, place: TrainingPlace): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout, signal: onInterrupt() });
  let isClosed = false;
  terminal.once("close", () => {
    isClosed = true;
  });
  // Lines of a pipe come faster than the questions: the iterator keeps them.
  const lines = terminal[Symbol.asyncIterator]();
  try {
    const here = {
      say: (line: string) => console.log(line),
      async ask(question: string) {
        // After the end readline refuses to prompt, and there may still be lines.
        terminal.setPrompt(question);
        if (!isClosed) terminal.prompt();
        const { value, done } = await lines.next();
        return done ? undefined : value;
      },
    };
    await judgeAll(desk, here, place);
  } finally {
    terminal.close();
  }
}

async function deliverPatch(
  desk: InboxDesk,
  rootDirectory: string,
  { patch: file, branch }: Pick<Flags, "patch" | "branch">,
): Promise<boolean> {
  const { patch, included, refused } = await desk.patch();
  for (const { id, reason } of refused) console.error(`No entra ${id}: ${NOT_INCLUDED[reason]}`);
  if (patch === "") {
    console.error("No hay nada aceptado que falte en rasa/.");
    return true;
  }
  const count = `${included.length.toLocaleString("es-MX")} ejemplo${included.length === 1 ? "" : "s"}`;
  if (branch === undefined && file === "") process.stdout.write(patch);
  else if (branch === undefined && file !== undefined) {
    writeFileSync(file, patch);
    console.error(`${count} en ${file}: revísalo; después "git apply ${file}" y npm run nlu:check.`);
  } else if (branch !== undefined) {
    const message = `NLU: ${count} de la bandeja\n\n${patch.match(/^# .+$/gm)?.join("\n") ?? ""}`;
    const made = await commitPatch(rootDirectory, { patch, branch, message: message.replaceAll(/^# /gm, "") });
    const done = `${count} en la rama ${branch}: "git switch ${branch}" para verla, y ahí npm run nlu:check.`;
    console.error(made.kind === "done" ? done : NOT_COMMITTED[made.reason]);
    return made.kind === "done";
  }
  return true;
}
