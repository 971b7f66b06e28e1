import type { InboundContent, InboundMessage } from "../channels/index.ts";
import type { Database, Sql } from "../database/index.ts";
import { newId, type Sealer, storableJson, storableText, truncateText } from "../shared/index.ts";
import { isOptOutWord } from "./consent.ts";
import type { InboxContent, NoticeContent } from "./stored-content.ts";

/** The unique key of a deferred request's notice: one for each time that it was put off, however often we sweep. */
export function retryNoticeKey(requestId: string, version: string): string {
  return `${requestId}:${version}`;
}

/** The deferred request of a notice, by the id under which the inbox keeps it: that can be read when its content cannot. */
export function requestOfNotice(providerEventId: string): string | undefined {
  return /^notice:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):/.exec(providerEventId)?.[1];
}

export interface Accepted {
  messageId: string;
  conversationId: string;
  /** The provider delivered it before: nothing was stored and nobody needs to be woken. */
  isDuplicate: boolean;
  /** It came above the sender's limit and is answered when its rest is over: nobody needs to be woken yet. */
  isResting: boolean;
}

/** Longer texts are cut before they are stored; WhatsApp itself ends at 4,096. */
const MAX_STORED_TEXT = 16_384;
/** Messages of one sender that are answered at once, in any minute; what is above rests until it is below. */
const PER_MINUTE = 20;

export interface Inbox {
  /** One transaction: whoever calls may answer 2xx when it returns, and must not when it throws. */
  accept(channel: string, message: InboundMessage): Promise<Accepted>;
  /** Puts a notice into a conversation once for each key. */
  acceptNotice(conversationId: string, key: string, content: NoticeContent): Promise<Accepted>;
}

export interface InboxDeps {
  database: Database;
  sealer: Sealer;
  defaultProfile: string;
  perMinute?: number | undefined;
}

