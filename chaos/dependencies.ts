import { bookingAway, paymentsAway, readsAway } from "./dependencies/api-away.ts";
import { breakerOpens, flapping, refusalsOpenNothing, timeoutsAreAlone } from "./dependencies/api-breaker.ts";
import { type FrontDesk, openFrontDesk, type PartReport } from "./dependencies/front-desk.ts";
import { providerAway } from "./dependencies/provider-away.ts";
import { redisAway } from "./dependencies/redis-away.ts";
import { llmAway, rasaAway } from "./dependencies/understanding-away.ts";
import { type ChaosContext, type Check, check, type Scenario } from "./scenario.ts";

/** Parts that share one pair of processes, so that a breaker or a queue which one leaves behind is met by the next. */
const SHORT: Record<string, (desk: FrontDesk) => Promise<PartReport>> = { bookingAway, paymentsAway };
const SHARED = { ...SHORT, readsAway, timeoutsAreAlone, breakerOpens, flapping, refusalsOpenNothing, providerAway };
/** Parts that need settings of their own. */
const OWN: Record<string, (context: ChaosContext) => Promise<PartReport>> = { rasaAway, llmAway, redisAway };

/** Each line of the design's table "when something is down", played on a web and a worker process. */
export const dependencies: Scenario = {
  name: "dependencies",
  story: "the internal API, Rasa, the LLM, the provider and Redis are down, slow, flapping or talking nonsense",
  async run(context) {
    const report: PartReport = { figures: {}, checks: [] };
    const desk = await openFrontDesk(context);
    try {
      for (const [name, part] of Object.entries(context.isShort ? SHORT : SHARED)) {
        await play(report, context, name, () => part(desk));
        desk.api.heal();
      }
      report.checks.push(desk.noExit());
    } finally {
      await desk.close();
    }
    for (const [name, part] of Object.entries(context.isShort ? {} : OWN)) {
      await play(report, context, name, () => part(context));
    }
    return report;
  },
};

/** A part that does not come to its end is a broken promise of its own; the others are still looked at. */
async function play(
  report: PartReport,
  { say }: ChaosContext,
  name: string,
  part: () => Promise<PartReport>,
): Promise<void> {
  const from = performance.now();
  const seen = await part().catch((error: Error) => ({
    figures: {},
    checks: [check(`${name} comes to its end`, false, error.message)] satisfies Check[],
  }));
  report.figures[name] = seen.figures;
  report.checks.push(...seen.checks);
  say(`${name} (${Math.round((performance.now() - from) / 1000)} s): ${JSON.stringify(seen.figures)}`);
}
