import type { InboundContent, InboundMessage } from "../channels/index.ts";
import type { Database, Sql } from "../database/index.ts";
import { newId, type Sealer, storableJson, storableText, truncateText } from "../shared/index.ts";

/** What the system itself puts into a conversation; it obeys the same order, consent and window as a message. */
export type NoticeContent =
  | { kind: "notice"; notice: "write_retry"; requestId: string }
  /** A purchase was paid: the customer is told. */
  | { kind: "notice"; notice: "purchase_paid"; code: string };

export type InboxContent = InboundContent | NoticeContent;

export interface Accepted {
  messageId: string;
  conversationId: string;
  /** The provider delivered it before: nothing was stored and nobody needs to be woken. */
  isDuplicate: boolean;
}

/** Longer texts are cut before they are stored; WhatsApp itself ends at 4,096. */
const MAX_STORED_TEXT = 16_384;

export interface Inbox {
  /** One transaction: whoever calls may answer 2xx when it returns, and must not when it throws. */
  accept(channel: string, message: InboundMessage): Promise<Accepted>;
  /** Puts a notice into a conversation once for each key. */
  acceptNotice(conversationId: string, key: string, content: NoticeContent): Promise<Accepted>;
}

export function createInbox(deps: { database: Database; sealer: Sealer; defaultProfile: string }): Inbox {
  const { database, sealer } = deps;
  /** Account ids never change once made, and there are as many as the business has numbers. */
  const accounts = new Map<string, { id: string; profile: string }>();

  return {
    async accept(channel, message) {
      const account = await findAccount(channel, message.to);
      const fingerprint = sealer.fingerprint(message.from);
      return database.transaction(async (sql) => {
        let conversation = await lockConversation(sql, account.id, fingerprint);
        if (!conversation) {
          await createConversation(sql, account, channel, fingerprint, message);
          conversation = await lockConversation(sql, account.id, fingerprint);
        }
        if (!conversation) throw new Error("the conversation vanished between its insert and its lock");
        return append(sql, account.id, conversation.id, message.eventId, seal(message.content), true);
      });
    },

    async acceptNotice(conversationId, key, content) {
      return database.transaction(async (sql) => {
        const [conversation] = await sql.query<{ channel_account_id: string }>(
          "select channel_account_id from conversations where id = $1 for no key update",
          [conversationId],
        );
        if (!conversation) throw new Error("notice for a conversation that does not exist");
        return append(sql, conversation.channel_account_id, conversationId, `notice:${key}`, content, false);
      });
    },
  };

  function seal(content: InboundContent): InboundContent {
    return storableJson({ ...content, text: sealer.seal(truncateText(content.text, MAX_STORED_TEXT)) });
  }

  async function findAccount(channel: string, address: string): Promise<{ id: string; profile: string }> {
    const key = `${channel} ${address}`;
    const known = accounts.get(key);
    if (known) return known;
    // The request was signed by our provider account, so a number that we did not know is ours all the same.
    const [row] = await database.query<{ id: string; profile: string }>(
      /* sql */ `insert into channel_accounts (id, profile, channel, address) values ($1, $2, $3, $4)
        on conflict (channel, address) do update set address = excluded.address returning id, profile`,
      [newId(), deps.defaultProfile, channel, storableText(address)],
    );
    if (!row) throw new Error("channel account was not stored");
    accounts.set(key, row);
    return row;
  }

  async function createConversation(
    sql: Sql,
    account: { id: string; profile: string },
    channel: string,
    fingerprint: string,
    message: InboundMessage,
  ): Promise<void> {
    // The identity's unique key decides between two first messages at the same instant; the loser's customer row is
    // deleted again below, because nothing refers to it.
    const customerId = newId();
    await sql.query(
      /* sql */ `
      with customer as (
        insert into customers (id, profile, display_name) values ($1, $2, $3) returning id
      )
      insert into customer_identities (id, customer_id, profile, channel, address, fingerprint)
      select $4, customer.id, $2, $5, $6, $7 from customer
      on conflict (profile, channel, fingerprint) do nothing`,
      [
        customerId,
        account.profile,
        message.senderName ? sealer.seal(truncateText(message.senderName, 200)) : null,
        newId(),
        channel,
        sealer.seal(message.from),
        fingerprint,
      ],
    );
    await sql.query(
      /* sql */ `
      insert into conversations (id, channel_account_id, customer_id, fingerprint, address)
      select $1, $2, i.customer_id, $3, $4 from customer_identities i
      where i.profile = $5 and i.channel = $6 and i.fingerprint = $3
      on conflict (channel_account_id, fingerprint) do nothing`,
      [newId(), account.id, fingerprint, sealer.seal(message.from), account.profile, channel],
    );
    // Two first messages at once leave a customer without an identity behind; nobody refers to it.
    await sql.query(
      "delete from customers c where c.id = $1 and not exists (select 1 from customer_identities i where i.customer_id = c.id)",
      [customerId],
    );
  }
}

/** `for no key update`: the lock of every change to a conversation, which still lets rows that refer to it be added. */
async function lockConversation(sql: Sql, accountId: string, fingerprint: string): Promise<{ id: string } | undefined> {
  const [row] = await sql.query<{ id: string }>(
    "select id from conversations where channel_account_id = $1 and fingerprint = $2 for no key update",
    [accountId, fingerprint],
  );
  return row;
}

/** The caller holds the conversation's lock, so the counter cannot move between reading and writing it. */
async function append(
  sql: Sql,
  accountId: string,
  conversationId: string,
  eventId: string,
  content: InboxContent,
  isFromCustomer: boolean,
): Promise<Accepted> {
  const messageId = newId();
  const [stored] = await sql.query<{ id: string }>(
    /* sql */ `
    with message as (
      insert into messages (id, conversation_id, channel_account_id, direction, seq, kind, content, state, provider_event_id)
      select $1, c.id, $3, 'in', c.inbox_seq + 1, $4, $5, 'received', $6 from conversations c where c.id = $2
      on conflict (channel_account_id, provider_event_id) where provider_event_id is not null do nothing
      returning id, conversation_id, seq, created_at
    ), counted as (
      update conversations c set inbox_seq = message.seq,
        last_inbound_at = case when $7 then message.created_at else c.last_inbound_at end
      from message where c.id = message.conversation_id
    )
    select id from message`,
    [messageId, conversationId, accountId, content.kind, JSON.stringify(content), eventId, isFromCustomer],
  );
  return { messageId: stored?.id ?? messageId, conversationId, isDuplicate: stored === undefined };
}
