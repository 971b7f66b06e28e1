import type { Logger } from "../shared/index.ts";
import { createAnswerRelease } from "./answer-release.ts";
import { firstNameOf } from "./customer-name.ts";
import { checkAnswer, createMold, type Mold, type ReplyScore, scoreReply } from "./grounding/index.ts";
import { chooseTier, type Route } from "./models/routing.ts";
import type { PhrasingPrompt, RenderedPhrasing } from "./prompt-parts.ts";
import type { ReplyCache } from "./reply-cache.ts";
import type { Llm, LlmAnswer, LlmCallRecord, PhraseRequest } from "./types.ts";

export interface Phrased {
  text: string;
  source: "template" | "llm";
  /**
   * Why the template was kept: "fixed" (no model is ever asked), "refused", "trimmed" (nothing of the model's words was
   * left), "language", "nothing_to_reword", or what the gateway said ("llm_timeout", "breaker_open", "budget_spent", …);
   * null without a model or when the wording was taken.
   */
  reason: string | null;
  model: string | null;
  /** The prompts with their content hashes; null when no prompt was sent. */
  promptVersion: string | null;
  durationMs: number;
  /** Why the check refused the wording; empty when it passed or was not reached. */
  checks: string[];
  /** Why some of the model's words were left out; empty when none were. */
  trimmed: string[];
  /** Which tier was asked, by which rule; null when none was. */
  route: Route | null;
  isCached: boolean;
  score: ReplyScore | null;
  calls: LlmCallRecord[];
}

export interface PhraseOptions {
  signal?: AbortSignal;
  /** Called with each sentence as soon as it is finished and checked, the option list last: for whoever reads along. */
  onSentence?(text: string): void;
}

export interface Phraser {
  /** Never rejects and is over with the request's deadline; the template is always a right answer. */
  phrase(request: PhraseRequest, options?: PhraseOptions): Promise<Phrased>;
  /** Without a model nobody needs to look for what one would read. */
  isOff(): boolean;
}

export interface PhraserDeps {
  llm: Llm;
  prompt: PhrasingPrompt;
  cache: ReplyCache;
  tone: "tu" | "usted";
  allowedLinks: string[];
  logger: Logger;
  /** Called with each reason of a refused wording. */
  onRefusal?(reason: string): void;
}

/**
 * Lets a model say a template warmly where one is configured. The model gets no tools and decides nothing: it writes around
 * the template's sentences (`createMold`), and what it writes leaves only when the check finds nothing but courtesy in it.
 */
