/** One entity of a message. `value` is canonical (synonyms applied), `text` is what the customer wrote. */
export interface NluEntity {
  entity: string;
  value: string;
  text: string;
  /** Offsets in UTF-16 units of the parsed text. */
  start: number;
  end: number;
}

export interface RankedIntent {
  name: string;
  confidence: number;
}

export interface NluParse {
  text: string;
  intent: RankedIntent;
  /** All intents, best first; the first is `intent`. */
  ranking: RankedIntent[];
  entities: NluEntity[];
  /** Who answered; every turn records it. */
  engine: "rasa" | "embedded";
  /** Rasa was there and too busy: the embedded classifier answered in its place. */
  isShed?: boolean;
  model: string;
  durationMs: number;
  /** How long Rasa had no place for it before; not part of `durationMs`. */
  waitedMs?: number;
}

export interface NluStatus {
  /** Who would answer the next message. */
  engine: "rasa" | "embedded";
  model: string;
  rasa: { state: "off" | "preparing" | "ready" | "down"; detail: string };
}

/** Names as the catalogue spells them: the canonical values of the entities servicio, profesional and paquete. */
export interface CatalogueNames {
  services: string[];
  professionals: string[];
  packages: string[];
}

export class NluDataError extends Error {
  readonly code = "nlu_data_invalid";
  constructor(file: string, line: number, problem: string) {
    super(`rasa/${file}:${line}: ${problem}`);
    this.name = "NluDataError";
  }
}
