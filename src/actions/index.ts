export type {
  Action,
  ActionContext,
  ActionResult,
  ApiCall,
  ConfirmedWrite,
  Facts,
  OutcomeKind,
  Slots,
  WritePlan,
} from "./action.ts";
export { type ActionRegistry, createActionRegistry } from "./registry.ts";
export { isInPart, mergeSlots, packSlots, readSlots, saysMoreAboutWhen, slotsOfPayload, unpackSlots } from "./slots.ts";
