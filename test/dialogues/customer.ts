import { parseConfig } from "../../src/config/index.ts";
import { createSealer, newId } from "../../src/shared/index.ts";
import { newSid } from "../../src/web/simulator/index.ts";
import type { TestApp } from "../support/app.ts";
import { PATIENCE_MS } from "../support/clock.ts";
import { createRecords, type Records } from "./records.ts";

/** A turn as the trace keeps it. */
export interface TurnRow {
  intent: string | null;
  confidence: number | null;
  engine: string | null;
  outcome: string | null;
  action: string | null;
  template: string | null;
  language: string | null;
}

/** What happened in one step: what was written, what came back, and how it was understood. */
export interface Exchange {
  wrote: string[];
  /** The bodies of the messages that came back, as the customer reads them. */
  answers: string[];
  turns: TurnRow[];
}

type Content = Parameters<TestApp["write"]>[1];

/** One customer with a telephone of their own. */
export interface Customer {
  readonly from: string;
  readonly records: Records;
  /** The customer's id; who never wrote is made known, as by an earlier visit. */
  id(): Promise<string>;
  /** Sends the messages one after the other and waits until everything about them is answered and sent. */
  send(contents: Content[]): Promise<Exchange>;
  /** Sends nothing and waits until the next notice was told. */
  awaitNotice(): Promise<Exchange>;
  /** A text of a dialogue file with {codigo}, {compra} and {folio} filled by what is newest. */
  fill(text: string): Promise<string>;
}

const CHANNEL = "twilio-whatsapp";
const PROFILE = "studio";
const ALL_SENT = /* sql */ `not exists (select 1 from messages o where o.conversation_id = m.conversation_id
  and o.direction = 'out' and o.state in ('pending', 'sending', 'unknown'))`;

export function createCustomer(app: TestApp, from: string): Customer {
  const address = `whatsapp:${from}`;
  const records = createRecords(app, address);
  const { fingerprint } = createSealer(parseConfig({ NODE_ENV: "test" }).dataKey);
  /** How many answers, and how many notices, earlier steps have seen. */
  let read = 0;
  let notices = 0;

  async function exchange(wrote: string[], messageIds: string[]): Promise<Exchange> {
    const turns = await app.database.query<TurnRow>(
      /* sql */ `
      select t.intent, t.confidence, t.engine, t.outcome, t.action, t.record->>'template' as template,
        t.record->>'language' as language
      from turns t where t.id in (select turn_id from messages where id = any($1)) order by t.created_at`,
      [messageIds],
    );
    const answers = app.twilio.messagesTo(from).slice(read);
    read += answers.length;
    return { wrote, answers: answers.map(({ body }) => body), turns };
  }

  return {
    from,
    records,

    async id() {
      const find = () =>
        app.database.query<{ id: string }>("select customer_id as id from customer_identities where address = $1", [
          address,
        ]);
      const [known] = await find();
      if (known) return known.id;
      await app.database.query(
        /* sql */ `
        with customer as (insert into customers (id, profile) values ($1, $2) returning id)
        insert into customer_identities (id, customer_id, profile, channel, address, fingerprint)
        select $3, customer.id, $2, $4, $5, $6 from customer`,
        [newId(), PROFILE, newId(), CHANNEL, address, fingerprint(address)],
      );
      return (await find())[0]?.id ?? "";
    },

    async send(contents) {
      const sids = contents.map(() => newSid("SM"));
      for (const [index, content] of contents.entries()) {
        const { status } = await app.write(from, content, sids[index]);
        if (status !== 200) throw new Error(`the webhook answered ${status}`);
      }
      const { ids } = await app.until<{ ids: string[] }>(
        /* sql */ `
        select array_agg(m.id) as ids from messages m
        where m.provider_event_id = any($1) and m.state in ('handled', 'dead') and ${ALL_SENT}
        having count(*) = $2`,
        [sids, sids.length],
        PATIENCE_MS,
      );
      return exchange(contents.map(describe), ids);
    },

    async awaitNotice() {
      const { ids } = await app.until<{ ids: string[] }>(
        /* sql */ `
        select array_agg(m.id order by m.seq) as ids from messages m join conversations c on c.id = m.conversation_id
        where c.address = $1 and m.kind = 'notice' and m.state in ('handled', 'dead') and ${ALL_SENT}
        having count(*) > $2`,
        [address, notices],
        PATIENCE_MS,
      );
      const news = ids.slice(notices);
      notices = ids.length;
      return exchange([], news);
    },

    async fill(text) {
      const newest = {
        codigo: async () => (await records.bookings()).at(-1)?.code,
        compra: async () => (await records.purchases()).at(-1)?.code,
        folio: async () => (await records.tickets()).at(-1)?.number,
      };
      let filled = text;
      for (const [name, find] of Object.entries(newest)) {
        if (!text.includes(`{${name}}`)) continue;
        filled = filled.replaceAll(`{${name}}`, (await find()) ?? `(todavía no hay ${name})`);
      }
      return filled;
    },
  };
}

function describe(content: Content): string {
  if (typeof content === "string") return content;
  return content.kind === "text" ? content.body : `[${content.kind}]`;
}
