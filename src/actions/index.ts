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
export { mergeSlots, packSlots, readSlots, slotsOfPayload, unpackSlots } from "./slots.ts";
