export { checkDerived, type DerivedContext } from "./check-derived.ts";
export {
  type CheckedAnswer,
  checkAnswer,
  createMold,
  type Mold,
  type MoldContext,
  type MoldReader,
  type Piece,
} from "./mold.ts";
export { type ReplyScore, type ScoredReply, scoreReply } from "./score.ts";
export { createSentenceSplitter } from "./sentences.ts";
