import type fc from "fast-check";
import type { InboundContent } from "../../../src/channels/index.ts";
import { assertAlways } from "./invariants.ts";
import type { Customer, Lab } from "./lab.ts";
import type { Plan } from "./life.ts";
import type { Fate } from "./provider.ts";

/** The model knows only what decides whether a command makes sense. */
export interface Model {
  hasWritten: boolean[];
  isHeld: boolean[];
  frozen: number;
}

export type Command = fc.AsyncCommand<Model, Lab>;

interface Step {
  name: string;
  check?: (model: Model) => boolean;
  /** What the model believes afterwards. */
  after?: (model: Model) => void;
  run: (lab: Lab) => Promise<void>;
}

function command({ name, check, after, run }: Step): Command {
  return {
    check: (model) => check?.(model) ?? true,
    async run(model, lab) {
      await run(lab);
      lab.seen.commands += 1;
      model.frozen = lab.frozen.length;
      after?.(model);
      await assertAlways(lab);
    },
    toString: () => name,
  };
}

const text = (words: string): InboundContent => ({ kind: "text", text: words });

const wrote = (c: number) => (model: Model) => {
  model.hasWritten[c] = true;
};
const hasWritten = (c: number) => (model: Model) => model.hasWritten[c] === true;
const at = (lab: Lab, c: number) => lab.customers[c] as Customer;

export const write = (c: number, said: string, isRung: boolean) =>
  command({
    name: `${c} writes "${said}"${isRung ? "" : ", the ring is lost"}`,
    after: wrote(c),
    async run(lab) {
      await lab.deliver(at(lab, c), text(said));
      if (isRung) await lab.work(at(lab, c));
    },
  });

export const converse = (c: number, wish: string) =>
  command({
    name: `${c} asks for "${wish}" and says yes`,
    after: wrote(c),
    async run(lab) {
      for (const said of [wish, "sí"]) {
        await lab.deliver(at(lab, c), text(said));
        await lab.work(at(lab, c));
      }
    },
  });

export const writeAndStop = (c: number, said: string, plan: Plan) =>
  command({
    name: `${c} writes "${said}"; ${plan.action} at ${plan.point}`,
    after: wrote(c),
    async run(lab) {
      await lab.deliver(at(lab, c), text(said));
      await lab.work(at(lab, c), { plan });
    },
  });

export const overtaken = (c: number, said: string, plan: Plan) =>
  command({
    name: `${c} writes "${said}"; freeze at ${plan.point}, the lease expires, another worker answers, the first goes on`,
    after: wrote(c),
    async run(lab) {
      const customer = at(lab, c);
      await lab.deliver(customer, text(said));
      await lab.work(customer, { plan });
      await lab.expireLease(customer);
      await lab.work(customer);
      await lab.wake(Math.max(0, lab.frozen.length - 1));
    },
  });

export const redeliver = (c: number, back: number, isAtOnce: boolean) =>
  command({
    name: `${c}'s message ${back} before the last comes ${isAtOnce ? "twice more at once" : "once more"}`,
    check: hasWritten(c),
    async run(lab) {
      const customer = at(lab, c);
      const message = customer.accepted.at(-1 - (back % customer.accepted.length));
      if (!message) return;
      const again = () => lab.deliver(customer, message.content, message.eventId);
      await Promise.all(isAtOnce ? [again(), again()] : [again()]);
      await lab.work(customer);
    },
  });

export const burst = (c: number, said: string[], isReordered: boolean) =>
  command({
    name: `${c} writes ${JSON.stringify(said)} in one breath${isReordered ? ", delivered last first" : ""}`,
    after: wrote(c),
    async run(lab) {
      for (const words of isReordered ? said.toReversed() : said) await lab.deliver(at(lab, c), text(words));
      await lab.work(at(lab, c));
    },
  });

