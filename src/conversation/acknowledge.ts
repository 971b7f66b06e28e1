import type { Channel } from "../channels/index.ts";
import type { Config } from "../config/index.ts";
import type { Database } from "../database/index.ts";
import { enqueueOutbound } from "../delivery/index.ts";
import type { Sealer } from "../shared/index.ts";
import type { Lease } from "./lease.ts";
import type { InboxMessage } from "./unread.ts";
import type { Wording } from "./wording.ts";

/** An answer that takes longer than this is announced in words, unless told. */
const WORDS_AFTER_MS = 1500;

export interface AcknowledgeDeps {
  mode: Config["ack"];
  database: Database;
  sealer: Sealer;
  channels: ReadonlyMap<string, Channel>;
  wording: Wording;
  homeLanguage: string;
  /** For tests. */
  wordsAfterMs?: number;
  deliver(conversationId: string): void;
}

/** Tells the customer that the message arrived, once a burst, while the answer is being made. It is never the answer. */
export async function startAcknowledging(
  deps: AcknowledgeDeps,
  lease: Lease,
  messages: InboxMessage[],
): Promise<{ stop(): void }> {
  const { conversation } = lease;
  const [first] = messages;
  const last = messages.at(-1);
  const isTheirs = conversation.holder === "human" || first?.isForHuman;
  const isSilent = isTheirs || conversation.isOptedOut || !last || last.kind === "notice";
  if (deps.mode === "off" || isSilent) return { stop() {} };

  // Never a reason to leave the message itself unanswered.
  if (deps.mode === "always") await sendWords().catch(() => undefined);
  else
    void deps.channels
      .get(conversation.channel)
      ?.showTyping?.(last.providerEventId)
      .catch(() => undefined);
  if (deps.mode !== "auto") return { stop() {} };

  const timer = setTimeout(() => void sendWords().catch(() => undefined), deps.wordsAfterMs ?? WORDS_AFTER_MS);
  return { stop: () => clearTimeout(timer) };

  async function sendWords(): Promise<void> {
    const language = conversation.chosenLanguage ?? conversation.state.language ?? deps.homeLanguage;
    const text = deps.wording.in(language).render("utter_mensaje_recibido");
    const isQueued = await deps.database.transaction(async (sql) => {
      const held = await sql.query("select 1 from conversations where id = $1 and fence = $2 for no key update", [
        conversation.id,
        lease.fence,
      ]);
      if (held.length === 0) return false;
      // Only now, in a statement of its own: one that had waited for the lock would still see the answer uncommitted.
      // Nobody needs to be told to wait for what is there, and a burst that grew was acknowledged before.
      const waiting = await sql.query(
        /* sql */ `select 1 from messages m where m.id = $2 and m.state = 'received'
          and not exists (select 1 from messages a where a.conversation_id = $1 and a.direction = 'out'
            and a.kind = 'ack' and a.created_at > $3)`,
        [conversation.id, last?.id, first?.receivedAt],
      );
      if (waiting.length === 0) return false;
      await enqueueOutbound(sql, deps.sealer, conversation, null, { kind: "ack", parts: [{ text }] });
      return true;
    });
    if (isQueued) deps.deliver(conversation.id);
  }
}
