import type { EmbeddedClassifier } from "./embedded-classifier.ts";

/** Servers that have a model loaded and are warm. */
export interface Serving {
  model: string;
  urls: string[];
  /** Of the same data as the model. */
  embedded: EmbeddedClassifier;
  /** For the person at the console: "already running" */
  note?: string;
}

export type HostState =
  | { kind: "opening"; detail: string }
  | { kind: "ready"; serving: Serving }
  /** It is tried again without being asked. */
  | { kind: "down"; reason: string }
  | { kind: "impossible"; reason: string };

/** A model that this process wants served: its servers come and go, and it says how it stands. */
export interface ModelHost {
  /** Another `serving` than before: a server was started again, or has another model. */
  state(): HostState;
  /** Customers are answered by it from now on. */
  takeService(): void;
  /** Gives its servers up, and comes back when those that are ours alone are gone. */
  close(): Promise<void>;
}
