import { endpoints } from "./endpoints.ts";
import type { operations } from "./schema.ts";
import { createTransport, type Endpoint, type RawArguments, type TransportOptions } from "./transport.ts";

export interface ClientOptions extends TransportOptions {}

type Operations = operations;
type Id = keyof Operations & keyof typeof endpoints;

type PartOf<Op, Name extends string> = Op extends { parameters: infer P }
  ? Name extends keyof P
    ? NonNullable<P[Name]>
    : never
  : never;
type BodyOf<Op> = Op extends { requestBody: { content: infer C } } ? C[keyof C] : never;
type OnBehalfOf<Op> =
  PartOf<Op, "header"> extends infer H
    ? H extends { "On-Behalf-Of": string }
      ? { onBehalfOf: string }
      : H extends { "On-Behalf-Of"?: string }
        ? { onBehalfOf?: string }
        : unknown
    : unknown;
type Part<Name extends string, Value> = [Value] extends [never]
  ? unknown
  : Partial<Value> extends Value
    ? { [K in Name]?: Value }
    : { [K in Name]: Value };

/** What one operation takes. */
export type Arguments<Name extends Id> = Part<"params", PartOf<Operations[Name], "path">> &
  Part<"query", PartOf<Operations[Name], "query">> &
  Part<"body", BodyOf<Operations[Name]>> &
  OnBehalfOf<Operations[Name]> & {
    /** One is made for every write unless you bring your own, to repeat it after your program was restarted. */
    idempotencyKey?: string;
    /** The `ETag` that you read. */
    ifMatch?: string;
    signal?: AbortSignal;
  };

type Success<Op> = Op extends { responses: infer R } ? R[Extract<keyof R, 200 | 201>] : never;
type ResultOf<Name extends Id> = Success<Operations[Name]> extends { content: infer C } ? C[keyof C] : never;

type Call<Name extends Id> =
  Partial<Arguments<Name>> extends Arguments<Name>
    ? (args?: Arguments<Name>) => Promise<ResultOf<Name>>
    : (args: Arguments<Name>) => Promise<ResultOf<Name>>;

/** One row of a page. */
export type Item<Name extends Id> =
  ResultOf<Name> extends infer Page
    ? Page[Exclude<keyof Page, "nextCursor">] extends (infer Row)[]
      ? Row
      : never
    : never;
type PagedId = { [Name in Id]: ResultOf<Name> extends { nextCursor: string | null } ? Name : never }[Id];
type Pages = {
  [Name in PagedId]: (...args: Parameters<Call<Name>>) => AsyncGenerator<Item<Name>, void, undefined>;
};

/** One method for each operation of the API, and under `paginate` every row of those that come in pages. */
export type Atiende = { [Name in Id]: Call<Name> } & { paginate: Pages };

/** A client of the API at `baseUrl`, with an API key or any other token. */
export function createClient(options: ClientOptions): Atiende {
  const send = createTransport(options);
  const methods: Record<string, unknown> = {};
  const paginate: Record<string, unknown> = {};
  for (const [id, endpoint] of Object.entries<Endpoint>(endpoints)) {
    const call = (args: RawArguments = {}) => send(endpoint, args);
    methods[id] = call;
    if (!endpoint.isPaged) continue;
    paginate[id] = async function* (args: RawArguments = {}) {
      let cursor: string | null = null;
      do {
        const query: RawArguments["query"] = cursor === null ? args.query : { ...args.query, cursor };
        const page = (await call({ ...args, query })) as Record<string, unknown>;
        yield* Object.values(page).find(Array.isArray) ?? [];
        cursor = page.nextCursor as string | null;
      } while (cursor !== null);
    };
  }
  // The types are of the document from which the endpoints were made as well.
  return { ...methods, paginate } as unknown as Atiende;
}
