// A Python that a test puts on PATH: it makes virtual environments of itself, "installs" and "trains" by touching
// files, and serves as Rasa would. What it did is appended to $HOME/calls. Extensionless copies run as CommonJS.
const { appendFileSync, copyFileSync, existsSync, mkdirSync, writeFileSync } = require("node:fs");
const { createServer } = require("node:http");
const { basename, join } = require("node:path");

const [, self, ...args] = process.argv;
const after = (name) => args[args.lastIndexOf(name) + 1];
const note = (what) => appendFileSync(join(process.env.HOME, "calls"), `${what}\n`);
const is = (...words) => words.every((word, index) => args[index] === word);

if (args[0] === "-c") {
  process.stdout.write(args[1].includes("rasa") ? "3.6.21\n" : "version=3.10.13\n");
} else if (is("-m", "venv")) {
  note("venv");
  mkdirSync(join(args[2], "bin"), { recursive: true });
  copyFileSync(self, join(args[2], "bin", "python"));
} else if (is("-m", "pip")) {
  note("pip");
  setTimeout(() => process.exit(existsSync(join(process.env.HOME, "pip-fails")) ? 1 : 0), 300);
} else if (is("-m", "rasa", "train")) {
  note("train");
  writeFileSync(join(after("--out"), `${after("--fixed-model-name")}.tar.gz`), "model");
} else if (is("-m", "rasa", "run")) {
  note("run");
  if (existsSync(join(process.env.HOME, "run-fails"))) process.exit(1);
  const intent = { name: "saludo", confidence: 0.99 };
  createServer((request, response) => {
    request.resume();
    const body = request.url.startsWith("/status") ? { model_file: basename(after("-m")) } : { intent, entities: [] };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(body));
  }).listen(Number(after("-p")), "127.0.0.1");
}
