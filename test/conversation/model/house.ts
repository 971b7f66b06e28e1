import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import Koa from "koa";
import { createActionRegistry } from "../../../src/actions/index.ts";
import { type ApiClient, createApiClient } from "../../../src/api-client/index.ts";
import { loadProfile } from "../../../src/config/index.ts";
import { createServiceTokens } from "../../../src/contract/index.ts";
import { turnSteps } from "../../../src/conversation/conversations.ts";
import type { Database, Sql } from "../../../src/database/index.ts";
import { createTickets } from "../../../src/handoff/index.ts";
import { createInternalApi } from "../../../src/internal-api/index.ts";
import { createFaq } from "../../../src/knowledge/index.ts";
import {
  catalogueNames,
  createLanguageDetector,
  createNlu,
  loadPolicy,
  loadResponses,
} from "../../../src/nlu/index.ts";
import { type Clock, createSealer, silentLogger } from "../../../src/shared/index.ts";
import { llmOff } from "../../support/llm-off.ts";
import { trainersPart } from "../../support/trainers.ts";
import { apiOf, channelOf, databaseOf, nluOf, reach, type Witness } from "./life.ts";
import type { Provider } from "./provider.ts";

const RASA_DIRECTORY = resolve("rasa");
const logger = silentLogger;
export const sealer = createSealer("test");

/** What costs seconds to make and holds no state: made once for all histories. */
export function createReading() {
  const profile = loadProfile(resolve("profiles/studio"));
  const catalogue = catalogueNames(profile.catalogue);
  return {
    profile,
    nlu: createNlu({ profile: profile.id, rasaDirectory: RASA_DIRECTORY, catalogue, logger }),
    policy: loadPolicy(RASA_DIRECTORY, profile.id),
    templates: new Map(
      [profile.language, ...profile.alsoSpeaks].map((language) => [
        language,
        loadResponses(RASA_DIRECTORY, profile.id, language, profile.tone),
      ]),
    ),
    detectLanguage: createLanguageDetector({ names: Object.values(catalogue).flat() }),
    registry: createActionRegistry({ faq: createFaq(profile.faq, profile.language) }),
    ...llmOff(),
  };
}
export type Reading = ReturnType<typeof createReading>;

/** The real internal API behind HTTP, with the client that the bot has. */
export async function startApi(database: Database, reading: Reading, clock: Clock) {
  const { profile } = reading;
  const tokens = createServiceTokens(["the-secret-of-the-model-32-characters"]);
  const api = createInternalApi({ database, profile, tokens, sealer, clock, logger, nlu: trainersPart(profile) });
  await api.seed();
  const server = createServer(new Koa().use(api.middleware).callback());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const client = createApiClient({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tokens,
    logger,
  });
  return {
    client,
    async close() {
      client.close();
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Everything that a worker uses, cut off from whoever's life has ended. */
export function equip(parts: {
  database: Database;
  reading: Reading;
  provider: Provider;
  api: ApiClient;
  clock: Clock;
  witness: Witness;
}) {
  const { reading, clock } = parts;
  const database = databaseOf(parts.database, parts.witness);
  const channel = channelOf(parts.provider.channel);
  const channels = new Map([[channel.name, channel]]);
  const steps = turnSteps({
    ...reading,
    database,
    channels,
    sealer,
    clock,
    logger,
    nlu: nluOf(reading.nlu),
    api: apiOf(parts.api),
    tickets: createTickets({ database, sealer, clock }),
    ack: "off",
  });
  const commit = steps.findIndex(({ name }) => name === "commit");
  steps.splice(commit, 0, { name: "decided", step: () => reach("turn.decided") });
  return {
    database,
    channels,
    turn: { database, sealer, clock, logger, steps, homeLanguage: reading.profile.language },
  };
}

/** The database with statements changed on their way: how a safeguard is taken out without a seam in the product. */
export function rewritten(database: Database, rewrite: (text: string) => string): Database {
  const changed = (sql: Sql): Sql => ({ ...sql, query: (text, values) => sql.query(rewrite(text), values) });
  return {
    ...database,
    ...changed(database),
    transaction: (work) => database.transaction((sql) => work(changed(sql))),
  };
}
