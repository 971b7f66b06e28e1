import { type ApiClient, ApiUnavailableError } from "../../../src/api-client/index.ts";
import type { InboundContent } from "../../../src/channels/index.ts";
import { type GuardedOperationId, operations } from "../../../src/contract/index.ts";
import { createHolder } from "../../../src/conversation/holder.ts";
import { createInbox } from "../../../src/conversation/inbox.ts";
import { startSweep } from "../../../src/conversation/sweep.ts";
import { createDelivery } from "../../../src/delivery/index.ts";
import { type Clock, newId, silentLogger } from "../../../src/shared/index.ts";
import { WEDNESDAY_MORNING } from "../../support/clock.ts";
import { createTestDatabase } from "../../support/database.ts";
import { equip, type Reading, rewritten, sealer, startApi } from "./house.ts";
import { createLife, Killed, type Life, live, type Plan, plainClaim, type Witness } from "./life.ts";
import { createProvider } from "./provider.ts";
import { answerAll } from "./worker.ts";

const ACCOUNT = "whatsapp:+5215511111111";
/** In the order in which rows refer to each other. The business's catalogue stays. */
const HISTORY =
  `tickets satisfaction_answers allocations bookings idempotency_keys write_requests turns message_statuses
  messages consents domain_events alerts audit_log conversations customer_identities customers`.split(/\s+/);

export interface Customer {
  address: string;
  conversationId: string | undefined;
  isHeld: boolean;
  /** Seqs that came in while a person held the conversation: after the first, up to the second. */
  heldSeqs: [number, number][];
  /** Every message that a webhook was answered 2xx for. */
  accepted: { eventId: string; content: InboundContent }[];
}

export interface Frozen {
  life: Life;
  run: Promise<void>;
}

export type ApiState = "up" | "down" | "writes_down" | "loses_answers";

export interface LabOptions {
  reading: Reading;
  /** Changes statements on their way, and the schema before: for runs that have to fail. */
  rewrite?: (text: string) => string;
  schema?: string;
}

export type Lab = Awaited<ReturnType<typeof createLab>>;

/**
 * The conversation's engine with time, provider, API and workers in the test's hand: nothing moves unless a command
 * moves it. Real are the inbox, the lease, the turn with all its steps, delivery, the sweep, the internal API and
 * PostgreSQL.
 */
