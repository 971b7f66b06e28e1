/** Nested plain JSON: what the API answered. */
export type Facts = Record<string, unknown>;