export const earlyYes = (c: number, wish: string) =>
  command({
    name: `${c} asks for "${wish}" and says yes before the question left`,
    after: wrote(c),
    async run(lab) {
      await lab.deliver(at(lab, c), text(wish));
      await lab.answer(at(lab, c));
      await lab.deliver(at(lab, c), text("sí"));
      await lab.work(at(lab, c));
    },
  });

export const tap = (c: number, back: number, isYes: boolean) =>
  command({
    name: `${c} taps ${isYes ? "yes" : "no"} of question ${back} before the last`,
    check: hasWritten(c),
    async run(lab) {
      const customer = at(lab, c);
      const [question] = await lab.database.query<{ id: string }>(
        /* sql */ `select w.id from write_requests w join messages q on q.id = w.question_id
          where w.conversation_id = $1 and q.provider_event_id is not null order by w.created_at desc offset $2 limit 1`,
        [customer.conversationId, back],
      );
      if (!question) return;
      const answer = isYes ? "yes" : "no";
      await lab.deliver(customer, { kind: "choice", text: answer, payload: `confirm:${question.id}:${answer}` });
      await lab.work(customer);
    },
  });

export const work = (c: number, plan?: Plan) =>
  command({
    name: plan ? `a worker looks at ${c}; ${plan.action} at ${plan.point}` : `a worker looks at ${c}`,
    check: hasWritten(c),
    run: (lab) => lab.work(at(lab, c), plan ? { plan } : {}),
  });

export const workTogether = () =>
  command({
    name: "two workers look at everybody at once",
    run: async (lab) => {
      await Promise.all([...lab.customers, ...lab.customers].map((customer) => lab.work(customer)));
    },
  });

export const wake = (index: number) =>
  command({
    name: `frozen worker ${index} goes on`,
    check: ({ frozen }) => frozen > 0,
    run: (lab) => lab.wake(index),
  });

export const expireLease = (c: number) =>
  command({
    name: `${c}'s lease expires`,
    check: hasWritten(c),
    run: (lab) => lab.expireLease(at(lab, c)),
  });

export const letTimePass = (seconds: number) =>
  command({ name: `${seconds} s pass`, run: (lab) => lab.letTimePass(seconds * 1000) });

export const jumpHostClock = (seconds: number) =>
  command({ name: `the host's clock is ${seconds} s off`, run: async (lab) => lab.jumpHostClock(seconds * 1000) });

export const takeOver = (c: number) =>
  command({
    name: `a person takes ${c} over`,
    check: (model) => model.hasWritten[c] === true && !model.isHeld[c],
    after: (model) => {
      model.isHeld[c] = true;
    },
    run: (lab) => lab.takeOver(at(lab, c)),
  });

export const handBack = (c: number) =>
  command({
    name: `a person hands ${c} back`,
    check: (model) => model.isHeld[c] === true,
    after: (model) => {
      model.isHeld[c] = false;
    },
    run: (lab) => lab.handBack(at(lab, c)),
  });

export const doubt = (fates: Fate[]) =>
  command({
    name: `the provider's next sends: ${fates.join(", ")}`,
    run: async (lab) => void lab.provider.fates.push(...fates),
  });

export const list = (lagSeconds: number, isAway: boolean) =>
  command({
    name: `the provider's list ${isAway ? "cannot be read" : `lags by ${lagSeconds} s`}`,
    run: async (lab) => {
      lab.provider.lagMs = lagSeconds * 1000;
      lab.provider.isListAway = isAway;
    },
  });

export const api = (state: Lab["apiState"]) =>
  command({
    name: `the booking API: ${state}`,
    run: async (lab) => {
      lab.apiState = state;
    },
  });

export const status = (back: number, reported: "sent" | "delivered" | "read") =>
  command({
    name: `the provider reports "${reported}" for message ${back} before the last`,
    async run(lab) {
      const record = lab.provider.records.at(-1 - back);
      if (record) await lab.reportStatus({ ...record, status: reported });
    },
  });

const _sweep = () => command({ name: "the sweep looks", run: (lab) => lab.sweep() });

export const sweep = () => command({ name: "the sweep looks", run: (lab) => lab.sweep() });