export async function createLab({ reading, rewrite, schema }: LabOptions) {
  const plain = await createTestDatabase();
  if (schema) await plain.query(schema);
  const database = rewrite ? rewritten(plain, rewrite) : plain;
  let passedMs = 0;
  let hostJumpMs = 0;
  const startedAt = Date.parse(WEDNESDAY_MORNING) - performance.now();
  const businessClock: Clock = {
    now: () => new Date(startedAt + performance.now() + passedMs),
    monotonicMs: () => performance.now() + passedMs,
  };
  const hostClock: Clock = {
    now: () => new Date(businessClock.now().getTime() + hostJumpMs),
    monotonicMs: businessClock.monotonicMs,
  };
  const provider = createProvider(() => businessClock.now().getTime());
  const api = await startApi(database, reading, businessClock);
  const inbox = createInbox({ database, sealer, defaultProfile: reading.profile.id, perMinute: 100_000 });
  const holder = createHolder({ database, logger: silentLogger });
  // The session by which the sweep sees that a frozen worker lives; whoever is to be killed has none.
  const endSession = await plain.listen("model", () => undefined, "atiende-worker alive");

  const lab = {
    database: plain,
    provider,
    customers: [] as Customer[],
    frozen: [] as Frozen[],
    apiState: "up" as ApiState,
    /** What should never be thrown, and promises that only a witness can see broken. */
    broken: [] as string[],
    /** Each move of a request to `writing`: what confirmed it. */
    started: [] as { token: string; messageIds: string[] }[],
    /** How often what was seen, so that a run can prove that it looked. */
    seen: { commands: 0, turns: 0, sends: 0, writes: 0, fenced: 0, killed: 0, frozen: 0, takeOvers: 0, bookings: 0 },
    deliver,
    work,
    answer: (customer: Customer) => work(customer, { withSends: false }),
    wake,
    sweep,
    letTimePass,
    jumpHostClock(ms: number) {
      hostJumpMs = ms;
    },
    async expireLease({ conversationId }: Customer) {
      await plain.query(
        "update conversations set lease_until = clock_timestamp() - interval '1 s' where id = $1 and lease_until is not null",
        [conversationId],
      );
    },
    async takeOver(customer: Customer) {
      const taken = await holder.takeOver(customer.conversationId ?? "");
      if (!taken) throw new Error("nothing to take over");
      customer.isHeld = true;
      customer.heldSeqs.push([await inboxSeq(customer), Number.POSITIVE_INFINITY]);
      lab.seen.takeOvers += 1;
    },
    async handBack(customer: Customer) {
      const last = customer.heldSeqs.at(-1);
      if (last) last[1] = await inboxSeq(customer);
      customer.isHeld = false;
      if (!(await holder.handBack(customer.conversationId ?? ""))) throw new Error("nothing to hand back");
    },
    async reportStatus(update: { providerId: string; outboundId: string; status: "sent" | "delivered" | "read" }) {
      await delivery.recordStatus({ ...update, errorCode: undefined });
    },
    reset,
    settle,
    async close() {
      await wakeAll();
      await endSession();
      await api.close();
      await plain.drop();
    },
  };

  const witness: Witness = (text, values, rows) => {
    if (text.includes("update messages set state = $2, deadline") && values[1] === "sending" && rows.length > 0) {
      noteClaim(values[0], sending.get(values[0]));
    }
    const plain = plainClaim(text, rows);
    if (plain) noteClaim(plain, String(values[0]));
    if (text.includes("direction = 'out' and state in ('pending', 'sending', 'unknown')")) {
      for (const row of rows as { id: string }[]) sending.set(row.id, String(values[0]));
    }
    if (text.includes("set state = 'writing', message_ids = $5") && rows.length > 0) {
      lab.seen.writes += 1;
      lab.started.push({ token: String(values[0]), messageIds: values[4] as string[] });
    }
  };
  function noteClaim(row: unknown, claimedIn: string | undefined): void {
    lab.seen.sends += 1;
    if (lab.customers.some(({ isHeld, conversationId }) => isHeld && conversationId === claimedIn)) {
      lab.broken.push(`promise 6: row ${row} was claimed while a person held the conversation`);
    }
  }
  /** Outbound row → conversation, as read by whoever looked for something to claim. */
  const sending = new Map<unknown, string>();

  const moodyApi: ApiClient = {
    ...api.client,
    call: (async (id: GuardedOperationId, options?: { idempotencyKey?: string }) => {
      const isWrite = options?.idempotencyKey !== undefined;
      const state = lab.apiState;
      const fail = () => new ApiUnavailableError(operations[id].api, id, "http_503");
      if (state === "down" || (state === "writes_down" && isWrite)) throw fail();
      const answer = await (api.client.call as (id: GuardedOperationId, options: unknown) => Promise<never>)(
        id,
        options,
      );
      if (state === "loses_answers" && isWrite) throw fail();
      return answer;
    }) as ApiClient["call"],
  };

  const equipment = equip({ database, reading, provider, api: moodyApi, clock: hostClock, witness });
  const delivery = createDelivery({
    database: equipment.database,
    channels: equipment.channels,
    sealer,
    clock: hostClock,
    logger: silentLogger,
    onSend: () => undefined,
    ring: () => undefined,
  });

  /** A webhook: 2xx when it returns. */
  async function deliver(customer: Customer, content: InboundContent, eventId = `SM${newId()}`): Promise<void> {
    const { conversationId, isDuplicate } = await inbox.accept(provider.channel.name, {
      eventId,
      to: ACCOUNT,
      from: customer.address,
      senderName: undefined,
      content,
    });
    customer.conversationId = conversationId;
    const isKnown = customer.accepted.some((message) => message.eventId === eventId);
    if (isDuplicate !== isKnown) lab.broken.push(`promise 3: delivery of ${eventId}: duplicate ${isDuplicate}`);
    if (!isKnown) customer.accepted.push({ eventId, content });
  }

  /** One worker looks at one conversation, answers and sends; it may die or freeze on its way. */
  async function work(customer: Customer, { plan, withSends = true }: { plan?: Plan; withSends?: boolean } = {}) {
    const { conversationId } = customer;
    if (!conversationId) return;
    const life = createLife(plan);
    const run = live(life, async () => {
      await answerAll(
        { turn: equipment.turn, log: lab },
        { life, conversationId, owner: plan?.action === "kill" ? "dead" : "alive" },
      );
      if (withSends) await delivery.drain(conversationId);
    }).catch((error) => {
      if (error instanceof Killed) lab.seen.killed += 1;
      else lab.broken.push(`a worker threw ${error instanceof Error ? error.stack : String(error)}`);
    });
    const isFrozen = await Promise.race([run.then(() => false), life.frozen.then(() => true)]);
    if (!isFrozen) return;
    lab.seen.frozen += 1;
    lab.frozen.push({ life, run });
  }

  async function wake(index: number): Promise<void> {
    const [worker] = lab.frozen.splice(index % Math.max(1, lab.frozen.length), 1);
    worker?.life.wake();
    await worker?.run;
  }

  async function wakeAll(): Promise<void> {
    while (lab.frozen.length > 0) await wake(0);
  }

  /** One round of the sweep; whatever it rings for is worked on at once. */
  async function sweep(): Promise<void> {
    const rung = new Set<string>();
    const worker = {
      ring: (id: string) => void rung.add(id),
      deliver: (id: string) => void rung.add(id),
      stop: async () => undefined,
    };
    await startSweep({ database, inbox, worker, logger: silentLogger }).stop();
    for (const customer of lab.customers) {
      if (customer.conversationId && rung.has(customer.conversationId)) await work(customer);
    }
  }

  /** Time passes for everybody alike. The window of 24 hours is not of this model and stays open. */
  async function letTimePass(ms: number): Promise<void> {
    passedMs += ms;
    const by = `interval '${ms} milliseconds'`;
    const back = (columns: string[]) => columns.map((column) => `${column} = ${column} - ${by}`).join(", ");
    await plain.query(
      `update messages set ${back(["created_at", "settled_at", "claimed_at", "not_before", "deadline"])};
       update write_requests set ${back(["created_at", "not_before", "expires_at"])};
       update conversations set lease_until = lease_until - ${by} where lease_until is not null`,
    );
  }

  async function inboxSeq({ conversationId }: Customer): Promise<number> {
    const [row] = await plain.query<{ inbox_seq: string }>("select inbox_seq from conversations where id = $1", [
      conversationId,
    ]);
    return Number(row?.inbox_seq ?? 0);
  }

  /** A new history: nobody has ever written. */
  async function reset(customers: number): Promise<void> {
    await wakeAll();
    await plain.query(HISTORY.map((table) => `delete from ${table}`).join(";"));
    provider.reset();
    passedMs = 0;
    hostJumpMs = 0;
    sending.clear();
    Object.assign(lab, { apiState: "up", broken: [], started: [] });
    lab.customers = Array.from({ length: customers }, (_, index) => ({
      address: `whatsapp:+52155000000${index}`,
      conversationId: undefined,
      isHeld: false,
      heldSeqs: [],
      accepted: [],
    }));
  }

  /** The trouble is over and time goes on until nothing waits. False: something waits for ever. */
  async function settle(): Promise<boolean> {
    await wakeAll();
    provider.fates = [];
    provider.isListAway = false;
    lab.apiState = "up";
    hostJumpMs = 0;
    for (const minutes of [0.1, 1, 1, 2, 5, 10, 20, 31, 31, 60, 120, 240, 480, 480]) {
      await letTimePass(minutes * 60_000);
      await sweep();
      const waiting = await plain.query(
        `select 1 from messages where state in ('received', 'pending', 'sending', 'unknown')
         union all select 1 from write_requests where state in ('writing', 'deferred') limit 1`,
      );
      if (waiting.length > 0) continue;
      lab.seen.bookings += (await plain.query("select 1 from bookings")).length;
      return true;
    }
    return false;
  }

  return lab;
}
