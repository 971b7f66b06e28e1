import { Agent, request } from "node:http";
import { resolve } from "node:path";
import { loadProfile } from "../../src/config/index.ts";
import { catalogueNames, prepareRasa } from "../../src/nlu/index.ts";
import { nowMs, round } from "./figures.ts";
import { forkProcess } from "./fork-process.ts";
import { SAMPLE_TEXTS } from "./messages.ts";

const STUB_PARSE_MS = 10;

export interface Rasa {
  kind: string;
  url: string;
  /** How many messages it has parsed; undefined when it does not say. */
  parses(): Promise<number | undefined>;
  stop(): Promise<void>;
}

/** A real, trained Rasa, or a server that answers in 10 ms, one message at a time. */
export async function openRasa({ isReal, say }: { isReal: boolean; say(line: string): void }): Promise<Rasa> {
  if (!isReal) return startStub();
  const { catalogue } = loadProfile(resolve("profiles/studio"));
  const rasa = await prepareRasa({
    profile: "studio",
    rasaDirectory: resolve("rasa"),
    catalogue: catalogueNames(catalogue),
    dataDirectory: resolve(".data/bench"),
    say,
  });
  if ("impossible" in rasa) throw new Error(`--rasa: ${rasa.impossible}`);
  return { kind: `rasa ${rasa.model}`, url: rasa.url, parses: async () => undefined, stop: () => rasa.stop() };
}

async function startStub(): Promise<Rasa> {
  const child = forkProcess("bench/support/rasa-stub-process.ts", [String(STUB_PARSE_MS)]);
  const waiting: ((parses: number) => void)[] = [];
  const { url } = await child.first<{ url: string }>();
  child.onMessage<{ parses: number }>(({ parses }) => waiting.shift()?.(parses));
  return {
    kind: `stub of ${STUB_PARSE_MS} ms`,
    url,
    parses: () =>
      new Promise((done) => {
        waiting.push(done);
        child.send("parses");
      }),
    stop: () => child.stop(),
  };
}

/** Parses per second that this server gives to a loop which does nothing else, with so many calls in flight. */
export async function bareParseRate(rasa: Rasa, options: { inFlight: number; durationMs: number }): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.inFlight });
  const until = nowMs() + options.durationMs;
  const from = nowMs();
  let parses = 0;
  const loop = async (offset: number) => {
    for (let index = offset; nowMs() < until; index++) {
      await post(`${rasa.url}/model/parse`, SAMPLE_TEXTS[index % SAMPLE_TEXTS.length]!, agent);
      parses += 1;
    }
  };
  await Promise.all(Array.from({ length: options.inFlight }, (_, index) => loop(index)));
  const seconds = (nowMs() - from) / 1000;
  agent.destroy();
  return round(parses / seconds);
}

function post(url: string, text: string, agent: Agent): Promise<void> {
  return new Promise((done, fail) => {
    const body = JSON.stringify({ text });
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const call = request(url, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.on("end", () =>
        response.statusCode === 200 ? done() : fail(new Error(`Rasa: ${response.statusCode}`)),
      );
    });
    call.on("error", fail);
    call.end(body);
  });
}