export function createInbox(deps: InboxDeps): Inbox {
  const { database, sealer, perMinute = PER_MINUTE } = deps;
  /** Account ids never change once made, and there are as many as the business has numbers. */
  const accounts = new Map<string, { id: string; profile: string }>();

  return {
    async accept(channel, message) {
      const account = await findAccount(channel, message.to);
      const fingerprint = sealer.fingerprint(message.from);
      const isOptOut = isOptOutWord(message.content.text);
      const arrival = {
        accountId: account.id,
        conversation: { fingerprint },
        eventId: message.eventId,
        content: seal(message.content),
        limit: { perMinute, isOptOut },
        sentAt: message.sentAt,
      };
      // One statement is a transaction of its own, and one way to the database instead of four.
      const store = () => (isOptOut ? database.transaction((sql) => append(sql, arrival)) : append(database, arrival));
      const known = await store();
      if (known) return known;
      await database.transaction(async (sql) => {
        if (await adoptOlderFingerprint(sql, account, channel, message.from)) return;
        await createConversation(sql, account, channel, fingerprint, message);
      });
      const stored = await store();
      if (!stored) throw new Error("the conversation vanished between its insert and its first message");
      return stored;
    },

    async acceptNotice(conversationId, key, content) {
      const [conversation] = await database.query<{ channel_account_id: string }>(
        "select channel_account_id from conversations where id = $1",
        [conversationId],
      );
      const stored =
        conversation &&
        (await append(database, {
          accountId: conversation.channel_account_id,
          conversation: { id: conversationId },
          eventId: `notice:${key}`,
          content,
          limit: undefined,
          sentAt: undefined,
        }));
      if (!stored) throw new Error("notice for a conversation that does not exist");
      return stored;
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

  /**
   * After a rotation of the data key: who is known by the hash under the previous key is the same customer and goes on
   * under the new one. Only who is not found by the new hash comes here, so each conversation does so once.
   */
  async function adoptOlderFingerprint(
    sql: Sql,
    account: { id: string; profile: string },
    channel: string,
    address: string,
  ): Promise<boolean> {
    const older = sealer.previousFingerprint(address);
    if (older === undefined) return false;
    const values = [older, sealer.fingerprint(address)];
    // The other messages of the same sender wait at the row's lock, and then find nothing left to do.
    await sql.query(
      /* sql */ `update customer_identities i set fingerprint = $2 where profile = $3 and channel = $4 and fingerprint = $1
        and not exists (select from customer_identities n where n.profile = $3 and n.channel = $4 and n.fingerprint = $2)`,
      [...values, account.profile, channel],
    );
    const adopted = await sql.query(
      "update conversations set fingerprint = $2 where channel_account_id = $3 and fingerprint = $1 returning id",
      [...values, account.id],
    );
    return adopted.length > 0;
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

interface Arrival {
  accountId: string;
  /** By its id, or by the keyed hash of who writes. */
  conversation: { id: string } | { fingerprint: string };
  eventId: string;
  content: InboxContent;
  /** For what a customer sends; a notice is ours and has none. */
  limit: { perMinute: number; isOptOut: boolean } | undefined;
  /** Of what was found in the provider's list afterwards. */
  sentAt: Date | undefined;
}

/**
 * `for no key update` is the lock of every change to a conversation, which still lets rows that refer to it be added.
 * Who waited for it reads the row's newest version, so the counter cannot move between reading and writing it.
 *
 * The sender's limit needs no counter and holds in however many processes (what is being stored at the same instant is not
 * seen): the message that stands `perMinute` places before this
 * one must be a minute old, or this one rests until it is. It looks at one row by a unique index. An opt-out does not rest.
 */
const appendTo = (conversation: string) => /* sql */ `
  with c as (
    select id, inbox_seq, is_opted_out from conversations where ${conversation} for no key update
  ), message as (
    insert into messages (id, conversation_id, channel_account_id, direction, seq, kind, content, state, provider_event_id, sent_at, not_before)
    select $1, c.id, $3, 'in', c.inbox_seq + 1, $4, $5, 'received', $6, $9,
      (select earlier.created_at + interval '1 minute' from messages earlier
       where earlier.conversation_id = c.id and earlier.direction = 'in' and earlier.seq = c.inbox_seq + 1 - $7::int
         and earlier.created_at > clock_timestamp() - interval '1 minute' and (c.is_opted_out or not $8))
    from c
    on conflict (channel_account_id, provider_event_id) where provider_event_id is not null do nothing
    returning conversation_id, seq, coalesce(sent_at, created_at) as written_at, not_before
  ), counted as (
    update conversations set inbox_seq = message.seq,
      -- The provider's 24 hours count from when the customer wrote.
      last_inbound_at = case when $7 is null then last_inbound_at else greatest(last_inbound_at, message.written_at) end
    from message where conversations.id = message.conversation_id
  )
  select c.id, message.seq is null as is_duplicate, message.not_before is not null as is_resting
  from c left join message on true`;
const APPEND_BY_ID = appendTo("id = $2");
const APPEND_BY_SENDER = appendTo("channel_account_id = $3 and fingerprint = $2");

/** Undefined when there is no such conversation. An opt-out takes two statements: give it a transaction. */
async function append(sql: Sql, arrival: Arrival): Promise<Accepted | undefined> {
  const { conversation, content, limit } = arrival;
  const messageId = newId();
  const isById = "id" in conversation;
  const [stored] = await sql.query<{ id: string; is_duplicate: boolean; is_resting: boolean }>(
    isById ? APPEND_BY_ID : APPEND_BY_SENDER,
    [
      messageId,
      isById ? conversation.id : conversation.fingerprint,
      arrival.accountId,
      content.kind,
      JSON.stringify(content),
      arrival.eventId,
      limit?.perMinute ?? null,
      limit?.isOptOut ?? false,
      arrival.sentAt ?? null,
    ],
  );
  if (!stored) return undefined;
  const { id: conversationId, is_duplicate: isDuplicate, is_resting: isResting } = stored;
  if (limit?.isOptOut && !isDuplicate && !isResting) {
    // It also ends the rest of what stands before it: nobody has to wait to be left alone.
    await sql.query(
      /* sql */ `update messages set not_before = clock_timestamp()
        where conversation_id = $1 and direction = 'in' and state = 'received' and not_before > clock_timestamp()`,
      [conversationId],
    );
  }
  return { messageId, conversationId, isDuplicate, isResting };
}
