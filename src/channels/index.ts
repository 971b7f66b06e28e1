export type {
  Channel,
  DeliveryStatus,
  InboundContent,
  InboundMessage,
  ListedMessage,
  OutboundPart,
  SendResult,
  SentRecord,
  StatusUpdate,
} from "./channel.ts";
export { type Choice, numberedText, type Reply, splitText } from "./reply.ts";
export {
  classifyTwilioError,
  createTwilioChannel,
  MAX_BUTTON_LABEL,
  MAX_LIST_ROW_TITLE,
  TWILIO_WHATSAPP,
  TwilioAnswerError,
} from "./twilio-channel.ts";
export { decodeTwilioMessage, decodeTwilioStatus } from "./twilio-inbound.ts";
export { type FormParams, isSignedByTwilio } from "./twilio-signature.ts";
