import type { NluParse } from "./types.ts";

/** A model that can be served: its file is in the store of this machine, or servers elsewhere have it loaded. */
export interface ChosenModel {
  /** "studio-1a2b3c4d5e6f" */
  name: string;
  /** Servers of somebody else's that have it (Docker's other colour); empty: a server is started here. */
  urls: string[];
}

/** A model that somebody asked to be put into service. */
export interface CandidateModel extends ChosenModel {
  /** Of the wish; a model may be wished for again after it was refused. */
  id: string;
}

/** What a profile's workers should serve. It stands outside this room, in the database, and is read every second. */
export interface ModelChoice {
  /** undefined: none was ever promoted, and what the files say is served. */
  active?: ChosenModel;
  candidate?: CandidateModel;
}

export interface ModelChoices {
  read(): Promise<ModelChoice>;
  /**
   * Called once for each wish by each worker whose candidate is loaded and warmed, and again when it failed. Whoever claims
   * it first puts the golden messages to it and writes the verdict; the next `read` tells everybody.
   *
   * @param parse what a customer's text would be understood as; it fails when the candidate's Rasa does not answer
   */
  judge(candidate: CandidateModel, parse: (text: string) => Promise<NluParse>): Promise<void>;
  /** This worker cannot serve the candidate; `reason` is what the one who wished it reads. */
  refuse(candidate: CandidateModel, reason: string): Promise<void>;
}
