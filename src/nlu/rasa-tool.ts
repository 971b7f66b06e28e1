import { join } from "node:path";

export const RASA_VERSION = "3.6.21";
export const RASA_IMAGE = `rasa/rasa:${RASA_VERSION}`;

export interface Command {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
}

/** A way of running Rasa: a virtual environment or a container. Folders are absolute. */
export interface RasaTool {
  kind: "venv" | "docker";
  /** Trains `<folder>/data` with `<folder>/config.yml` into `<folder>/<model>.tar.gz`. */
  train(folder: string, model: string): Command;
  /** Serves one model on the loopback interface. */
  serve(modelFile: string, port: number, workFolder: string): Command;
  /** What ends a server that its process id alone does not end. */
  remove(port: number): Command | undefined;
}

/** Quiet, no telemetry, and only what the child needs: none of our secrets. */
export function childEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) =>
    /^(PATH|HOME|TMPDIR|TEMP|TMP|LANG|LC_.*|TZ|USER|USERPROFILE|SYSTEMROOT|XDG_.*|DOCKER_.*|PIP_.*|SSL_.*|REQUESTS_CA_BUNDLE|[Hh][Tt][Tt][Pp][Ss]?_[Pp][Rr][Oo][Xx][Yy]|[Nn][Oo]_[Pp][Rr][Oo][Xx][Yy])$/u.test(
      name,
    ),
  );
  return {
    ...Object.fromEntries(kept),
    RASA_TELEMETRY_ENABLED: "false",
    TF_CPP_MIN_LOG_LEVEL: "2",
    SQLALCHEMY_SILENCE_UBER_WARNING: "1",
    PYTHONUNBUFFERED: "1",
  };
}

export function venvTool(environment: string, env: NodeJS.ProcessEnv): RasaTool {
  const python = join(environment, "bin", "python");
  return {
    kind: "venv",
    train: (folder, model) => ({
      command: python,
      args: ["-m", "rasa", ...trainArgs(folder, model)],
      env: childEnv(env),
      cwd: folder,
    }),
    serve: (modelFile, port, workFolder) => ({
      command: python,
      args: ["-m", "rasa", "run", "--enable-api", "-m", modelFile, "-p", String(port), "-i", "127.0.0.1"],
      env: childEnv(env),
      cwd: workFolder,
    }),
    remove: () => undefined,
  };
}

export function dockerTool(
  env: NodeJS.ProcessEnv,
  user: string | undefined = process.getuid ? `${process.getuid()}:${process.getgid?.()}` : undefined,
): RasaTool {
  const common = [
    "run",
    "--rm",
    ...(user ? ["--user", user] : []),
    "-e",
    "RASA_TELEMETRY_ENABLED=false",
    "-e",
    "HOME=/tmp",
  ];
  const docker = (args: string[], cwd: string): Command => ({ command: "docker", args, env: childEnv(env), cwd });
  const nameOf = (port: number) => `atiende-rasa-${port}`;
  return {
    kind: "docker",
    train: (folder, model) =>
      docker([...common, "-v", `${folder}:/work`, "-w", "/work", RASA_IMAGE, ...trainArgs("/work", model)], folder),
    serve: (modelFile, port, workFolder) => {
      const publish = ["--name", nameOf(port), "-p", `127.0.0.1:${port}:5005`];
      const mount = ["-v", `${modelFile}:/model/${fileName(modelFile)}:ro`, "-w", "/tmp"];
      const serve = ["run", "--enable-api", "-m", `/model/${fileName(modelFile)}`, "-p", "5005", "-i", "0.0.0.0"];
      return docker([...common, ...publish, ...mount, RASA_IMAGE, ...serve], workFolder);
    },
    // Ending the client leaves the container.
    remove: (port) => docker(["rm", "-f", nameOf(port)], "/"),
  };
}

function trainArgs(folder: string, model: string): string[] {
  const data = ["--nlu", `${folder}/data`, "--config", `${folder}/config.yml`];
  return ["train", "nlu", ...data, "--out", folder, "--fixed-model-name", model];
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
