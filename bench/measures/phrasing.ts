import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { oneModel, phraserOn, replyOf } from "../../test/support/phraser.ts";
import { atMost, type Measure } from "../measure.ts";
import { nowMs, round, spread } from "../support/figures.ts";

/** Three sentences, so that the first has to leave long before the last is there. */
const WORDS = ["¡Con ", "gusto! ", "[1] ", "[2] ", "Que ", "tengas ", "bonito ", "día."];
/** The model has finished the first sentence with this word. */
const FIRST_SENTENCE_ENDS = 1;
const PAUSE_MS = 15;

/** How soon a checked sentence leaves after the model has finished it, and what a whole wording costs beside the model's time. */
export const phrasing: Measure = {
  name: "phrasing",
  story: "replies streamed from a model that speaks a word each 15 ms, checked sentence by sentence",
  async run({ isQuick, say }) {
    const finishedMs: number[] = [];
    const doneMs: number[] = [];
    const server = createServer(async (request, response) => {
      for await (const _ of request) {
        // The prompt is read and not looked at.
      }
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const [index, word] of WORDS.entries()) {
        send(response, { content: word }, null);
        if (index === FIRST_SENTENCE_ENDS) finishedMs.push(nowMs());
        await pause(PAUSE_MS);
      }
      send(response, {}, "stop");
      doneMs.push(nowMs());
      response.end("data: [DONE]\n\n");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const phraser = phraserOn(oneModel(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`));

    const firstSentenceMs: number[] = [];
    const wholeMs: number[] = [];
    let refused = 0;
    for (let count = 0; count < (isQuick ? 20 : 300); count++) {
      let first: number | undefined;
      const phrased = await phraser.phrase(replyOf(), {
        onSentence: () => {
          first ??= nowMs();
        },
      });
      if (phrased.source !== "llm") refused += 1;
      firstSentenceMs.push((first ?? Number.NaN) - finishedMs.at(-1)!);
      wholeMs.push(nowMs() - doneMs.at(-1)!);
    }
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));

    const first = spread(firstSentenceMs);
    say(`first sentence p50 ${first.p50} p99 ${first.p99} max ${first.max} ms after the model finished it`);
    return {
      figures: { firstSentenceMs: first, afterTheLastWordMs: spread(wholeMs), refused, pauseMs: round(PAUSE_MS) },
      goals: [
        atMost("first checked sentence, p99 ms after the model finished it", first.p99, 50),
        atMost("phrasing: wordings refused", refused, 0),
      ],
    };
  },
};

function send(response: ServerResponse, delta: object, finishReason: string | null): void {
  const choices = [{ index: 0, delta, finish_reason: finishReason }];
  response.write(
    `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", created: 1, model: "bench", choices })}\n\n`,
  );
}
