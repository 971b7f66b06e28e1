import type { AppProcess } from "../../test/support/process.ts";
import type { StartOptions, World } from "../../test/support/world.ts";

export type Part = "web" | "worker";
export const PARTS: readonly Part[] = ["web", "worker"];

export type Fleet = ReturnType<typeof createFleet>;

/** A host with a clock of its own: see the file. */
export const OWN_CLOCK = ["--import", "./chaos/support/skewed-clock.mjs"] as const;

/** One web and one worker, each a process of its own on the same port, that come and go. */
export function createFleet(world: Pick<World, "start">, env: Record<string, string> = {}) {
  const living: Partial<Record<Part, AppProcess>> = {};

  return {
    /** Starts this half and waits until it is ready. Returns the milliseconds that took. */
    async start(part: Part, options: Pick<StartOptions, "env" | "nodeArgs" | "port"> = {}): Promise<number> {
      const process = await world.start({
        ...options,
        isArmable: true,
        services: [part],
        env: { ...env, ...options.env },
      });
      living[part] = process;
      return process.ready;
    },
    get(part: Part): AppProcess {
      const process = living[part];
      if (!process) throw new Error(`no ${part} was started`);
      return process;
    },
    /** By this half's monotonic clock half an hour goes by, as if its host had slept. Needs `OWN_CLOCK`. */
    sleep: (part: Part) => living[part]?.send("SIGWINCH"),
    kill: (parts: readonly Part[]) => Promise.all(parts.map((part) => living[part]?.end("SIGKILL"))),
    /** An ordered stop of everything that lives; the exit codes. */
    async stop(parts: readonly Part[] = PARTS): Promise<(number | null | undefined)[]> {
      const exits = await Promise.all(parts.map((part) => living[part]?.end("SIGTERM")));
      return exits.map((exit) => exit?.code);
    },
  };
}

/** The fail points that a process passed through so far, from what it printed. */
export function pointsHit(app: AppProcess): string[] {
  return [...app.output().matchAll(/^fail point (\S+)$/gm)].map(([, name]) => name ?? "");
}

export function median(values: readonly number[]): number {
  return Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0);
}
