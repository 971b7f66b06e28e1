import fc from "fast-check";
import type { RawRequest } from "./webhook-request.ts";

/** A change that somebody without the token could make to a request that he has seen. */
export interface Mutation {
  family: string;
  apply(request: RawRequest): RawRequest;
}

export type Change = (request: RawRequest) => RawRequest;

export const named = (family: string, changes: fc.Arbitrary<Change>): fc.Arbitrary<Mutation> =>
  changes.map((apply) => ({ family, apply }));
export const oneOf = (...changes: Change[]): fc.Arbitrary<Change> => fc.constantFrom(...changes);

export const formOf = (params: [string, string][]) => new URLSearchParams(params).toString();
