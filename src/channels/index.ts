export type {
  Channel,
  DeliveryStatus,
  InboundContent,
  InboundMessage,
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
export { decodeTwilioMessage, decodeTwilioStatus, type FormParams, isSignedByTwilio } from "./twilio-inbound.ts";
