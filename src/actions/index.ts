export type {
  Action,
  ActionContext,
  ActionResult,
  ApiCall,
  ConfirmedWrite,
  Facts,
  FreeTextSlot,
  OutcomeKind,
  Saying,
  Slots,
  TicketReason,
  WritePlan,
} from "./action.ts";
export { createFormat, type Format, formatLanguages } from "./format.ts";
export { type ActionRegistry, createActionRegistry } from "./registry.ts";
export {
  isInPart,
  mergeSlots,
  packSlots,
  type Reading,
  readSlots,
  saysMoreAboutWhen,
  slotsOfPayload,
  unpackSlots,
} from "./slots.ts";
