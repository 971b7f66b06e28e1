/** Something that whoever edits the files has to see, in Spanish. */
export interface Problem {
  /** From the repository's root: "rasa/studio/nlu/agendar_cita.yml". */
  file: string;
  /** Counted from 1; undefined when the problem has no single line. */
  line?: number;
  message: string;
}

/** What a look at some files brings: `problems` forbid them, `warnings` do not. */
export interface Findings {
  problems: Problem[];
  warnings: Problem[];
}
