import { type FixtureOpts, LLMock, type TextResponse } from "@copilotkit/aimock";

/** The longest that aimock waits; a caller's time-out comes first. */
const SILENCE_MS = 30_000;

/** A server of the OpenAI protocol that streams; each model behaves as it was told last. */
export interface OpenaiServer {
  /** As OpenAI answers. */
  baseUrl: string;
  /** The same models as OpenRouter answers. */
  openRouterUrl: string;
  says(model: string, text: string, more?: Omit<Partial<TextResponse>, "content">, how?: FixtureOpts): void;
  fails(model: string, status: number, message?: string): void;
  /** Takes the request and says nothing. */
  isSilent(model: string): void;
  /** Cuts the connection after the first pieces of a long text. */
  hangsUp(model: string): void;
  /** The bodies that a model was asked with, oldest first. */
  asked(model: string): Record<string, unknown>[];
  close(): Promise<void>;
}

export async function startOpenaiServer(): Promise<OpenaiServer> {
  const mock = new LLMock({ port: 0, host: "127.0.0.1", chunkSize: 8 });
  const url = await mock.start();
  return {
    baseUrl: `${url}/v1`,
    openRouterUrl: `${url}/api/v1`,
    says: (model, content, more, how) => {
      mock.prependFixture({ match: { model }, response: { content, ...more }, ...how });
    },
    fails: (model, status, message = "boom") => {
      mock.prependFixture({ match: { model }, response: { error: { message }, status } });
    },
    isSilent: (model) => {
      mock.prependFixture({ match: { model }, response: { content: "tarde" }, chaos: { latencyMs: SILENCE_MS } });
    },
    hangsUp: (model) => {
      const response = { content: "palabra ".repeat(50) };
      mock.prependFixture({ match: { model }, response, truncateAfterChunks: 3, latency: 30 });
    },
    asked: (model) =>
      mock
        .getRequests()
        .map(({ body }) => body as unknown as Record<string, unknown>)
        .filter((body) => body?.model === model),
    close: () => mock.stop(),
  };
}
