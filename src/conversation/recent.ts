import { z } from "zod";
import type { Cache } from "../cache/index.ts";
import type { Database } from "../database/index.ts";
import { type Sealer, truncateText } from "../shared/index.ts";
import type { Turn } from "./turn.ts";

const MESSAGES = 10;
/** What WhatsApp itself allows; a history is looked at, not replayed. */
const MAX_TEXT = 4096;

export interface RecentMessage {
  direction: "in" | "out";
  seq: number;
  /** Opened: for administrators, and for a model that may read what its own customer said. */
  text: string;
  at: Date;
}

export interface RecentSession {
  holder: "bot" | "human";
  language: string | null;
  lastIntent: string | null;
  lastAction: string | null;
}

export interface Recent {
  /** After the commit, off the way of the answer; never rejects. */
  remember(turn: Turn): Promise<void>;
  session(conversationId: string): Promise<RecentSession | undefined>;
  /** The last ten messages that were said, oldest first; whether they arrived is not told. Empty when there are none. */
  messages(conversationId: string): Promise<RecentMessage[]>;
}

/** Every message raises a counter, and every lease and take-over the fence: equal numbers mean that nothing has happened. */
const versionSchema = z.object({ fence: z.number(), inboxSeq: z.number(), outboxSeq: z.number() });
type Version = z.output<typeof versionSchema>;
const sessionSchema = z.object({
  version: versionSchema,
  holder: z.enum(["bot", "human"]),
  language: z.string().nullable(),
  lastIntent: z.string().nullable(),
  lastAction: z.string().nullable(),
});
const itemSchema = z.object({
  direction: z.enum(["in", "out"]),
  seq: z.number(),
  text: z.string(),
  at: z.coerce.date(),
});

/**
 * What happened last in a conversation: from the cache when it is exactly as new as the database says, else from the
 * database. So a process that died, a Redis that was away or a person who took over never show yesterday's news.
 */
export function createRecent(deps: { database: Database; cache: Cache; sealer: Sealer }): Recent {
  const { database, cache, sealer } = deps;
  const seal = (text: string) => sealer.seal(truncateText(text, MAX_TEXT));

  return {
    async remember(turn) {
      const { conversation, fence } = turn.lease;
      const inbound = turn.messages.toSorted((a, b) => a.seq - b.seq);
      const parts = turn.parts ?? [];
      const at = turn.committedAt;
      const last = inbound.at(-1);
      if (!last || turn.outboxSeq === undefined || !at) return;
      const firstOut = turn.outboxSeq - parts.length + 1;
      const said = inbound.flatMap(({ content, seq, receivedAt }) =>
        content.kind === "notice" ? [] : [{ direction: "in", seq, text: seal(content.text), at: receivedAt }],
      );
      const answered = parts.map(({ text }, index) => ({
        direction: "out",
        seq: firstOut + index,
        text: seal(text),
        at,
      }));
      const session: z.input<typeof sessionSchema> = {
        version: { fence, inboxSeq: last.seq, outboxSeq: turn.outboxSeq },
        holder: conversation.holder,
        language: turn.language,
        lastIntent: turn.parse?.intent.name ?? null,
        lastAction: turn.action ?? null,
      };
      const items = [...said, ...answered].map((item) => JSON.stringify(item));
      // A notice counts among the messages and is none: what came before it does not join on.
      const isNewHistory = said.length < inbound.length;
      await cache.write(conversation.id, JSON.stringify(session), items, isNewHistory);
    },

    async session(conversationId) {
      const [version, cached] = await Promise.all([versionOf(conversationId), cache.read(conversationId)]);
      if (!version) return undefined;
      const session = currentSession(cached.session, version);
      if (session) return session;
      const [row] = await database.query<RecentSession>(
        /* sql */ `
        select c.holder, c.state->>'language' as language, t.intent as "lastIntent", t.action as "lastAction"
        from conversations c left join lateral (
          select intent, action from turns where conversation_id = c.id order by created_at desc limit 1
        ) t on true where c.id = $1`,
        [conversationId],
      );
      return row;
    },

    async messages(conversationId) {
      const [version, cached] = await Promise.all([versionOf(conversationId), cache.read(conversationId)]);
      if (!version) return [];
      const stored =
        (currentSession(cached.session, version) && unbroken(cached.history, version)) ??
        (await readMessages(conversationId));
      return stored.map((message) => ({ ...message, text: openText(message.text) }));
    },
  };

  /** One text that cannot be opened must not hide the others. */
  function openText(sealed: string): string {
    try {
      return truncateText(sealer.open(sealed), MAX_TEXT);
    } catch {
      return "";
    }
  }

  async function versionOf(conversationId: string): Promise<Version | undefined> {
    const [row] = await database.query<{ fence: string; inbox_seq: string; outbox_seq: string }>(
      "select fence, inbox_seq, outbox_seq from conversations where id = $1",
      [conversationId],
    );
    return row && { fence: Number(row.fence), inboxSeq: Number(row.inbox_seq), outboxSeq: Number(row.outbox_seq) };
  }

  async function readMessages(conversationId: string): Promise<RecentMessage[]> {
    const rows = await database.query<{ direction: "in" | "out"; seq: string; text: string; created_at: Date }>(
      /* sql */ `
      select direction, seq, content->>'text' as text, created_at from (
        (select * from messages where conversation_id = $1 and direction = 'in' and kind <> 'notice'
          order by seq desc limit $2)
        union all
        (select * from messages where conversation_id = $1 and direction = 'out' and kind <> 'ack' and state <> 'cancelled'
          order by seq desc limit $2)
      ) said order by created_at desc, direction desc, seq desc limit $2`,
      [conversationId, MESSAGES],
    );
    return rows.reverse().map(({ direction, seq, text, created_at }) => ({
      direction,
      seq: Number(seq),
      text: text ?? "",
      at: created_at,
    }));
  }
}

function currentSession(cached: string | undefined, version: Version): RecentSession | undefined {
  const parsed = sessionSchema.safeParse(parseJson(cached));
  if (!parsed.success) return undefined;
  const { version: seen, ...session } = parsed.data;
  const isCurrent =
    seen.fence === version.fence && seen.inboxSeq === version.inboxSeq && seen.outboxSeq === version.outboxSeq;
  return isCurrent ? session : undefined;
}

/**
 * The cached messages when none is missing among them: each direction ends with its counter and has no gap, and there are
 * ten or they go back to the first.
 */
function unbroken(history: readonly string[], version: Version): RecentMessage[] | undefined {
  const messages: RecentMessage[] = [];
  const expected = { in: version.inboxSeq, out: version.outboxSeq };
  for (const item of history.toReversed()) {
    const parsed = itemSchema.safeParse(parseJson(item));
    if (!parsed.success || parsed.data.seq !== expected[parsed.data.direction]) return undefined;
    expected[parsed.data.direction] -= 1;
    messages.unshift(parsed.data);
  }
  return messages.length >= MESSAGES || (expected.in === 0 && expected.out === 0) ? messages : undefined;
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
