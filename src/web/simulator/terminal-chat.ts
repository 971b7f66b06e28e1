import type { SimulatorClient } from "./client.ts";
import type { SimulatorEvent } from "./simulator-events.ts";
import type { TraceSection } from "./trace-summary.ts";

export interface TerminalChatDeps {
  client: SimulatorClient;
  /** E.164. */
  customer: string;
  profileName?: string;
  /** Prints each turn's trace after its answer. */
  isExplained?: boolean;
  write: (text: string) => void;
  /** How long a silence ends a turn whose trace does not say that it is over (an acknowledgement is no answer). */
  quietMs?: number;
  answerTimeoutMs?: number;
}

export interface TerminalChat {
  /** Sends one text and prints what comes back. @returns whether an answer came. */
  say(text: string): Promise<boolean>;
  close(): void;
}

type BotMessage = Extract<SimulatorEvent, { type: "bot" }>;

/** A customer at a terminal. Listens before it sends, so that no answer is missed. */
export async function createTerminalChat(deps: TerminalChatDeps): Promise<TerminalChat> {
  const { client, customer, profileName = "Terminal", write, quietMs = 8000, answerTimeoutMs = 45_000 } = deps;
  const stop = new AbortController();
  let onEvent: (event: SimulatorEvent) => void = () => {};
  let onLost: () => void = () => {};
  await client.listen(
    (event) => {
      if (event.customer === customer) onEvent(event);
    },
    stop.signal,
    () => {
      write("  (se perdió la conexión con la app)\n");
      onLost();
    },
  );

  async function isOver(sid: string): Promise<boolean> {
    const found = await client.trace(sid).catch(() => undefined);
    return found !== undefined && isFinished(found.trace);
  }

  /** Resolves with the bot's messages when the turn's trace says that all of it was sent, or after silence. */
  function answer(send: () => Promise<void>): Promise<BotMessage[]> {
    const messages: BotMessage[] = [];
    return new Promise((resolve, reject) => {
      let silence: NodeJS.Timeout | undefined;
      let isEnded = false;
      const stopWaiting = () => {
        isEnded = true;
        clearTimeout(silence);
        clearTimeout(limit);
        onEvent = () => {};
      };
      const end = () => {
        // A look at the trace that comes back late must not end the next turn's waiting.
        if (isEnded) return;
        stopWaiting();
        resolve(messages);
      };
      const limit = setTimeout(end, answerTimeoutMs);
      onLost = end;
      onEvent = (event) => {
        if (event.type === "typing") {
          write("  … escribiendo\n");
          clearTimeout(silence);
          return;
        }
        if (event.type === "bot") {
          messages.push(event);
          write(render(event));
          clearTimeout(silence);
          silence = setTimeout(end, quietMs);
        }
        // The row is bound to the provider's id just after the send: a status is a reason to look again.
        const sid = messages.at(-1)?.sid;
        if (sid) void isOver(sid).then((over) => over && messages.at(-1)?.sid === sid && end());
      };
      send().catch((error) => {
        stopWaiting();
        reject(error);
      });
    });
  }

  return {
    async say(text) {
      write(`\n${customer}: ${text}\n`);
      const messages = await answer(async () => {
        const { httpStatus } = await client.send({
          from: customer,
          profileName,
          content: { kind: "text", body: text },
        });
        if (httpStatus < 200 || httpStatus > 299) throw new RangeError(`El webhook respondió ${httpStatus || "nada"}`);
      });
      const last = messages.at(-1);
      if (!last) write("  (no llegó respuesta)\n");
      const found = last && deps.isExplained ? await client.trace(last.sid) : undefined;
      if (found) write(renderTrace(found.sections));
      return last !== undefined;
    },
    close: () => stop.abort(),
  };
}

/** An outcome, and every send known to the provider: nothing of this turn is still to come. */
function isFinished(trace: unknown): boolean {
  const { outcome, sends } = (trace ?? {}) as { outcome?: unknown; sends?: unknown };
  if (!outcome || !Array.isArray(sends) || sends.length === 0) return false;
  return sends.every((send: { providerId?: unknown } | null) => Boolean(send?.providerId));
}

function render({ body, buttons, listItems, mediaUrls }: BotMessage): string {
  const lines = body.split("\n").map((line, index) => (index === 0 ? `Bot: ${line}` : `     ${line}`));
  const choices = [...buttons.map(({ title }) => title), ...listItems.map(({ title }) => title)];
  if (choices.length > 0) lines.push(`     ${choices.map((title) => `[${title}]`).join(" ")}`);
  lines.push(...mediaUrls.map((url) => `     (archivo) ${url}`));
  return `${lines.join("\n")}\n`;
}

function renderTrace(sections: TraceSection[]): string {
  const blocks = sections.map(({ title, rows }) => {
    return [`  ${title}`, ...rows.map(({ label, value }) => `    ${label}: ${value}`)].join("\n");
  });
  return `  ¿por qué?\n${blocks.join("\n")}\n`;
}