export function createPhraser(deps: PhraserDeps): Phraser {
  const { llm, prompt, cache } = deps;

  return {
    isOff: () => llm.state() === "off",
    async phrase(request, options = {}) {
      const startMs = performance.now();
      const done = (phrased: Phrased): Phrased => {
        const score = llm.state() === "off" ? null : scoreOf(request, phrased);
        return { ...phrased, score, durationMs: Math.round(performance.now() - startMs) };
      };
      const kept = (reason: string | null, more: Partial<Phrased> = {}) => {
        options.onSentence?.(request.template);
        return done({ ...asTemplate(request.template, reason), ...more });
      };

      if (llm.state() === "off") return kept(null);
      const mold = createMold(request.template, {
        facts: request.facts,
        outcome: request.outcome,
        language: request.language,
        tone: deps.tone,
        allowedLinks: deps.allowedLinks,
        mayAddress: firstNameOf(request.customerName) !== undefined,
      });
      if (!mold) return kept(/^es\b/iu.test(request.language) ? "nothing_to_reword" : "language");

      const rendered = prompt.render(request, mold);
      const route = routeOf(request, mold, options);
      const key = request.isPersonal ? undefined : cacheKey(rendered, route);
      const remembered = key && (await cache.get(key));
      // Whoever can write to the cache's server can write a wording: it is checked like a model's.
      const checked = remembered && checkAnswer(mold, remembered.text);
      if (checked?.text !== undefined) {
        const text = rendered.restore(checked.text);
        options.onSentence?.(text);
        return done({ ...worded(text, rendered, route), model: remembered?.model ?? null, isCached: true });
      }

      const { answer, release, raw } = await ask(request, mold, rendered, route, options);
      const trimmed = release.trimmed();
      const asked = { route, model: answer.model, promptVersion: rendered.version, calls: answer.calls, trimmed };
      const checks = release.reasons();
      for (const check of checks) deps.onRefusal?.(check);
      if (release.hasReleased()) {
        if (mold.tail !== "") options.onSentence?.(mold.tail);
        return done({ ...worded(release.text() + mold.tail, rendered, route), ...asked, checks });
      }
      if (answer.text === undefined && checks.length === 0) return kept(answer.reason, asked);
      if (checks.length > 0) {
        deps.logger.info({ outcome: request.outcome, checks }, "Wording refused");
        return kept("refused", { ...asked, checks });
      }
      if (release.text() + mold.tail === request.template) return kept("trimmed", asked);
      // The customer does not wait until it is remembered.
      if (key && answer.model) void cache.set(key, { text: raw, model: answer.model });
      return done({ ...worded(release.text() + mold.tail, rendered, route), ...asked });
    },
  };

  /** Runs the prompt and checks along the stream; a refused sentence ends the call, since the rest would be paid for in vain. */
  async function ask(
    request: PhraseRequest,
    mold: Mold,
    rendered: RenderedPhrasing,
    route: Route,
    options: PhraseOptions,
  ): Promise<{ answer: LlmAnswer; release: ReturnType<typeof releaseOf>; raw: string }> {
    const release = releaseOf(mold, rendered, options);
    const refused = new AbortController();
    let raw = "";
    const answer = await llm.ask({
      purpose: "phrase",
      ...route,
      about: request.about,
      system: rendered.system,
      user: rendered.user,
      ...rendered.limits,
      deadline: request.deadline,
      signal: options.signal ? AbortSignal.any([options.signal, refused.signal]) : refused.signal,
      onAttempt() {
        raw = "";
        release.restart();
      },
      onText(delta) {
        raw += delta;
        release.push(delta);
        if (release.reasons().length > 0) refused.abort();
      },
      mayFallBack: () => !release.hasReleased() && release.reasons().length === 0,
    });
    // What broke off before anything left is no answer; what broke off afterwards is completed from the template.
    if (answer.text !== undefined || release.hasReleased()) release.finish(answer.text !== undefined);
    return { answer, release, raw };
  }

  function releaseOf(mold: Mold, rendered: RenderedPhrasing, { onSentence }: PhraseOptions) {
    return createAnswerRelease({ mold, restore: rendered.restore, ...(onSentence ? { onSentence } : {}) });
  }

  function scoreOf(request: PhraseRequest, phrased: Phrased): ReplyScore {
    const { template, customerText, facts } = request;
    const { text, checks, source } = phrased;
    return scoreReply({ template, reply: text, reasons: checks, customerText, facts, source });
  }
}

function routeOf(request: PhraseRequest, mold: Mold, { onSentence }: PhraseOptions): Route {
  return chooseTier({
    purpose: "phrase",
    outcome: request.outcome,
    length: mold.pieces.reduce((sum, { text }) => sum + text.length, 0),
    language: request.language,
    isLive: onSentence !== undefined,
    ...(request.about.intent === undefined ? {} : { intent: request.about.intent }),
  });
}

function cacheKey(rendered: RenderedPhrasing, { tier }: Route): string[] {
  return [rendered.version, tier, rendered.system, rendered.user];
}

function worded(text: string, rendered: RenderedPhrasing, route: Route): Phrased {
  return { ...asTemplate(text, null), source: "llm", promptVersion: rendered.version, route };
}

/** The template as it is, and why. */
export function asTemplate(text: string, reason: string | null): Phrased {
  return {
    text,
    source: "template",
    reason,
    model: null,
    promptVersion: null,
    durationMs: 0,
    checks: [],
    trimmed: [],
    route: null,
    isCached: false,
    score: null,
    calls: [],
  };
}
