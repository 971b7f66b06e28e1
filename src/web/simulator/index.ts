export { createSimulatorClient, type SimulatorClient, SimulatorUnreachableError } from "./client.ts";
export type { CustomerMessage, CustomerMessageInput } from "./customer-message.ts";
export { type InboundContent, type InboundMessage, inboundParams } from "./inbound-params.ts";
export { standInMiddleware } from "./koa-adapter.ts";
export { type NumberedOption, numberedOptions } from "./options.ts";
export type { SendResult } from "./send-customer-message.ts";
export { newSid } from "./sid.ts";
export { postSigned, type SignedPost } from "./signed-post.ts";
export { createSimulator, type Simulator, type SimulatorDeps } from "./simulator.ts";
export type { SimulatorEvent } from "./simulator-events.ts";
export {
  errorResponse,
  type MessageStatus,
  type StandInMessage,
  type StandInRequest,
  type StandInResponse,
} from "./stand-in-types.ts";
export type { StatusDelaysMs } from "./status-callbacks.ts";
export { createTerminalChat, type TerminalChat, type TerminalChatDeps } from "./terminal-chat.ts";
export { summarizeTrace, type TraceRow, type TraceSection } from "./trace-summary.ts";
export {
  createTwilioStandIn,
  type HandleOptions,
  type TwilioStandIn,
  type TwilioStandInOptions,
} from "./twilio-stand-in.ts";
