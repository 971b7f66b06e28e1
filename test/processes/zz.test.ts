import { afterAll, beforeAll, expect, test } from "vitest";
import { endAllProcesses } from "../support/process.ts";
import { startWorld, type World } from "./harness.ts";
let world: World;
beforeAll(async () => { world = await startWorld(); });
afterAll(async () => { await endAllProcesses(); await world.close(); });
test("times", async () => {
  for (let i = 0; i < 3; i++) {
    const app = await world.start();
    const bootMs = await app.ready;
    const t0 = performance.now();
    await world.ask("+5215530000009", "hola");
    const t1 = performance.now();
    const exit = await app.end("SIGTERM");
    console.log(`boot ${bootMs.toFixed()} first answer ${(t1 - t0).toFixed()} stop ${(performance.now() - t1).toFixed()}`, exit, app.output());
  }
});
